import type { ReportView } from '#contract/report-view.ts';
import type { ReportEvidence } from '#domain/report/build-sections.ts';
import type { CheckIn } from '#domain/report/check-ins.ts';
import type { ReportSection, WrittenValue } from '#domain/report/fill-report.ts';
import { makeReport, type Report } from '#domain/report/make-report.ts';
import { rollbackLines } from '#domain/report/missing-sections.ts';
import { pullRequestText } from '#domain/report/pull-request-text.ts';
import type { ResultRow } from '#domain/report/report-csv.ts';
import { summarise } from '#domain/report/summary.ts';
import { sayInstant } from '#domain/time/zone.ts';
import {
  answersFor,
  checkInEvidence,
  snapshotOf,
  stageEvidence,
  typedFigures,
  type Gathered,
} from './gather.ts';
import { stageRuns } from './stage-runs.ts';
import { trendsOf } from './trend-points.ts';

/** What a report is asked for with. */
export interface ReportOptions {
  /** A colleague's newer copy of the plan, and its name. */
  readonly into?: string | undefined;
  readonly file?: string | undefined;
  readonly insert: boolean;
  readonly publicUrl: string | null;
}

/** Everything the records know, as a report is written from it: ended runs and due check-ins alone. */
export function evidenceFor(gathered: Gathered): ReportEvidence {
  return {
    // Until a run is frozen its numbers are not known: "Not measured" would be a claim of its own.
    stages: stageEvidence(gathered).filter((one) => one.frozenAt !== null),
    checkIns: gathered.checkIns
      .filter((one) => isKnown(gathered, one))
      .map((checkIn) => ({ checkIn, evidence: checkInEvidence(gathered, checkIn) })),
    answers: Object.fromEntries(
      [...answersFor(gathered, 'questions')].map(([label, one]) => [label, one.text]),
    ),
  };
}

function isKnown(gathered: Gathered, { id, window }: CheckIn): boolean {
  if (window === null || window.to > gathered.now) return false;
  const subject = `check-in:${id}`;
  return (
    snapshotOf(gathered, subject, window.from) !== undefined || typedFigures(gathered, subject).length > 0
  );
}

/** The report with its stamps and links, and the values it gives out; a string says why there is none. */
export function reportViewOf(
  gathered: Gathered,
  written: readonly WrittenValue[],
  options: ReportOptions,
): { readonly view: ReportView; readonly given: readonly WrittenValue[] } | string {
  const { rollout } = gathered;
  const evidence = evidenceFor(gathered);
  const file = options.file ?? rollout.file;
  const { into, insert } = options;
  const made = makeReport({ file, base: rollout.markdown, into, evidence, written, insert });
  if (typeof made === 'string') return made;
  const sections = made.sections.map((section) => sectionView(gathered, made, section, options));
  const { plan } = rollout;
  const trends = trendsOf(gathered);
  const view: ReportView = {
    rollout: { id: rollout.id, title: plan.title, zone: plan.zone },
    example: rollout.example,
    file,
    madeAt: gathered.now,
    frozenAt: newestFrozen(gathered, evidence),
    summaries: summariesOf(gathered, evidence, trends),
    trends,
    sections,
    stages: stageRuns(gathered, evidence),
    markdown: made.markdown,
    diff: made.diff,
    conflicts: made.conflicts,
    left: made.left,
    rollbacks: evidence.stages.flatMap((one) =>
      one.rollbacks.map((record) => ({ stage: one.label, lines: rollbackLines(record, plan.zone) })),
    ),
    pullRequest: pullRequestText(plan.title, made, sections, trends),
  };
  const given = made.written.map(({ subject, label, value }) => ({ subject, label, value }));
  return { view, given };
}

function newestFrozen(gathered: Gathered, { stages, checkIns }: ReportEvidence): number | null {
  const ofStages = stages.flatMap((one) => one.frozenAt ?? []);
  const ofLooks = checkIns.flatMap(
    ({ checkIn: { id, window } }) => snapshotOf(gathered, `check-in:${id}`, window?.from)?.frozenAt ?? [],
  );
  const all = [...ofStages, ...ofLooks];
  return all.length === 0 ? null : Math.max(...all);
}

