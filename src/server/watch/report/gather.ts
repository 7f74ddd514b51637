import type { JournalEntry } from '#contract/journal.ts';
import type { ReportEntry, Snapshot } from '#contract/report.ts';
import { checkInsOf, type CheckIn } from '#domain/report/check-ins.ts';
import { figure, standing, type Figure } from '#domain/report/figure.ts';
import { kpiResult } from '#domain/report/kpi-result.ts';
import { checkInLine } from '#domain/report/match-sections.ts';
import { proseFigures } from '#domain/report/prose-figures.ts';
import {
  squashLabel,
  type Observed,
  type RollbackRecord,
  type StageEvidence,
} from '#domain/report/report-evidence.ts';
import type { CheckInEvidence } from '#domain/report/check-in-results.ts';
import { readTyped } from '#domain/report/typed-value.ts';
import { withWorkedOut } from '#domain/report/worked-out.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { is } from '../loop/run-records.ts';
import type { Store, StoredRun } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';
import { endedRuns, standingRuns, type EndedRun } from './report-runs.ts';

/** Everything the records hold about a launch, read once. */
export interface Gathered {
  readonly rollout: ReadableRollout;
  readonly now: EpochMs;
  readonly ended: readonly EndedRun[];
  readonly standing: readonly StoredRun[];
  readonly journal: readonly JournalEntry[];
  readonly snapshots: readonly Snapshot[];
  readonly entries: readonly ReportEntry[];
  readonly checkIns: readonly CheckIn[];
}

export async function gather(store: Store, rollout: ReadableRollout, now: EpochMs): Promise<Gathered> {
  const [runs, journal, snapshots, entries] = await Promise.all([
    store.runsOf(rollout.id),
    store.journal(rollout.id, {
      kinds: ['decision', 'resolved', 'rollback-record', 'observation', 'allotment'],
    }),
    store.snapshots(rollout.id),
    store.reportEntries(rollout.id),
  ]);
  const launched = standingRuns(runs, journal);
  return {
    rollout,
    now,
    ended: endedRuns(runs, journal),
    standing: launched,
    journal,
    snapshots,
    entries,
    checkIns: checkInsOf(rollout.plan, launched),
  };
}

/** The newest snapshot of a subject whose window begins there: what was frozen of an earlier launch is another one's. */
export function snapshotOf({ snapshots }: Gathered, subject: string, from?: EpochMs): Snapshot | undefined {
  return snapshots.findLast((one) => one.subject === subject && (from === undefined || one.from === from));
}

/** What people entered as numbers for a subject, each the newest of its name. */
export function typedFigures({ entries }: Gathered, subject: string): readonly Figure[] {
  const values = entries.flatMap((one) => (one.kind === 'value' && one.subject === subject ? [one] : []));
  const newest = new Map(values.map((one) => [one.name, one]));
  return [...newest.values()].flatMap(({ name, text, source, by, at, reason }) => {
    const read = readTyped(text);
    if (typeof read === 'string') return [];
    const note = [read.note, reason].filter((one) => one !== null && one !== '').join(' ');
    return [
      figure(name, read.unit, read.value, {
        ...read,
        origin: 'entered',
        source,
        by,
        at,
        note: note === '' ? null : note,
      }),
    ];
  });
}

/** What people answered for a subject, by label. */
export function answersFor(
  { entries }: Gathered,
  subject: string,
): ReadonlyMap<string, Extract<ReportEntry, { kind: 'answer' }>> {
  const answers = entries.flatMap((one) => (one.kind === 'answer' && one.subject === subject ? [one] : []));
  // An answer that was emptied again is none.
  return new Map([...new Map(answers.map((one) => [one.label, one]))].filter(([, one]) => one.text !== ''));
}

/** What people entered for the labels of a run's Results. */
function resultsFor(
  { entries }: Gathered,
  subject: string,
): ReadonlyMap<string, Extract<ReportEntry, { kind: 'result' }>> {
  const results = entries.flatMap((one) => (one.kind === 'result' && one.subject === subject ? [one] : []));
  const newest = new Map(results.map((one) => [squashLabel(one.label), one]));
  return new Map([...newest].filter(([, one]) => one.text !== ''));
}

function texts(answers: ReadonlyMap<string, { readonly text: string }>): Readonly<Record<string, string>> {
  return Object.fromEntries([...answers].map(([label, one]) => [label, one.text]));
}

