/** Fewer baseline buckets than this don't tell how events bunch together. */
const leastBuckets = 30;

/**
 * How much more than by chance events bunch together: Pearson's statistic over its degrees of freedom, at least 1
 * (McCullagh & Nelder 1989; statistics §2.6). Counts divided by it carry as much evidence as independent ones:
 * an approximation, not a theorem.
 * @returns `null` for fewer than thirty buckets with trials.
 */
export function overdispersion(
  buckets: readonly { readonly x: number; readonly n: number }[],
): number | null {
  const used = buckets.filter((bucket) => bucket.n > 0);
  if (used.length < leastBuckets) return null;
  const n = used.reduce((sum, bucket) => sum + bucket.n, 0);
  const p = used.reduce((sum, bucket) => sum + bucket.x, 0) / n;
  if (p <= 0 || p >= 1) return 1;
  const chi = used.reduce(
    (sum, bucket) => sum + (bucket.x - bucket.n * p) ** 2 / (bucket.n * p * (1 - p)),
    0,
  );
  return Math.max(1, chi / (used.length - 1));
}
