import { logAdd } from './log-sum.ts';
import { startEngine, stepEngine, type EngineState } from './sequential-engine.ts';

/** Odds (or rate) multiples of the limit the engine bets on, with equal weights (statistics §2.1). */
export const multiples = [1.2, 1.6, 2.5, 5, 12, 40] as const;

/** The weight of each of them. */
export const equalWeights: readonly number[] = multiples.map(() => 1 / multiples.length);

/** Multiples below the limit for showing that it is met (§2.2). */
const metMultiples = [0, 0.1, 0.3, 0.6] as const;

/** The share whose odds are `multiple` times those of `p0`. */
export function shareAt(multiple: number, p0: number): number {
  const odds = (multiple * p0) / (1 - p0);
  return odds / (1 + odds);
}

/** Log-likelihood ratio of `x` events in `n` trials under share `t` against the limit `p0`. */
export function logRatio(t: number, p0: number, x: number, n: number): number {
  const events = x === 0 ? 0 : x * Math.log(t / p0);
  return events + (n - x) * Math.log((1 - t) / (1 - p0));
}

/** An engine that bets against "the share is at most p0", and the bets it makes. */
export interface ShareEngine {
  readonly state: EngineState;
  /** Adds a bucket with `x` events in `n` trials. */
  readonly add: (x: number, n: number) => void;
}

/**
 * The engine against an absolute limit on a share (M1). Valid for independent trials whose mean probability is at most
 * p0 in every bucket; the rate need not be constant.
 */
export function shareEngine(
  p0: number,
  planned: number | null,
  state: EngineState = startEngine(planned, equalWeights),
): ShareEngine {
  const ofEvent = multiples.map((multiple) => Math.log(shareAt(multiple, p0) / p0));
  const ofOther = multiples.map((multiple) => Math.log((1 - shareAt(multiple, p0)) / (1 - p0)));
  const ratios = new Float64Array(multiples.length);
  return {
    state,
    add: (x, n) => {
      for (let k = 0; k < ratios.length; k++) ratios[k] = x * (ofEvent[k] ?? 0) + (n - x) * (ofOther[k] ?? 0);
      stepEngine(state, ratios);
    },
  };
}

/** Log-evidence for "the share is below p0" (§2.2): no restarts, since it is about the whole stage. */
export function metEvidence(x: number, n: number, p0: number): number {
  return metMultiples.reduce((sum, multiple) => {
    const t = shareAt(multiple, p0);
    const log = t === 0 && x > 0 ? -Infinity : logRatio(t, p0, x, n);
    return logAdd(sum, log - Math.log(metMultiples.length));
  }, -Infinity);
}
