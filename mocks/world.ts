import type {
  CriterionView,
  Rollout,
  RolloutItem,
  SourceHealth,
  StageSeries,
  StageView,
  VerdictHistory,
} from '#contract/rollout.ts';
import type { Criterion, Plan, Stage } from '#domain/plan/plan.ts';
import { readPlan } from '#domain/plan/read-plan.ts';
import { stagePercent } from '#domain/plan/read-stages.ts';
import { minute } from '#domain/time/time.ts';
import { criterionChart } from '#domain/verdict/criterion-chart.ts';
import { sayRule } from '#domain/verdict/criterion-rule.ts';
import { judgeStage } from '#domain/verdict/judge-stage.ts';
import { notStartedVerdict } from '#domain/verdict/lifecycle.ts';
import { criteriaOf } from '#domain/verdict/required-signals.ts';
import type { Run } from '#domain/verdict/run.ts';
import type { Allotment } from '#domain/verdict/traffic-reading.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import { demoPlan } from './demo-plan.ts';
import { madeSeries } from './made-data.ts';
import { scenarios, type ScenarioName } from './scenarios.ts';

/** Everything the API would say in a scenario at an instant. Verdicts come from the real judge. */
export interface World {
  readonly list: readonly RolloutItem[];
  readonly rollout: Rollout;
  readonly stage: (id: string) => StageView | undefined;
  readonly series: StageSeries;
  readonly history: VerdictHistory;
  readonly sources: readonly SourceHealth[];
}

const rolloutId = 'change-of-address';
const stageId = 'stage-b';
const read = readPlan(demoPlan);

/** Builds the world of a scenario. */
export function buildWorld(name: ScenarioName, now: number): World {
  if (!read.ok) throw new Error(`The demo plan can't be read: ${JSON.stringify(read.problems)}`);
  const { plan, findings } = read;
  const scenario = scenarios[name];
  const start = Math.floor((now - (scenario.minutes ?? 0) * minute) / minute) * minute;
  const run: Run = {
    id: 'run-1',
    stage: stageId,
    attempt: 1,
    start,
    end: null,
    length: 60 * minute,
    openedBy: 'Example',
    closedBy: null,
  };
  const running = scenario.minutes !== null;
  const series = running ? madeSeries(scenario, start, now) : [];
  const allotment = allotmentOf(scenario.percent, start);
  const verdictOf = (stage: Stage): Verdict =>
    running && stage.id === stageId
      ? judgeStage({
          plan,
          stage,
          run,
          series: new Map(series.map((one) => [one.id, one])),
          allotments: new Map([[allotment.toggle, { status: 'ok', allotment }]]),
          findings,
          previous: null,
          now,
          cadence: minute,
        })
      : notStartedVerdict(plan, stage, findings, now);
  const summary = (stage: Stage): StageView['stage'] =>
    stageSummary(stage, verdictOf(stage), running && stage.id === stageId ? [run] : []);
  const current = plan.stages.find((stage) => stage.id === stageId);
  if (current === undefined) throw new Error(`The demo plan has no ${stageId}.`);
  const verdict = verdictOf(current);
  return {
    list: [
      itemOf(plan, current, verdict, running ? start + 60 * minute : null),
      ...(name === 'unreadable' ? [unreadableItem] : []),
    ],
    rollout: {
      id: rolloutId,
      title: plan.title,
      zone: plan.zone,
      example: true,
      toggles: plan.toggles.map(({ key, actor }) => ({ key, actor })),
      allotments: [allotment],
      stages: plan.stages.map(summary),
      findings,
      currentStage: stageId,
    },
    stage: (id) => {
      const stage = plan.stages.find((one) => one.id === id);
      if (stage === undefined) return undefined;
      const isCurrent = running && id === stageId;
      return {
        rollout: { id: rolloutId, title: plan.title, zone: plan.zone },
        stage: summary(stage),
        run: isCurrent ? run : null,
        at: null,
        verdict: verdictOf(stage),
        since: isCurrent ? start : null,
        criteria: criteriaOf(plan, stage).map((criterion) => criterionView(criterion, stage)),
        allotments: [allotment],
        example: true,
        serverNow: now,
        nextJudgement: now + minute,
      };
    },
    series: { window: { from: start, to: now, width: minute }, series, serverNow: now },
    history: running ? historyOf(run, verdict) : [],
    sources: [sourceOf(series, now)],
  };
}

function historyOf(run: Run, { state, word, reason, evidence }: Verdict): VerdictHistory {
  return [{ at: run.start + 5 * minute, run: run.id, state, word, reason, evidence }];
}

function allotmentOf(percent: number, at: number): Allotment {
  return {
    toggle: 'change_of_address',
    percent,
    everyone: false,
    percentOfActors: percent,
    percentOfTime: null,
    actors: 0,
    groups: 0,
    expression: false,
    origin: 'example',
    at,
    by: null,
    since: null,
  };
}

function stageSummary(stage: Stage, verdict: Verdict, runs: readonly Run[]): StageView['stage'] {
  const { audience } = stage;
  return {
    id: stage.id,
    label: stage.label,
    phase: stage.phase,
    percents: audience.kind === 'percent' ? audience.percents : {},
    actors: audience.kind === 'actors' ? audience.count : null,
    off: stage.off,
    plannedStart: stage.start,
    length: stage.length,
    runs,
    verdict: { state: verdict.state, word: verdict.word, reason: verdict.reason },
  };
}

function itemOf(plan: Plan, stage: Stage, verdict: Verdict, endsAt: number | null): RolloutItem {
  const { state, word, reason, evidence } = verdict;
  return {
    id: rolloutId,
    title: plan.title,
    toggles: plan.toggles.map((toggle) => toggle.key),
    stage: { id: stage.id, label: stage.label, percent: stagePercent(stage) },
    verdict: { state, word, reason, evidence, since: null },
    judgedThrough: verdict.judgedThrough,
    staleAfter: verdict.staleAfter,
    endsAt,
    zone: plan.zone,
    example: true,
    unreadable: null,
  };
}

const unreadableItem: RolloutItem = {
  id: 'broken',
  title: 'A plan with a fault',
  toggles: [],
  stage: { id: 'none', label: 'No stage', percent: null },
  verdict: {
    state: 'blind',
    word: "Can't tell",
    reason: "This plan can't be read: broken.md, line 12.",
    evidence: 'limit: "soon" is not a limit. Write a comparator, a value and a unit, such as "< 5%".',
    since: null,
  },
  judgedThrough: null,
  staleAfter: null,
  endsAt: null,
  zone: 'America/New_York',
  example: true,
  unreadable: { file: 'broken.md', line: 12, reason: 'limit: "soon" is not a limit.' },
};

function criterionView(criterion: Criterion, stage: Stage): CriterionView {
  return {
    id: criterion.id,
    label: criterion.label,
    rule: sayRule(criterion, stage),
    line: criterion.line,
    chart: criterionChart(criterion, stage),
  };
}

function sourceOf(series: World['series']['series'], now: number): SourceHealth {
  const failed = series.find((one) => one.status === 'error');
  return {
    id: 'example',
    kind: 'Example data',
    example: true,
    state: failed === undefined ? 'ok' : 'failing',
    lastGood: failed === undefined ? now : null,
    newestPoint: failed === undefined ? now : null,
    lastError: failed?.status === 'error' ? failed.error : null,
    dependents: ['Change of address / Submissions failing'],
  };
}
