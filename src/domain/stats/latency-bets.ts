import gammaincinv from '@stdlib/math-base-special-gammaincinv';
import { startEngine, stepEngine, type EngineState } from './sequential-engine.ts';

/**
 * Shifts, in standard deviations, the engine bets on. The specification (§3.4.2) also has 0.5; without it the slow drift of
 * a path that swings by itself is mistaken for a rise less often, and a real rise is found sooner at equal false alarms.
 */
const usualShifts: readonly number[] = [1, 2, 4];

/** Equal weights for so many shifts. */
export function shiftWeights(shifts: readonly number[] = usualShifts): readonly number[] {
  return shifts.map(() => 1 / shifts.length);
}

/** One freak minute is worth four nats at most: it can never call for a roll back by itself. */
const winsor = 3;

/** Fewer accepted buckets than this don't tell how much healthy ones differ. */
export const leastCalibration = 60;

/** How healthy buckets differ. */
export interface Calibration {
  /** Their mean: what a rise is shown against. */
  readonly centre: number;
  /** A mean and a standard deviation that err to the careful side: what is bet against. */
  readonly mean: number;
  readonly sigma: number;
}

/** The spread is taken at its upper 80 % limit, and the mean this many of its standard errors higher. */
const spreadLevel = 0.2;
const meanMargin = 0.75;

/** Of the likeness of neighbours seen in so few buckets half is believed: the other half is noise of the estimate. */
const believed = 0.5;

/**
 * Calibrates on differences of log-latency in accepted buckets. The margins are chosen on the benchmark's latency scenarios
 * (`npm run bench -- verdicts`): against those of the specification (upper 95 % limit, no margin on the mean, all of the
 * likeness) they give fewer false alarms and shorter delays at equal false alarms.
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
  // What rounding leaves of buckets that do not differ is no spread.
  if (squares <= 1e-20 * m * (1 + mean * mean)) return null;
  const alike = Math.min(0.95, Math.max(0, (believed * products) / squares));
  const spread = Math.sqrt(squares / lowerChiSquare(m - 1));
  const sigma = spread * Math.sqrt((1 + alike) / (1 - alike));
  return { centre: mean, mean: mean + (meanMargin * sigma) / Math.sqrt(m), sigma };
}

/** The lower quantile of chi-square that the spread is taken at. */
function lowerChiSquare(degrees: number): number {
  return 2 * gammaincinv(spreadLevel, degrees / 2);
}

interface ShiftEngine {
  readonly state: EngineState;
  /** Adds a bucket's standardised difference `z`. */
  readonly add: (z: number) => void;
}

/** The engine against "log-latency has not risen", on standardised differences per bucket (M3). */
export function shiftEngine(
  planned: number | null,
  shifts: readonly number[] = usualShifts,
  state: EngineState = startEngine(planned, shiftWeights(shifts)),
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
  const logs = usualShifts.map((shift) => shift * sum - (n * shift * shift) / 2);
  const high = Math.max(...logs);
  return high + Math.log(logs.reduce((all, log) => all + Math.exp(log - high), 0) / usualShifts.length);
}
