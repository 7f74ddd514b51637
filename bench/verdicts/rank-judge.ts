/** Lower and upper confidence limits of the shift between two samples, and its Hodges–Lehmann estimate. */
export interface Shift {
  readonly low: number;
  readonly high: number;
  readonly estimate: number;
}

/**
 * The shift between two samples by Mann and Whitney's test: all pairwise differences, with the limits at the quantile of
 * the statistic (as R's wilcox.test has it; exact to ten values a side, the normal approximation beyond).
 */
export function rankShift(experiment: readonly number[], control: readonly number[], level: number): Shift {
  const differences = new Float64Array(experiment.length * control.length);
  let at = 0;
  for (const e of experiment) for (const c of control) differences[at++] = e - c;
  differences.sort();
  const cut = cutOf(experiment.length, control.length, level);
  const middle = (differences.length - 1) / 2;
  return {
    low: differences[cut - 1] ?? Number.NaN,
    high: differences[differences.length - cut] ?? Number.NaN,
    estimate: ((differences[Math.floor(middle)] ?? 0) + (differences[Math.ceil(middle)] ?? 0)) / 2,
  };
}

/**
 * Kayenta's judge of "this is higher than the control": the whole interval lies above a quarter of the estimated shift.
 * As it is used: 98 %, and at least ten points on either side.
 */
export function isHigh(experiment: readonly number[], control: readonly number[], level = 0.98): boolean {
  if (experiment.length < 10) return false;
  // A limit not above zero decides without sorting the differences, which is what nearly every healthy stage comes to.
  if (notAbove(experiment, control) >= cutOf(experiment.length, control.length, level)) return false;
  const { low, estimate } = rankShift(experiment, control, level);
  return low > 0.25 * Math.abs(estimate);
}

/** How many differences from either end the limits are. */
function cutOf(m: number, n: number, level: number): number {
  return Math.max(1, lowerQuantile(m, n, (1 - level) / 2));
}

/** Pairs in which the experiment's value is not above the control's. */
function notAbove(experiment: readonly number[], control: readonly number[]): number {
  let count = 0;
  for (const e of experiment) for (const c of control) if (e <= c) count += 1;
  return count;
}

const quantiles = new Map<string, number>();

/** Smallest u with P(U <= u) >= p under the null. */
function lowerQuantile(m: number, n: number, p: number): number {
  const key = `${m} ${n} ${p}`;
  const kept = quantiles.get(key);
  if (kept !== undefined) return kept;
  const found = m <= 10 && n <= 10 ? exactQuantile(m, n, p) : normalQuantile(m, n, p);
  quantiles.set(key, found);
  return found;
}

/** By counting the ways to reach each value of the statistic. */
function exactQuantile(m: number, n: number, p: number): number {
  // ways[j][u]: arrangements of j of the first sample among those seen so far with statistic u.
  const size = m * n + 1;
  const ways = Array.from({ length: m + 1 }, () => new Float64Array(size));
  const [none] = ways;
  if (none !== undefined) none[0] = 1;
  for (let total = 1; total <= m + n; total++)
    for (let j = Math.min(m, total); j >= 1; j--) {
      const shift = total - j;
      const from = ways[j - 1];
      const to = ways[j];
      if (shift > n || from === undefined || to === undefined) continue;
      for (let u = size - 1; u >= shift; u--) to[u] = (to[u] ?? 0) + (from[u - shift] ?? 0);
    }
  const counts = ways[m] ?? new Float64Array(0);
  const all = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (const [u, count] of counts.entries()) {
    below += count;
    if (below / all >= p) return u;
  }
  return size - 1;
}

function normalQuantile(m: number, n: number, p: number): number {
  // Levels in use: 98 % and 95 %, two-sided.
  const z = p <= 0.0101 ? 2.3263478740408408 : 1.959963984540054;
  return Math.floor((m * n) / 2 - z * Math.sqrt((m * n * (m + n + 1)) / 12) + 0.5);
}
