import { logAdd } from './log-sum.ts';

/** Events `x` out of trials `n` in one bucket. Whole numbers, x <= n. */
export interface Trial {
  readonly x: number;
  readonly n: number;
}

/** Odds multiples of the limit the engine bets on, equal weights (statistics §2.1). */
export const oddsMultiples = [1.2, 1.6, 2.5, 5, 12, 40] as const;

/** Multiples below the limit for showing that it is met (§2.2). */
const metMultiples = [0, 0.1, 0.3, 0.6] as const;

/** The share whose odds are `multiple` times those of `p0`. */
export function shareAt(multiple: number, p0: number): number {
  const odds = (multiple * p0) / (1 - p0);
  return odds / (1 + odds);
}

/** Log-likelihood ratio of a bucket under share `t` against the limit `p0`. */
export function logRatio(t: number, p0: number, x: number, n: number): number {
  const events = x === 0 ? 0 : x * Math.log(t / p0);
  return events + (n - x) * Math.log((1 - t) / (1 - p0));
}

/** Prior mass that the problem starts in bucket `i` (1-based); `planned` buckets, or `null` without a planned end. */
function startWeight(i: number, planned: number | null): number {
  if (i === 1) return 0.5;
  if (planned === null) return 0.5 / (i * (i - 1));
  if (i <= planned) return 0.45 / (planned - 1);
  const overrun = i - planned;
  return 0.05 / (overrun * (overrun + 1));
}

export interface EngineResult {
  /** log E after each bucket. */
  readonly logE: readonly number[];
  /** Its running maximum: what a roll back is decided on. */
  readonly logMax: number;
  /** log(g_k R_k) at the end, per odds multiple: what more data would add to. */
  readonly logTerms: readonly number[];
}

/**
 * Shiryaev–Roberts e-process against "the share is at most p0", with a prior on the bucket the problem starts in
 * (statistics §2.1). By Ville's inequality it reaches 1/alpha with probability alpha at most while the limit is kept,
 * however often it is looked at; restarts mean that a late problem need not first repay a healthy past.
 */
export function shareEngine(trials: readonly Trial[], p0: number, planned: number | null): EngineResult {
  const shares = oddsMultiples.map((multiple) => shareAt(multiple, p0));
  const logR = oddsMultiples.map(() => -Infinity);
  const logWeightOfEach = Math.log(oddsMultiples.length);
  const logE: number[] = [];
  let unstarted = 1;
  let logMax = 0;
  for (const [i, { x, n }] of trials.entries()) {
    const weight = startWeight(i + 1, planned);
    unstarted = Math.max(0, unstarted - weight);
    let now = Math.log(unstarted);
    for (const [k, t] of shares.entries()) {
      const next = logAdd(logR[k] ?? -Infinity, Math.log(weight)) + logRatio(t, p0, x, n);
      logR[k] = next;
      now = logAdd(now, next - logWeightOfEach);
    }
    logE.push(now);
    logMax = Math.max(logMax, now);
  }
  return { logE, logMax, logTerms: logR.map((value) => value - logWeightOfEach) };
}

/** Log-evidence for "the share is below p0" (§2.2): no restarts, since it is about the whole stage. */
export function metEvidence(x: number, n: number, p0: number): number {
  return metMultiples.reduce((sum, multiple) => {
    const t = shareAt(multiple, p0);
    const log = t === 0 && x > 0 ? -Infinity : logRatio(t, p0, x, n);
    return logAdd(sum, log - Math.log(metMultiples.length));
  }, -Infinity);
}
