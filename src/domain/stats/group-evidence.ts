import betaln from '@stdlib/math-base-special-betaln';

/** One group: what was counted in it, the share expected of it, and its weight in the Dirichlet prior. */
export interface Group {
  readonly count: number;
  readonly share: number;
  readonly prior: number;
}

/**
 * Natural log of the Bayes factor against the expected shares of several groups: a Dirichlet-multinomial martingale
 * (Lindon & Malek 2022). Infinite when someone is in a group of share 0.
 */
export function logGroupFactor(groups: readonly Group[]): number {
  const after = logMultiBeta(groups.map((group) => group.prior + group.count));
  const before = logMultiBeta(groups.map((group) => group.prior));
  const expected = groups.reduce(
    (sum, { count, share }) => sum + (count === 0 ? 0 : count * Math.log(share)),
    0,
  );
  return after - before - expected;
}

/** Log of the multivariate beta function, as a chain of two-sided ones: B(a, b, c) = B(a, b + c) · B(b, c). */
function logMultiBeta(weights: readonly number[]): number {
  let rest = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.slice(0, -1).reduce((sum, weight) => {
    rest -= weight;
    return sum + betaln(weight, rest);
  }, 0);
}
