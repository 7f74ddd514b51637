import type { CheckInList, KpiDifferences, KpiView } from '#contract/kpi-view.ts';
import type { ReportView } from '#contract/report-view.ts';
import { readPlan } from '#domain/plan/read-plan.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { addsUp } from '#domain/report/adds-up.ts';
import { sayName, sayOrigin, type Figure } from '#domain/report/figure.ts';
import { figureNames } from '#domain/report/figure-names.ts';
import { kpiResult } from '#domain/report/kpi-result.ts';
import { makeReport } from '#domain/report/make-report.ts';
import { pullRequestText } from '#domain/report/pull-request-text.ts';
import { sayFigure } from '#domain/report/result-words.ts';
import { summarise } from '#domain/report/summary.ts';
import { sayLimit } from '#domain/plan/limit.ts';
import { day, type EpochMs } from '#domain/time/time.ts';
import { figuresAt, looks, stageRun, trendsOf } from './reported-launch.ts';
import { reportedPlan } from './reported-plan.ts';
import { rolloutId } from './world-views.ts';

/** The weeks after a launch, with numbers that do not add up. What is said of them comes from the real rules. */
export interface ReportWorld {
  readonly checkIns: CheckInList;
  readonly kpis: (checkIn: string) => KpiView | undefined;
  readonly now: KpiDifferences;
  readonly report: ReportView;
}

/** Builds it for an instant: the launch was forty days ago. */
export function reportWorld(now: EpochMs): ReportWorld {
  const read = readPlan(reportedPlan);
  if (!read.ok) throw new Error(`The reported plan can't be read: ${JSON.stringify(read.problems)}`);
  const { plan } = read;
  const start = now - 40 * day;
  return {
    checkIns: looks.map((one, i) => ({
      rollout: { id: rolloutId, title: plan.title, zone: plan.zone },
      checkIn: one.id,
      label: one.label,
      state: i === 0 ? 'late' : 'due',
      due: start + one.after,
      unanswered: 2,
      example: true,
    })),
    kpis: (id) => (looks.some((one) => one.id === id) ? kpiView(plan, id, start, now) : undefined),
    now: {
      readAt: now,
      frozenAt: start + 7 * day,
      differences: [{ name: 'failures', frozen: '27', now: '29', by: '2 more (7.4%)' }],
      unread: [],
    },
    report: reportOf(plan, start, now),
  };
}

function kpiView(plan: Plan, id: string, start: EpochMs, now: EpochMs): KpiView {
  const look = looks.find((one) => one.id === id) ?? looks[0];
  const figures = figuresAt(plan, id, start + look.after);
  const trends = trendsOf(plan, start);
  const results = plan.kpis.map((kpi) => kpiResult(kpi, figures, plan.identities));
  const summary = summarise(plan.kpis, results, trends, { ...look, from: 'stage-e', window: null });
  return {
    rollout: { id: rolloutId, title: plan.title, zone: plan.zone },
    example: true,
    serverNow: now,
    checkIn: {
      id: look.id,
      label: look.label,
      state: look.id === '1-week' ? 'late' : 'due',
      from: start,
      to: start + look.after,
      since: 'Stage E',
    },
    all: looks.map((one) => ({
      id: one.id,
      label: one.label,
      state: one.id === '1-week' ? 'late' : 'due',
      due: start + one.after,
    })),
    summary,
    columns: looks.map((one) => ({
      id: one.id,
      label: one.label,
      frozenAt: start + one.after,
      why: 'due',
      from: start,
      to: start + one.after,
    })),
    kpis: plan.kpis.map((kpi) => ({
      id: kpi.id,
      label: kpi.label,
      definition: 'failures / (successes + failures)',
      target: kpi.target === null ? null : sayLimit(kpi.target),
      line: kpi.line,
      cells: looks.map((one) => {
        const {
          kpi: _kpi,
          about: _about,
          ...result
        } = kpiResult(kpi, figuresAt(plan, one.id, start), plan.identities);
        return { column: one.id, ...result, origin: 'entered by A. Manager, from the weekly sheet' };
      }),
    })),
    figures: figureNames(plan).map((name) => figureRow(name, figures.get(name))),
    identities: addsUp(plan, figures),
    trends,
    populations: [],
    questions: questions(id, summary),
    evidence: {
      errors: ['types: Gateway timeout (21), 500 (6)'],
      observations: [],
      decisions: ['Stage E, advance by A. Manager'],
      rollbacks: [],
    },
    cleanUp: [
      {
        id: 'toggle:change_of_address',
        text: 'Remove the toggle change_of_address',
        state: 'open',
        said: 'As read, it is still conditional, at 100% of actors: turn it fully on, then remove it.',
        ticked: null,
      },
    ],
    snapshots: [{ frozenAt: start + look.after, why: 'due' }],
    closed: null,
    reopened: [],
  };
}

