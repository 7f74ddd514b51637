/**
 * The sequential engine: a Shiryaev–Roberts e-process with a prior on the bucket a problem starts in
 * (statistics §2.1). For every alternative k and start bucket j it bets on the likelihood ratio of the buckets since j;
 * the mixture of all these bets is an e-process, so by Ville's inequality it reaches 1/alpha with probability alpha at
 * most while the null holds, however often it is looked at. Restarts mean that a late problem need not first repay a
 * healthy past. What is bet on (shares, old against new path, latencies, counts) comes from the `*-bets` files.
 */
export interface EngineState {
  /** Buckets seen. */
  step: number;
  /** Buckets the stage is planned to last; `null` without a planned end. */
  readonly planned: number | null;
  /** Weight of each alternative; they sum to 1. */
  readonly weights: readonly number[];
  /** R_k = r[k]·exp(shift[k]); the shift is zero unless R_k outgrows a double. */
  readonly r: Float64Array;
  readonly shift: Float64Array;
  /** Prior mass on starts still to come. */
  unstarted: number;
  /** log E after the newest bucket. */
  logE: number;
  /** Its running maximum: what a roll back is decided on. */
  logMax: number;
}

/** An engine that has seen nothing: E = 1. */
export function startEngine(planned: number | null, weights: readonly number[]): EngineState {
  return {
    step: 0,
    planned,
    weights,
    r: new Float64Array(weights.length),
    shift: new Float64Array(weights.length),
    unstarted: 1,
    logE: 0,
    logMax: 0,
  };
}

/** Up to this many buckets the prior is that of the specification: half on the first, 0.45 on the rest. */
const usualLength = 240;

/**
 * Prior mass on a start in mid-stage. In longer stages more of it moves to the first bucket, down to half the usual: there
 * many late starts raise what chance reaches, and a problem from the start would be found too late (benchmark scenario A9).
 */
export function lateMass(planned: number): number {
  return 0.45 * Math.max(0.5, Math.min(1, Math.sqrt(usualLength / planned)));
}

/** Prior mass that the problem starts in bucket `i` (1-based). */
export function startWeight(i: number, planned: number | null): number {
  if (planned === null) return i === 1 ? 0.5 : 0.5 / (i * (i - 1));
  const late = lateMass(planned);
  if (i === 1) return 0.95 - late;
  if (i <= planned) return late / (planned - 1);
  const overrun = i - planned;
  return 0.05 / (overrun * (overrun + 1));
}

/** One more bucket: `logRatios[k]` is its log-likelihood ratio under alternative k. Changes `state` in place. */
export function stepEngine(state: EngineState, logRatios: Float64Array): void {
  const { r, shift, weights } = state;
  state.step += 1;
  const weight = startWeight(state.step, state.planned);
  state.unstarted = Math.max(0, state.unstarted - weight);
  let sum = state.unstarted;
  let large = false;
  for (let k = 0; k < r.length; k++) {
    bet(r, shift, k, weight, logRatios[k] ?? 0);
    if ((shift[k] ?? 0) > 0) large = true;
    else sum += (weights[k] ?? 0) * (r[k] ?? 0);
  }
  state.logE = large ? logWithShifts(state, sum) : Math.log(sum);
  if (state.logE > state.logMax) state.logMax = state.logE;
}

/** R_k ← (R_k + w)·L_k, kept as a plain double while it fits and with a logarithmic shift beyond. */
function bet(r: Float64Array, shift: Float64Array, k: number, weight: number, logRatio: number): void {
  const by = shift[k] ?? 0;
  const base = (r[k] ?? 0) + (by === 0 ? weight : weight * Math.exp(-by));
  if (by === 0 && logRatio < 200 && base < 1e200) {
    r[k] = base * Math.exp(logRatio);
    return;
  }
  const log = by + Math.log(base) + logRatio;
  r[k] = log > 200 ? 1 : Math.exp(log);
  shift[k] = log > 200 ? log : 0;
}

function logWithShifts({ r, shift, weights }: EngineState, sum: number): number {
  let high = Math.log(sum);
  for (const [k, by] of shift.entries()) {
    if (by === 0) continue;
    const log = by + Math.log((weights[k] ?? 0) * (r[k] ?? 0));
    const top = Math.max(high, log);
    high = top + Math.log(Math.exp(high - top) + Math.exp(log - top));
  }
  return high;
}

/** log(g_k R_k) per alternative: what more data would add to (statistics §2.5). */
export function logTerms({ r, shift, weights }: EngineState): readonly number[] {
  return weights.map((weight, k) => Math.log(weight * (r[k] ?? 0)) + (shift[k] ?? 0));
}
