/** Fewer baseline buckets than this don't tell how events bunch together. */
const leastBuckets = 30;

interface Bucket {
  readonly x: number;
  readonly n: number;
}

/**
 * How much more than by chance events bunch together: Pearson's statistic over its degrees of freedom, at least 1
 * (McCullagh & Nelder 1989; statistics §2.6). Each stretch of the past has a rate of its own: that days differ is no burst.
 * Counts divided by it carry as much evidence as independent ones: an approximation, not a theorem.
 * @returns `null` for fewer than thirty buckets with trials.
 */
export function overdispersion(stretches: readonly (readonly Bucket[])[]): number | null {
  const used = stretches
    .map((buckets) => buckets.filter((bucket) => bucket.n > 0))
    .filter((one) => one.length > 1);
  const buckets = used.reduce((sum, one) => sum + one.length, 0);
  if (buckets < leastBuckets) return null;
  return Math.max(1, used.reduce((sum, one) => sum + pearson(one), 0) / (buckets - used.length));
}

function pearson(buckets: readonly Bucket[]): number {
  const n = buckets.reduce((sum, bucket) => sum + bucket.n, 0);
  const p = buckets.reduce((sum, bucket) => sum + bucket.x, 0) / n;
  // Without any event, or without anything else, there is nothing to bunch.
  if (p <= 0 || p >= 1) return buckets.length - 1;
  return buckets.reduce((sum, one) => sum + (one.x - one.n * p) ** 2 / (one.n * p * (1 - p)), 0);
}
