import { logRatio, multiples, shareAt } from './share-bets.ts';

/** A run of buckets `[from, to)` and what it holds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly x: number;
  readonly n: number;
}

/**
 * The stretch of a stage that speaks most against a limit: the run of buckets with the largest likelihood ratio over all the
 * engine's alternatives (Kadane's maximum sum for each). It says when and how badly a limit broke where the whole stage
 * looks fine; the decision itself is the engine's.
 */
export function worstStretch(x: Float64Array, n: Float64Array, p0: number): Stretch | null {
  let best: { readonly from: number; readonly to: number; readonly sum: number } | null = null;
  for (const multiple of multiples) {
    const share = shareAt(multiple, p0);
    let [sum, from] = [0, 0];
    for (let i = 0; i < x.length; i++) {
      if (sum <= 0) [sum, from] = [0, i];
      sum += logRatio(share, p0, x[i] ?? 0, n[i] ?? 0);
      if (sum > (best?.sum ?? 0)) best = { from, to: i + 1, sum };
    }
  }
  if (best === null) return null;
  const { from, to } = best;
  const total = (column: Float64Array): number =>
    column.subarray(from, to).reduce((sum, one) => sum + one, 0);
  return { from, to, x: total(x), n: total(n) };
}
