import { logAdd } from './log-sum.ts';
import { equalWeights, multiples } from './share-bets.ts';
import { startEngine, stepEngine, type EngineState } from './sequential-engine.ts';

/** Events and trials (or exposures) of the new and the old path in one bucket. */
export interface TwoPaths {
  readonly newEvents: number;
  readonly oldEvents: number;
  readonly newTrials: number;
  readonly oldTrials: number;
}

/** Rate ratios below the margin for showing that the new path is no worse (statistics §3.1). */
const metRatios = [0, 0.25, 0.5, 0.8] as const;

/** Share of all events expected on the new path when its rate is `ratio` times the old path's. */
export function newShare(ratio: number, newTrials: number, oldTrials: number): number {
  return (ratio * newTrials) / (ratio * newTrials + oldTrials);
}

/**
 * Log-likelihood ratio of a bucket under rate ratio `ratio` against the tolerated `tolerated`: given the bucket's events,
 * which path they fall on (conditional binomial, M2). Valid for any baseline however it moves, so that an incident that
 * hits both paths says nothing. A bucket without traffic on either path says nothing either.
 */
export function concurrentRatio(ratio: number, tolerated: number, bucket: TwoPaths): number {
  const { newEvents, oldEvents, newTrials, oldTrials } = bucket;
  if (newTrials <= 0 || oldTrials <= 0) return 0;
  const now = newShare(ratio, newTrials, oldTrials);
  const null0 = newShare(tolerated, newTrials, oldTrials);
  const onNew = newEvents === 0 ? 0 : newEvents * Math.log(now / null0);
  return onNew + (oldEvents === 0 ? 0 : oldEvents * Math.log((1 - now) / (1 - null0)));
}

interface ConcurrentEngine {
  readonly state: EngineState;
  readonly add: (bucket: TwoPaths) => void;
}

/** The engine against "the new path's rate is at most `tolerated` times the old path's at the same time" (M2). */
export function concurrentEngine(
  tolerated: number,
  planned: number | null,
  state: EngineState = startEngine(planned, equalWeights),
): ConcurrentEngine {
  const ratios = new Float64Array(multiples.length);
  return {
    state,
    add: (bucket) => {
      for (const [k, multiple] of multiples.entries())
        ratios[k] = concurrentRatio(multiple * tolerated, tolerated, bucket);
      stepEngine(state, ratios);
    },
  };
}

/**
 * Running log-evidence for "the new path's rate is below `margin` times the old path's", start-only like every
 * evidence for Met.
 */
export function concurrentMet(margin: number, buckets: Iterable<TwoPaths>): number {
  const logs = new Float64Array(metRatios.length);
  for (const bucket of buckets)
    for (const [k, ratio] of metRatios.entries())
      logs[k] = (logs[k] ?? 0) + concurrentRatio(ratio * margin, margin, bucket);
  return logs.reduce((sum, log) => logAdd(sum, log - Math.log(metRatios.length)), -Infinity);
}
