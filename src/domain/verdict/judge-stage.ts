import { sayDuration } from '../time/duration.ts';
import type { Criterion, Finding, Plan, Stage } from '../plan/plan.ts';
import type { EngineMemo } from '../stats/memo.ts';
import type { SeriesResult } from '../series/series.ts';
import { second, type EpochMs, type Ms, type Window } from '../time/time.ts';
import { markAccepted, type Accept } from './accepts.ts';
import { allowedDelay } from './allowed-delay.ts';
import { blindCauses } from './blind-causes.ts';
import {
  noLimitCauses,
  notAskedCauses,
  overCauses,
  rollBackCauses,
  thinCauses,
} from './causes-from-readings.ts';
import { toggleCauses, trafficCauses } from './causes-from-toggles.ts';
import { fillAbsent } from './fill-absent.ts';
import type { Answer } from './judge-ask.ts';
import { judgeCriterion } from './judge-criterion.ts';
import { judgeTraffic } from './judge-traffic.ts';
import type { KnownAllotment } from './known-allotment.ts';
import { latchesAfter, markLatched } from './latches.ts';
import { offCauses } from './off-stage.ts';
import { noBaselines, type Baselines } from './past.ts';
import { isRequired, type Reading } from './reading.ts';
import { criteriaOf } from './required-signals.ts';
import { judgeMixture } from './mixture.ts';
import { plannedEnd, type Run } from './run.ts';
import { settledCauses } from './settled-causes.ts';
import { worstFirst } from './severity.ts';
import { sharedOver } from './shared-over.ts';
import type { TrafficReading } from './traffic-reading.ts';
import { verdictWords, type Cause, type Verdict } from './verdict.ts';

export interface JudgeInput {
  readonly plan: Plan;
  readonly stage: Stage;
  readonly run: Run;
  readonly series: ReadonlyMap<string, SeriesResult>;
  readonly allotments: ReadonlyMap<string, KnownAllotment>;
  readonly findings: readonly Finding[];
  /** The last verdict of this run: broken roll-back limits are carried on from it. */
  readonly previous: Verdict | null;
  readonly now: EpochMs;
  /** How often this run is judged; a verdict stands for three of these. */
  readonly cadence: Ms;
  /** What relative criteria are compared with; none where nothing was read. */
  readonly baselines?: Baselines | undefined;
  /** What people have accepted, and how it stood then. */
  readonly accepts?: readonly Accept[] | undefined;
  /** Planned outages a person has decided not to count. */
  readonly excluded?: readonly Window[] | undefined;
  /** What people answered in this run. */
  readonly answers?: readonly Answer[] | undefined;
  /** Gates of the plan that a person has closed, by their text. */
  readonly closedGates?: readonly string[] | undefined;
  /** Engines kept between judgements of this run: quicker, never another answer. */
  readonly memo?: EngineMemo | undefined;
}

/**
 * Judges a stage: every criterion, the traffic, the toggles, and of all that is wrong the worst thing first.
 * Pure: the same input gives the same verdict, whenever it is asked.
 */
export function judgeStage(input: JudgeInput): Verdict {
  const { plan, stage, now } = input;
  const shared = sharedOver(plan, stage);
  const series = fillAbsent(plan, input.series);
  const raw = judgedCriteria(plan, stage).map((criterion) =>
    judgeCriterion({
      context: {
        criterion,
        stage,
        run: input.run,
        zone: plan.zone,
        now,
        sharedOver: criterion.breach === 'roll back' ? shared : 1,
        excluded: input.excluded ?? [],
        before: input.previous?.readings.find((one) => one.criterion === criterion.id)?.state ?? null,
        memo: input.memo,
      },
      plan,
      series,
      baselines: input.baselines ?? noBaselines,
      excluded: input.excluded ?? [],
      answers: input.answers,
    }),
  );
  const latches = latchesAfter(input.previous, raw, now, plan.zone);
  const latched = raw.map((reading) => markLatched(reading, latches));
  const readings = markAccepted(latched, input.accepts ?? [], now);
  const traffic = judgeTraffic({ ...input, series });
  const causes = worstFirst([
    ...rollBackCauses(plan, readings, latches, now),
    ...(stage.off ? offCauses(input, traffic) : rampCauses(input, readings, traffic)),
  ]);
  const [worst, ...also] = causes;
  const main = worst ?? nothingKnown;
  return {
    ...main,
    word: verdictWords[main.state],
    also: also.filter(
      (cause) => cause.state !== 'watching' && cause.state !== 'ready' && cause.state !== 'starting',
    ),
    tags: [...tagsOf(input.run, now), ...brokeTag(main, readings)],
    judgedAt: now,
    judgedThrough: judgedThrough(readings),
    staleAfter: now + 3 * input.cadence + 5 * second,
    readings,
    traffic,
    mixture: judgeMixture(plan, stage, traffic),
    latches,
  };
}

