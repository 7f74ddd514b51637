import gammaincinv from '@stdlib/math-base-special-gammaincinv';
import { startEngine, stepEngine, type EngineState } from './sequential-engine.ts';

/** Shifts, in standard deviations, the engine bets on (statistics §3.4.2). */
const shifts = [0.5, 1, 2, 4] as const;

/** The weight of each of them. */
export const shiftWeights: readonly number[] = shifts.map(() => 1 / shifts.length);

/** One freak minute is worth four nats at most: a roll back needs three bad ones. */
const winsor = 3;

/** Fewer accepted buckets than this don't tell how much healthy ones differ. */
export const leastCalibration = 60;

/** How healthy buckets differ: mean, and a standard deviation that errs to the large side. */
export interface Calibration {
  readonly mean: number;
  readonly sigma: number;
}

/**
 * Calibrates on differences of log-latency in accepted buckets: the spread at its upper 95 % limit, widened for
 * neighbouring buckets being alike.
 * @returns `null` for fewer than sixty, or where they do not differ at all.
 */
export function calibrate(differences: readonly number[]): Calibration | null {
  const m = differences.length;
  if (m < leastCalibration) return null;
  const mean = differences.reduce((sum, d) => sum + d, 0) / m;
  let squares = 0;
  let products = 0;
  for (const [i, d] of differences.entries()) {
    squares += (d - mean) ** 2;
    if (i > 0) products += (d - mean) * ((differences[i - 1] ?? mean) - mean);
  }
  if (squares === 0) return null;
  const alike = Math.min(0.95, Math.max(0, products / squares));
  const spread = Math.sqrt(squares / lowerChiSquare(m - 1));
  return { mean, sigma: spread * Math.sqrt((1 + alike) / (1 - alike)) };
}

/** The 5 % quantile of chi-square. */
function lowerChiSquare(degrees: number): number {
  return 2 * gammaincinv(0.05, degrees / 2);
}

interface ShiftEngine {
  readonly state: EngineState;
  /** Adds a bucket's standardised difference `z`. */
  readonly add: (z: number) => void;
}

/** The engine against "log-latency has not risen", on standardised differences per bucket (M3). */
export function shiftEngine(
  planned: number | null,
  state: EngineState = startEngine(planned, shiftWeights),
): ShiftEngine {
  const ratios = new Float64Array(shifts.length);
  return {
    state,
    add: (z) => {
      const capped = Math.min(winsor, z);
      for (const [k, shift] of shifts.entries()) ratios[k] = shift * capped - (shift * shift) / 2;
      stepEngine(state, ratios);
    },
  };
}

/** Log-evidence for "log-latency is lower than the tolerated rise", from differences turned round, start-only. */
export function shiftMet(zs: Iterable<number>): number {
  let sum = 0;
  let n = 0;
  for (const z of zs) {
    sum += Math.min(winsor, z);
    n += 1;
  }
  const logs = shifts.map((shift) => shift * sum - (n * shift * shift) / 2);
  const high = Math.max(...logs);
  return high + Math.log(logs.reduce((all, log) => all + Math.exp(log - high), 0) / shifts.length);
}
