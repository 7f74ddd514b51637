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

/** Exact two-sided 95 % interval for one look. Never for a live page: looking again and again breaks it. */
export function clopperPearson(x: number, n: number): Range {
  return { low: x === 0 ? 0 : betaincinv(0.025, x, n - x + 1), high: upperLimit(x, n, 0.025) };
}
