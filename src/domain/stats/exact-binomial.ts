import betainc from '@stdlib/math-base-special-betainc';
import betaincinv from '@stdlib/math-base-special-betaincinv';

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** P(X >= x | n, p): the exact upper binomial tail, as a regularized incomplete beta function. */
export function upperTail(x: number, n: number, p: number): number {
  return x === 0 ? 1 : betainc(p, x, n - x + 1);
}

/** One-sided upper limit of a share at level 1 − alpha (Clopper & Pearson 1934). */
export function upperLimit(x: number, n: number, alpha: number): number {
  return x >= n ? 1 : betaincinv(1 - alpha, x + 1, n - x);
}

/** Exact two-sided interval (95 %) for one look. Never for a live page: looking again and again breaks it. */
export function clopperPearson(x: number, n: number, alpha = 0.05): Range {
  return { low: x === 0 ? 0 : betaincinv(alpha / 2, x, n - x + 1), high: upperLimit(x, n, alpha / 2) };
}

/** Wilson's score interval at 95 % (1927): for a share that is only shown, as in a report. */
export function wilson(x: number, n: number): Range {
  if (n === 0) return { low: 0, high: 1 };
  const z2 = 1.959963984540054 ** 2;
  const p = x / n;
  const centre = p + z2 / (2 * n);
  const half = Math.sqrt(z2 * ((p * (1 - p)) / n + z2 / (4 * n * n)));
  const scale = 1 + z2 / n;
  return { low: x === 0 ? 0 : (centre - half) / scale, high: x === n ? 1 : (centre + half) / scale };
}
