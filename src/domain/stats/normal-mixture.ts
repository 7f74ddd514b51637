/**
 * Two-sided normal-mixture boundary (Robbins 1970; Howard et al. 2021): a sum of `v` unit-variance terms stays within it
 * at every v with probability 1 − alpha.
 */
export function normalBound(v: number, rho: number, alpha: number): number {
  return Math.sqrt((v + rho) * (Math.log1p(v / rho) + 2 * Math.log(1 / alpha)));
}

/** The mixture's precision that makes the boundary tightest, to good approximation, at `v` terms. */
export function bestRho(v: number, alpha: number): number {
  const log = 2 * Math.log(1 / alpha);
  return v / (log + Math.log1p(log));
}