function summariesOf(
  { rollout }: Gathered,
  { checkIns }: ReportEvidence,
  trends: ReportView['trends'],
): ReportView['summaries'] {
  return checkIns.map(({ checkIn, evidence }) => ({
    id: checkIn.id,
    label: checkIn.label,
    summary: summarise(rollout.plan.kpis, evidence.kpis, trends, checkIn),
  }));
}

function sectionView(
  gathered: Gathered,
  made: Report,
  { subject, label, line, values }: ReportSection,
  { publicUrl }: ReportOptions,
): ReportView['sections'][number] {
  const { stamp, path } = stampOf(gathered, subject);
  const link = `${publicUrl ?? ''}/rollouts/${encodeURIComponent(gathered.rollout.id)}${path}`;
  const lines = made.markdown.split(/\r\n|\r|\n/);
  const ends = lines.findIndex((text, i) => i >= line && /^#{1,6} /.test(text) && !/result/i.test(text));
  const own = lines.slice(line - 1, ends === -1 ? lines.length : ends);
  const block = own.findIndex((text) => text.startsWith('```stagewatch'));
  const markdown = (block === -1 ? own : own.slice(0, block)).join('\n').trimEnd();
  return { subject, label, line, values, stamp, link, markdown };
}

function stampOf(gathered: Gathered, subject: string): { readonly stamp: string; readonly path: string } {
  const { zone } = gathered.rollout.plan;
  const frozen = (id: string): string => {
    const at = snapshotOf(gathered, id)?.frozenAt;
    return at === undefined ? 'Evidence not frozen yet.' : `Evidence frozen ${sayInstant(at, zone)}.`;
  };
  const [kind, id = '', attempt] = subject.split(':');
  if (kind === 'check-in') return { stamp: frozen(subject), path: `/kpis/${encodeURIComponent(id)}` };
  if (kind !== 'stage') return { stamp: 'As answered by people.', path: '' };
  const runs = gathered.ended.filter((run) => run.stage === id);
  const run = attempt === undefined ? runs.at(-1) : runs.find((one) => String(one.attempt) === attempt);
  const at = run === undefined ? '' : `?at=${run.end}`;
  return {
    stamp: run === undefined ? 'Evidence not frozen yet.' : frozen(`run:${run.id}`),
    path: `/stages/${encodeURIComponent(id)}${at}`,
  };
}

/** The rows of results.csv: each value of the report, and each KPI of each due check-in with its counts and range. */
export function csvRows(gathered: Gathered, view: ReportView): readonly ResultRow[] {
  const values = view.sections.flatMap(({ subject, label, values: own, stamp }) =>
    own.map((one) => ({
      about: label,
      label: one.label,
      value: one.value,
      events: null,
      of: null,
      low: null,
      high: null,
      state: '',
      source: one.from,
      frozenAt: isoOf(gathered, subject, stamp),
    })),
  );
  const kpis = evidenceFor(gathered).checkIns.flatMap(({ checkIn, evidence }) =>
    evidence.kpis.map((one) => ({
      about: `${checkIn.label} after launch`,
      label: gathered.rollout.plan.kpis.find(({ id }) => id === one.kpi)?.label ?? one.kpi,
      value: one.value === null ? '' : String(one.value),
      events: one.events,
      of: one.of,
      low: one.range?.low ?? null,
      high: one.range?.high ?? null,
      state: one.state,
      source: one.kpi,
      frozenAt: isoOf(gathered, `check-in:${checkIn.id}`, ''),
    })),
  );
  return [...values, ...kpis];
}

function isoOf(gathered: Gathered, subject: string, stamp: string): string {
  const [kind, id = ''] = subject.split(':');
  const run = gathered.ended.findLast((one) => one.stage === id);
  const key = kind === 'stage' && run !== undefined ? `run:${run.id}` : subject;
  const at = snapshotOf(gathered, key)?.frozenAt;
  return at === undefined || stamp === 'As answered by people.' ? '' : new Date(at).toISOString();
}
