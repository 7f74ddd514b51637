import { bestRho, normalBound } from './normal-mixture.ts';

export interface MeanInput {
  /** Average and number of requests of each bucket with traffic, in order. */
  readonly rows: readonly { readonly mean: number; readonly n: number }[];
  readonly plannedBuckets: number | null;
  readonly alpha: number;
}

/** Neighbouring buckets are alike; ten together are nearly independent (statistics §3.4.3: batching is not optional). */
const batch = 10;

/** Fewer batches than this say nothing about the spread. */
const fewest = 30;

/** Without a length the sequence is tightest here; it must not move with the data. */
const openEnded = 60;

/** How much further a sum of such values strays than of independent ones: neighbours that are alike count as fewer. */
function likeness(values: readonly number[]): number {
  let squares = 0;
  let products = 0;
  for (const [i, value] of values.entries()) {
    squares += value * value;
    if (i > 0) products += value * (values[i - 1] ?? 0);
  }
  // In so few values likeness is seen too small by about one over their number.
  const alike = squares === 0 ? 0 : Math.min(0.95, Math.max(0, products / squares + 1 / values.length));
  return Math.sqrt((1 + alike) / (1 - alike));
}

/**
 * Asymptotic confidence sequence of a ratio mean Σn·a/Σn (Waudby-Smith et al. 2024), on residuals n(a−μ)/n̄ in batches.
 * Short stages batch less, down to single buckets, but never fewer than thirty values.
 * @returns `null` while there are fewer than thirty buckets.
 */
export function meanSequence(input: MeanInput): { readonly low: number; readonly high: number } | null {
  const { rows, alpha } = input;
  const size = Math.min(batch, Math.floor(rows.length / fewest));
  if (size < 1) return null;
  const total = rows.reduce((sum, row) => sum + row.n, 0);
  const mean = rows.reduce((sum, row) => sum + row.n * row.mean, 0) / total;
  const average = total / rows.length;
  const values: number[] = [];
  for (let i = 0; i + size <= rows.length; i += size) {
    const part = rows.slice(i, i + size);
    values.push(part.reduce((sum, row) => sum + (row.n * (row.mean - mean)) / average, 0) / size);
  }
  const t = values.length;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / t);
  const half = input.plannedBuckets === null ? openEnded : input.plannedBuckets / size / 2;
  const width = ((spread * likeness(values)) / t) * normalBound(t, bestRho(Math.max(half, 1), alpha), alpha);
  return { low: Math.max(0, mean - width), high: mean + width };
}
