/** How the second half of what was measured stands beside the first. A reading aid: no verdict is made from it. */
export interface Trend {
  readonly direction: 'rising' | 'falling' | 'none';
  /** Share, or mean of the buckets, in the unit of the values. */
  readonly first: number;
  readonly second: number;
}

type Values = readonly (number | null)[];

/** Halves shorter than this say nothing. */
const fewestBuckets = 5;
/** Events, and the rest, that chance alone should give each half: below it the normal approximation is no good. */
const fewestExpected = 5;
/** Standard errors apart. Neighbouring buckets resemble each other, so that two would call a trend too often. */
const clear = 3;

/**
 * Of a share: the events of each half against what it was counted of, by the pooled two-proportion z statistic
 * (NIST/SEMATECH e-Handbook of Statistical Methods, 7.3.3). `null` where there is too little to say.
 */
export function shareTrend(events: Values, of: Values): Trend | null {
  const known: Counted[] = [];
  for (const [i, n] of of.entries()) {
    const x = events[i];
    if (n !== null && x !== null && x !== undefined) known.push({ x, n });
  }
  const halves = inHalves(known);
  if (halves === null) return null;
  const [a, b] = [totals(halves[0]), totals(halves[1])];
  const pooled = (a.x + b.x) / (a.n + b.n);
  const fewest = Math.min(a.n, b.n) * Math.min(pooled, 1 - pooled);
  if (!(fewest >= fewestExpected)) return null;
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.n + 1 / b.n));
  return trend(a.x / a.n, b.x / b.n, error);
}

/**
 * Of a level or a count per bucket: the means of the halves, by Welch's statistic over the buckets
 * (same handbook, 1.3.5.3). `null` where there is too little to say.
 */
export function levelTrend(values: Values): Trend | null {
  const halves = inHalves(values.filter((value) => value !== null));
  if (halves === null) return null;
  const [a, b] = [moments(halves[0]), moments(halves[1])];
  return trend(a.mean, b.mean, Math.sqrt(a.variance / a.n + b.variance / b.n));
}

function trend(first: number, second: number, error: number): Trend {
  const isClear = Math.abs(second - first) > clear * error;
  if (!isClear) return { direction: 'none', first, second };
  return { direction: second > first ? 'rising' : 'falling', first, second };
}

function inHalves<T>(all: readonly T[]): readonly [readonly T[], readonly T[]] | null {
  const middle = Math.floor(all.length / 2);
  return middle < fewestBuckets ? null : [all.slice(0, middle), all.slice(middle)];
}

interface Counted {
  readonly x: number;
  readonly n: number;
}

function totals(half: readonly Counted[]): Counted {
  let [x, n] = [0, 0];
  for (const one of half) {
    x += one.x;
    n += one.n;
  }
  return { x, n };
}

function moments(half: readonly number[]): { mean: number; variance: number; n: number } {
  const n = half.length;
  const mean = half.reduce((sum, value) => sum + value, 0) / n;
  const variance = half.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, variance, n };
}
