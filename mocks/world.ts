import type { ContactList } from '#contract/contacts.ts';
import type { StageJudging } from '#contract/judging.ts';
import type { Rollout, RolloutItem, StageSeries, StageView, VerdictHistory } from '#contract/rollout.ts';
import type { EventsElsewhere } from '#contract/stage-events.ts';
import type { SourceHealth } from '#contract/sources.ts';
import type { JournalEntry } from '#contract/journal.ts';
import type { AlertView } from '#contract/notice.ts';
import type { Stage } from '#domain/plan/plan.ts';
import { readPlan } from '#domain/plan/read-plan.ts';
import type { SeriesResult } from '#domain/series/series.ts';
import { minute } from '#domain/time/time.ts';
import { handOverAt } from '#domain/verdict/hand-over.ts';
import { judgeStage, type JudgeInput } from '#domain/verdict/judge-stage.ts';
import { notStartedVerdict } from '#domain/verdict/lifecycle.ts';
import { criteriaOf } from '#domain/verdict/required-signals.ts';
import type { Allotment } from '#domain/verdict/traffic-reading.ts';
import { replayStage } from '#domain/verdict/replay.ts';
import type { Run } from '#domain/verdict/run.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import { demoPlan, peoplePlan, relativePlan } from './demo-plan.ts';
import { madeSeries } from './made-data.ts';
import { scenarios, type Scenario, type ScenarioName } from './scenarios.ts';
import { alertsOf } from './world-alerts.ts';
import { logsOf } from './world-log.ts';
import { sourceOf, sourcesForShow } from './world-sources.ts';
import {
  acceptsOf,
  allotmentOf,
  contactsOf,
  criterionView,
  historyOf,
  itemOf,
  judgingOf,
  peopleOf,
  rolloutId,
  stageSummary,
  unreadableItem,
} from './world-views.ts';

/** Everything the API would say in a scenario at an instant. Verdicts come from the real judge. */
export interface World {
  readonly list: readonly RolloutItem[];
  readonly rollout: Rollout;
  readonly stage: (id: string) => StageView | undefined;
  readonly series: StageSeries;
  readonly judging: (id: string) => StageJudging | undefined;
  readonly history: VerdictHistory;
  readonly sources: readonly SourceHealth[];
  readonly alerts: readonly AlertView[];
  readonly contacts: ContactList;
  readonly log: readonly JournalEntry[];
  readonly elsewhere: EventsElsewhere;
}

const stageId = 'stage-b';
const demo = readPlan(demoPlan);
const relative = readPlan(relativePlan);
const withPeople = readPlan(peoplePlan);

/** Builds the world of a scenario at `now`; with `at`, as it stood at that moment. */
export function buildWorld(name: ScenarioName, clock: number, at: number | null = null): World {
  const now = at ?? clock;
  const scenario = scenarios[name];
  const read = planOf(scenario);
  if (!read.ok) throw new Error(`The demo plan can't be read: ${JSON.stringify(read.problems)}`);
  const { plan, findings } = read;
  const start = Math.floor((clock - (scenario.minutes ?? 0) * minute) / minute) * minute;
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
  const running = scenario.minutes !== null && start <= now;
  const series = running ? madeSeries(scenario, start, now) : [];
  const allotment = allotmentOf(scenario.percent, start);
  const verdictOf = (stage: Stage): Verdict =>
    running && stage.id === stageId
      ? judged({ plan, findings, stage, run, series, allotment, now }, scenario)
      : notStartedVerdict(plan, stage, findings, now);
  const summary = (stage: Stage): StageView['stage'] =>
    stageSummary(stage, verdictOf(stage), running && stage.id === stageId ? [run] : []);
  const current = plan.stages.find((stage) => stage.id === stageId);
  if (current === undefined) throw new Error(`The demo plan has no ${stageId}.`);
  const verdict = verdictOf(current);
  const alerts = running ? alertsOf(rolloutId, run, verdict, now) : [];
  const endsAt = running ? start + 60 * minute : null;
  return {
    alerts,
    contacts: contactsOf(plan),
    ...logsOf(running ? run : null, verdict),
    list: [
      itemOf(plan, current, verdict, { endsAt, open: alerts.length }),
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
      criteria: plan.criteria.map(({ id, label }) => ({ id, label })),
      currentStage: stageId,
      handOverAt: handOverAt(plan, now),
    },
    stage: (id) => {
      const stage = plan.stages.find((one) => one.id === id);
      if (stage === undefined) return undefined;
      const isCurrent = running && id === stageId;
      return {
        rollout: { id: rolloutId, title: plan.title, zone: plan.zone },
        stage: summary(stage),
        run: isCurrent ? run : null,
        at,
        verdict: verdictOf(stage),
        since: isCurrent ? start : null,
        criteria: criteriaOf(plan, stage).map((criterion) => criterionView(criterion, stage)),
        people: peopleOf(plan, stage),
        allotments: [allotment],
        example: true,
        serverNow: clock,
        nextJudgement: clock + minute,
      };
    },
    series: { window: windowOf(start, now), series, serverNow: clock },
    judging: (id) => {
      const stage = plan.stages.find((one) => one.id === id);
      return stage === undefined ? undefined : judgingOf(plan, stage, running && id === stageId ? run : null);
    },
    history: running ? historyOf(run, verdict) : [],
    sources: name === 'sources' ? sourcesForShow(now) : [sourceOf(plan, series, now)],
  };
}

/** Whole minutes from the start of the run on. */
function windowOf(start: number, now: number): StageSeries['window'] {
  return { from: start, to: Math.max(start + minute, Math.ceil(now / minute) * minute), width: minute };
}

function planOf({ relative: isRelative = false, people = false }: Scenario): typeof demo {
  if (isRelative) return relative;
  return people ? withPeople : demo;
}

/** The run as the real judge sees it; where the scenario has a past, after all it has said before. */
function judged(
  made: Pick<JudgeInput, 'plan' | 'findings' | 'stage' | 'run' | 'now'> & {
    readonly series: readonly SeriesResult[];
    readonly allotment: Allotment;
  },
  { relative: hasPast = false }: Scenario,
): Verdict {
  const { plan, stage, run, allotment } = made;
  const series = new Map(made.series.map((one) => [one.id, one]));
  return judgeStage({
    ...made,
    series,
    allotments: new Map([[allotment.toggle, { status: 'ok', allotment }]]),
    previous: hasPast ? replayStage({ plan, stage, run, series }).last : null,
    cadence: minute,
    accepts: hasPast ? acceptsOf(run.start) : [],
  });
}