function figureRow(name: string, known: Figure | undefined): KpiView['figures'][number] {
  const label = sayName(name);
  return {
    name,
    label,
    said: known === undefined ? 'No number' : sayFigure(known),
    origin: known === undefined ? '' : sayOrigin(known),
    note: known?.note ?? null,
    link: null,
    measured: null,
  };
}

function questions(id: string, summary: string): KpiView['questions'] {
  const about = `check-in:${id}`;
  const open = { answer: null, suggestion: null, inPlan: '' };
  return [
    { about, label: 'Any issues with VA handling/processing?', kind: 'pick', ...open },
    { about, label: 'If yes, what', kind: 'text', ...open },
    {
      about: 'questions',
      label: 'How do the KPIs you gathered compare to your pre-launch definition of "success"?',
      kind: 'text',
      ...open,
      suggestion: summary,
    },
  ];
}

function reportOf(plan: Plan, start: EpochMs, now: EpochMs): ReportView {
  const checkIns = looks.map((one) => {
    const figures = figuresAt(plan, one.id, start);
    const kpis = plan.kpis.map((kpi) => kpiResult(kpi, figures, plan.identities));
    const checkIn = { ...one, from: 'stage-e', window: { from: start, to: start + one.after } };
    return { checkIn, evidence: { figures, kpis, answers: {} } };
  });
  const evidence = { stages: [], checkIns, answers: {} };
  const file = 'change-of-address.md';
  const made = makeReport({ file, base: reportedPlan, evidence, written: [], insert: false });
  if (typeof made === 'string') throw new Error(made);
  const trends = trendsOf(plan, start);
  const sections = made.sections.map((section) => ({
    ...section,
    stamp: 'Evidence frozen Monday, July 28, 2025, 5:00 p.m. ET (21:00 UTC).',
    link: `/rollouts/${rolloutId}/kpis/${section.subject.replace('check-in:', '')}`,
    markdown: section.values.map((one) => `- ${one.label}: ${one.value}`).join('\n'),
  }));
  return {
    rollout: { id: rolloutId, title: plan.title, zone: plan.zone },
    example: true,
    file,
    madeAt: now,
    frozenAt: start + 30 * day,
    summaries: checkIns.map(({ checkIn, evidence: { kpis } }) => ({
      id: checkIn.id,
      label: checkIn.label,
      summary: summarise(plan.kpis, kpis, trends, checkIn),
    })),
    trends,
    sections,
    stages: [stageRun(start)],
    markdown: made.markdown,
    diff: made.diff,
    conflicts: [
      {
        subject: 'check-in:1-week',
        label: 'Number of unique users',
        line: 12,
        theirs: 'about 500',
        ours: '517',
      },
    ],
    left: made.left,
    rollbacks: [
      { stage: 'Stage D', lines: ['- Rollback reason: time-outs', '  - [ ] Has the issue been resolved?'] },
    ],
    pullRequest: pullRequestText(plan.title, made, sections, trends),
  };
}
