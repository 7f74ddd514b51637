import type { StageJudging } from '#contract/judging.ts';
import type { Limit } from '#domain/plan/limit.ts';
import type { Criterion, Plan } from '#domain/plan/plan.ts';
import type { SeriesResult } from '#domain/series/series.ts';
import type { EpochMs } from '#domain/time/time.ts';
import type { Baselines, Past } from '#domain/verdict/past.ts';
import type { ReadingState } from '#domain/verdict/reading.ts';
import { replayStage, type Transition } from '#domain/verdict/replay.ts';
import type { VerdictState } from '#domain/verdict/verdict.ts';

/** What is to be judged again: a stage, and the limit one of its criteria is given. */
export interface LimitTrial {
  readonly judging: StageJudging;
  readonly series: readonly SeriesResult[];
  readonly criterion: string;
  readonly limit: Limit;
}

/** A moment at which the verdict or the criterion became another. */
export interface TrialStep {
  readonly at: EpochMs;
  readonly verdict: {
    readonly state: VerdictState;
    readonly word: string;
    readonly reason: string;
    /** The criterion it is about; `null` for the stage as a whole. */
    readonly about: string | null;
  };
  readonly verdictChanged: boolean;
  readonly from: ReadingState | null;
  readonly to: ReadingState | null;
  /** Of the criterion, at that moment. */
  readonly evidence: string;
}

/** The same series under the limit that was tried and under the plan's own. */
export interface TrialResult {
  readonly tried: TrialSide;
  readonly planned: TrialSide;
}

/** A stage judged under one limit. */
export interface TrialSide {
  readonly steps: readonly TrialStep[];
  /** The criterion at the last look; `null` where the series held nothing to judge. */
  readonly end: { readonly state: ReadingState; readonly evidence: string } | null;
}

/** Judges the stage twice with the one judge: under the limit tried, and as the plan has it. */
export function tryLimit(trial: LimitTrial): TrialResult {
  const { judging, criterion, limit } = trial;
  const tried = {
    ...judging,
    criteria: judging.criteria.map((one) => (one.id === criterion ? limited(one, limit) : one)),
  };
  return { tried: sideOf(tried, trial), planned: sideOf(judging, trial) };
}

/** A criterion with another limit. One that was only watched is judged, or the limit would change nothing. */
function limited(criterion: Criterion, limit: Limit): Criterion {
  if (criterion.baseline !== null) return { ...criterion, tolerance: limit.value, watch: false };
  return { ...criterion, limit, limits: {}, watch: false };
}

function sideOf(judging: StageJudging, { series, criterion }: LimitTrial): TrialSide {
  const { run } = judging;
  const plan = planOf(judging);
  const stage = plan.stages.find((one) => one.id === judging.stage);
  if (stage === undefined || run === null) return { steps: [], end: null };
  const { transitions, last } = replayStage({
    plan,
    stage,
    run,
    series: byId(series),
    baselines: baselinesOf(judging.past),
  });
  const reading = last?.readings.find((one) => one.criterion === criterion);
  return {
    steps: transitions.flatMap((one, i) => stepOf(one, transitions[i - 1], criterion)),
    end: reading === undefined ? null : { state: reading.state, evidence: reading.evidence },
  };
}

/** Other criteria change too; only what this one and the stage's verdict did is told. */
function stepOf(
  { at, verdict, changed }: Transition,
  before: Transition | undefined,
  criterion: string,
): readonly TrialStep[] {
  const change = changed.find((one) => one.criterion === criterion);
  const verdictChanged = before?.verdict.state !== verdict.state;
  if (change === undefined && !verdictChanged) return [];
  const { state, word, reason, about } = verdict;
  return [
    {
      at,
      verdict: { state, word, reason, about },
      verdictChanged,
      from: change?.from ?? null,
      to: change?.to ?? null,
      evidence: verdict.readings.find((one) => one.criterion === criterion)?.evidence ?? reason,
    },
  ];
}

/** The plan as far as the judge reads it; toggles, traffic and gates are not judged again. */
function planOf({ title, zone, stages, criteria, signals }: StageJudging): Plan {
  return {
    title,
    zone,
    stages,
    criteria,
    signals,
    businessHours: null,
    toggles: [],
    traffic: [],
    gates: [],
    checklist: [],
    contacts: [],
    notUndone: [],
    results: {},
    kpis: [],
    checkIns: [],
    identities: [],
    accepted: [],
    example: null,
  };
}

function baselinesOf({ previousStage, sameHours, lately }: StageJudging['past']): Baselines {
  return {
    previousStage: previousStage === null ? null : pastOf(previousStage),
    sameHours: sameHours.map(pastOf),
    lately: lately.map(pastOf),
  };
}

function pastOf({ series, ...past }: StageJudging['past']['sameHours'][number]): Past {
  return { ...past, series: byId(series) };
}

function byId(series: readonly SeriesResult[]): ReadonlyMap<string, SeriesResult> {
  return new Map(series.map((one) => [one.id, one]));
}
