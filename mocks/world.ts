import type { AsJudged } from '#contract/as-judged.ts';
import type { ContactList } from '#contract/contacts.ts';
import type { StageJudging } from '#contract/judging.ts';
import type { Rollout, RolloutItem, StageSeries, StageView, VerdictHistory } from '#contract/rollout.ts';
import type { EventsElsewhere } from '#contract/stage-events.ts';
import type { AskedPeople } from '#contract/asked-people.ts';
import type { SourceHealth } from '#contract/sources.ts';
import type { JournalEntry } from '#contract/journal.ts';
import type { AlertView } from '#contract/notice.ts';
import type { Plan, Stage } from '#domain/plan/plan.ts';
import { readPlan } from '#domain/plan/read-plan.ts';
import { minute } from '#domain/time/time.ts';
import { handOverAt } from '#domain/verdict/hand-over.ts';
import { notStartedVerdict } from '#domain/verdict/lifecycle.ts';
import { criteriaOf } from '#domain/verdict/required-signals.ts';
import { plannedEnd, type Run } from '#domain/verdict/run.ts';
import type { Allotment } from '#domain/verdict/traffic-reading.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import { demoPlans, type PlanName } from './demo-plan.ts';
import { madeSeries } from './made-data.ts';
import { scenarios, stageOf, type ScenarioName } from './scenarios.ts';
import { alertsOf } from './world-alerts.ts';
import { logsOf } from './world-log.ts';
import { askedPeopleOf, sourcesForShow, sourcesOf } from './world-sources.ts';
import { judged } from './world-verdicts.ts';
import {
  aheadOf,
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
  readonly askedPeople: readonly AskedPeople[];
  readonly alerts: readonly AlertView[];
  readonly contacts: ContactList;
  readonly log: readonly JournalEntry[];
  readonly elsewhere: EventsElsewhere;
}

type ReadPlan = Extract<ReturnType<typeof readPlan>, { ok: true }>;

const read = new Map<PlanName, ReadPlan>();

/** Read once: every answer of the demo asks for it. */
function planOf(name: PlanName): ReadPlan {
  const known = read.get(name);
  if (known !== undefined) return known;
  const answer = readPlan(demoPlans[name]);
  if (!answer.ok) throw new Error(`The demo plan can't be read: ${JSON.stringify(answer.problems)}`);
  read.set(name, answer);
  return answer;
}

function stageIn(plan: Plan, id: string): Stage {
  const stage = plan.stages.find((one) => one.id === id);
  if (stage === undefined) throw new Error(`The demo plan has no ${id}.`);
  return stage;
}

/** Builds the world of a scenario at `now`, or as it stood at an earlier instant. */
export function buildWorld(name: ScenarioName, now: number, at: number | null = null): World {
  const scenario = scenarios[name];
  const stageId = stageOf(name);
  const { plan, findings } = planOf(scenario.plan ?? 'demo');
  const current = stageIn(plan, stageId);
  const start = Math.floor((now - (scenario.minutes ?? 0) * minute) / minute) * minute;
  const moment = at ?? now;
  const run: Run = {
    id: 'run-1',
    stage: stageId,
    attempt: 1,
    start,
    end: null,
    length: current.length,
    openedBy: 'Example',
    closedBy: null,
  };
  const running = scenario.minutes !== null && moment >= start;
  const series = running ? madeSeries({ scenario, plan, start, now: moment }) : [];
  const allotments: readonly Allotment[] =
    scenario.percent === null ? [] : [allotmentOf(scenario.percent, start)];
  const verdictOf = (stage: Stage): Verdict =>
    running && stage.id === stageId
      ? judged({ plan, findings, stage, run, series, now: moment }, scenario)
      : notStartedVerdict(plan, stage, findings, moment);
  const summary = (stage: Stage): StageView['stage'] =>
    stageSummary(stage, verdictOf(stage), running && stage.id === stageId ? [run] : []);
  const verdict = verdictOf(current);
  const alerts = running ? alertsOf(rolloutId, run, verdict, moment) : [];
  const logs = logsOf(running ? run : null, verdict);
  const endsAt = running ? plannedEnd(run) : null;
  return {
    alerts,
    contacts: contactsOf(plan),
    ...logs,
    list: listOf(name, itemOf(plan, current, verdict, { endsAt, open: alerts.length })),
    rollout: {
      id: rolloutId,
      title: plan.title,
      zone: plan.zone,
      example: true,
      toggles: plan.toggles.map(({ key, actor }) => ({ key, actor })),
      allotments,
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
        ...aheadOf(plan, stage, isCurrent ? logs.log : []),
        at,
        verdict: verdictOf(stage),
        since: isCurrent ? start : null,
        criteria: criteriaOf(plan, stage).map((criterion) => criterionView(criterion, stage)),
        people: peopleOf(plan, stage),
        allotments,
        example: true,
        serverNow: now,
        nextJudgement: at === null ? now + minute : null,
        ...(at === null ? {} : { asJudged: asJudgedAt(plan, at) }),
      };
    },
    series: { window: windowOf(start, moment), series, serverNow: now },
    judging: (id) => {
      const stage = plan.stages.find((one) => one.id === id);
      return stage === undefined ? undefined : judgingOf(plan, stage, running && id === stageId ? run : null);
    },
    history: running ? historyOf(run, verdict) : [],
    sources: name === 'sources' ? sourcesForShow(now) : sourcesOf(plan, series, now),
    askedPeople: running ? askedPeopleOf(plan, current, verdict) : [],
  };
}

/** Whole minutes from the start of the run on. */
function windowOf(start: number, now: number): StageSeries['window'] {
  return { from: start, to: Math.max(start + minute, Math.ceil(now / minute) * minute), width: minute };
}

function listOf(name: ScenarioName, item: RolloutItem): readonly RolloutItem[] {
  if (name === 'empty') return [];
  return name === 'unreadable' ? [item, unreadableItem] : [item];
}

/** A past answer comes from the evidence that was kept, not from the sources. */
function asJudgedAt(plan: Plan, at: number): AsJudged {
  const queries = plan.signals.map(({ id, source }) => ({ signal: id, source, query: id, link: null }));
  return { at, rules: 1, planVersion: 2, queries };
}
