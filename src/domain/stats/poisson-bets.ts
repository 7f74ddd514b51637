import { logAdd } from './log-sum.ts';
import { equalWeights, multiples } from './share-bets.ts';
import { startEngine, stepEngine, type EngineState } from './sequential-engine.ts';

interface CountEngine {
  readonly state: EngineState;
  /** Adds a bucket with `x` events where at most `expected` are allowed on average. */
  readonly add: (x: number, expected: number) => void;
}

/** Log-likelihood ratio of `x` events where `expected` are allowed, under a rate `ratio` times as high (Poisson). */
function countRatio(ratio: number, x: number, expected: number): number {
  return (x === 0 ? 0 : x * Math.log(ratio)) - (ratio - 1) * expected;
}

/** The engine against "at most so many per time", for counts without a denominator (M2p, statistics §3.3). */
export function countEngine(
  planned: number | null,
  state: EngineState = startEngine(planned, equalWeights),
): CountEngine {
  const ratios = new Float64Array(multiples.length);
  return {
    state,
    add: (x, expected) => {
      for (const [k, multiple] of multiples.entries()) ratios[k] = countRatio(multiple, x, expected);
      stepEngine(state, ratios);
    },
  };
}

/** Rates below the limit for showing that it is met. */
const metRatios = [0, 0.1, 0.3, 0.6] as const;

/** Log-evidence for "fewer than `expected` on average", from `x` events in all. */
export function countMet(x: number, expected: number): number {
  return metRatios.reduce((sum, ratio) => {
    if (ratio === 0 && x > 0) return sum;
    return logAdd(sum, countRatio(ratio, x, expected) - Math.log(metRatios.length));
  }, -Infinity);
}