/** A stage's run with everything that is known of it. */
export function stageEvidence(gathered: Gathered): readonly StageEvidence[] {
  const { rollout, ended, journal } = gathered;
  return ended.flatMap((run): readonly StageEvidence[] => {
    const stage = rollout.plan.stages.find((one) => one.id === run.stage);
    if (stage === undefined) return [];
    const own = journal.filter((entry) => entry.run === run.id);
    const frozen = snapshotOf(gathered, `run:${run.id}`);
    return [
      {
        stage: run.stage,
        label: stage.label,
        run,
        readings: frozen?.readings ?? [],
        traffic: frozen?.traffic ?? [],
        figures: [...(frozen?.figures ?? []), ...typedFigures(gathered, `run:${run.id}`)],
        observations: observedIn(own),
        rollbacks: rollbacksIn(own, journal),
        answers: texts(resultsFor(gathered, `run:${run.id}`)),
        frozenAt: frozen?.frozenAt ?? null,
      },
    ];
  });
}

/** Observations as last corrected. */
export function observedIn(entries: readonly JournalEntry[]): readonly Observed[] {
  const all = entries.filter(is('observation'));
  const corrected = new Set(all.map((one) => one.corrects));
  return all
    .filter((one) => !corrected.has(one.id))
    .map(({ topic, criterion, said, note, ticket, at }) => ({ topic, criterion, said, note, ticket, at }));
}

/** Roll backs with what became of them. */
export function rollbacksIn(
  own: readonly JournalEntry[],
  all: readonly JournalEntry[],
): readonly RollbackRecord[] {
  const resolved = all.filter(is('resolved'));
  const later = all.filter(is('rollback-record'));
  return own
    .filter(is('decision'))
    .filter((one) => one.choice === 'roll-back')
    .map(({ id, reason, at, rollback }) => {
      const record = later.findLast((one) => one.decision === id) ?? rollback;
      return {
        reason: reason ?? '',
        at,
        severity: record?.severity ?? '',
        tickets: record?.tickets ?? [],
        resolved: resolved.findLast((one) => one.decision === id)?.note ?? null,
      };
    });
}

/** The figures that stand for a check-in: measured, entered and, where neither says anything, the plan's own. */
export function checkInFigures(
  gathered: Gathered,
  checkIn: CheckIn,
  measured: readonly Figure[],
): ReadonlyMap<string, Figure> {
  const typed = typedFigures(gathered, `check-in:${checkIn.id}`);
  const written = planFigures(gathered, checkIn);
  return withWorkedOut(gathered.rollout.plan, standing([...written, ...measured, ...typed]));
}

/** "445" behind "disputes (success)" of the plan itself, under the names the plan's identities use. */
function planFigures({ rollout, now }: Gathered, checkIn: CheckIn): readonly Figure[] {
  const { prose, plan } = rollout;
  const line = checkInLine(prose, checkIn);
  if (line === null) return [];
  const { users, successes, failures, rate } = proseFigures(prose, line);
  const known = { users, successes, failures: failures ?? rate?.events ?? null };
  const source = `the plan, line ${line}`;
  return Object.entries(known).flatMap(([name, value]) =>
    value === null || plan.identities.every((text) => !text.includes(name))
      ? []
      : [figure(name, 'count', value, { origin: 'plan', source, at: now })],
  );
}

/** What a check-in's labels are filled from. */
export function checkInEvidence(gathered: Gathered, checkIn: CheckIn): CheckInEvidence {
  const { plan } = gathered.rollout;
  const frozen = snapshotOf(gathered, `check-in:${checkIn.id}`, checkIn.window?.from);
  const figures = checkInFigures(gathered, checkIn, frozen?.figures ?? []);
  return {
    figures,
    kpis: plan.kpis.map((kpi) => kpiResult(kpi, figures, plan.identities)),
    answers: texts(answersFor(gathered, `check-in:${checkIn.id}`)),
  };
}

/** Whether a person has closed a check-in and nobody has opened it again. */
export function closing(
  { entries }: Gathered,
  checkIn: string,
): Extract<ReportEntry, { kind: 'closed' }> | null {
  const own = entries.filter(
    (one) => one.subject === `check-in:${checkIn}` && (one.kind === 'closed' || one.kind === 'reopened'),
  );
  const last = own.at(-1);
  return last?.kind === 'closed' ? last : null;
}