/** Off on purpose there is nothing to measure; what broke before stays latched. */
function judgedCriteria(plan: Plan, stage: Stage): readonly Criterion[] {
  return stage.off ? [] : criteriaOf(plan, stage);
}

/** Everything but the roll-back limits that can be said of a stage with people on the new path. */
function rampCauses(
  input: JudgeInput,
  readings: readonly Reading[],
  traffic: readonly TrafficReading[],
): readonly Cause[] {
  const { stage, run, now } = input;
  // Accepting lifts a criterion's own hold and nothing else: what can't be seen is judged on all of them.
  const open = readings.filter((reading) => reading.accepted === null);
  return [
    ...startingOr(input, readings, [...blindCauses(input, readings, traffic), ...trafficCauses(traffic)]),
    ...toggleCauses(input),
    ...overCauses(open),
    ...noLimitCauses(open),
    ...(isOver(run, now) ? [...thinCauses(stage, open), ...notAskedCauses(open)] : []),
    ...settledCauses(input, { readings, traffic }, isOver(run, now)),
  ];
}

/** Unreachable while `settledCauses` always answers; if it ever did not, silence must not read as health. */
const nothingKnown: Cause = {
  state: 'blind',
  reason: 'The stage could not be judged.',
  evidence: 'No criterion gave a reading.',
  next: "Don't advance. Report this.",
  about: null,
};

function isOver(run: Run, now: EpochMs): boolean {
  const end = plannedEnd(run);
  return end !== null && now >= end;
}

/**
 * Right after a toggle changes, an empty source is expected: the stage is starting, not blind.
 * Only for the settling time and the allowed delay, and only where nothing answered with an error.
 */
function startingOr(
  input: JudgeInput,
  readings: readonly Reading[],
  blind: readonly Cause[],
): readonly Cause[] {
  const { plan, run, now } = input;
  const settle = Math.max(0, ...plan.toggles.map((toggle) => toggle.settle));
  const grace = settle + allowedDelay(run.length, 0, 0);
  const failing = readings.some((reading) => reading.state === 'source-error');
  const blinded = blind.filter((cause) => cause.state === 'blind');
  if (blinded.length === 0 || failing || now - run.start >= grace) return blind;
  const starting: Cause = {
    state: 'starting',
    reason: `The stage started ${sayDuration(now - run.start)} ago. Waiting for traffic.`,
    evidence: 'No complete reading yet. A new value can take up to a minute to reach production.',
    next: 'Nothing to do yet.',
    about: null,
  };
  return [...blind.filter((cause) => cause.state !== 'blind'), starting];
}

function tagsOf(run: Run, now: EpochMs): readonly string[] {
  const end = plannedEnd(run);
  return end !== null && run.end === null && now > end ? [`Overdue ${sayDuration(now - end)}`] : [];
}

/** The limit broke and holds again: nobody need look for a failure that goes on. */
function brokeTag({ state, about }: Cause, readings: readonly Reading[]): readonly string[] {
  const back = readings.some((one) => one.criterion === about && one.state === 'broke-earlier');
  return back && (state === 'roll-back' || state === 'over') ? ['Broke earlier, now back under'] : [];
}

function judgedThrough(readings: readonly Reading[]): EpochMs | null {
  const times = readings
    .filter(isRequired)
    .map((reading) => reading.judgedThrough)
    .filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
}
