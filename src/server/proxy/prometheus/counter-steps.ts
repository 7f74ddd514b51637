import type { Labels } from './grid.ts';

/**
 * A counter's readings, each in the bucket it was scraped in. Buckets before 0 lie before the window and only say
 * where the counter stood.
 */
export interface CounterReadings {
  readonly labels: Labels;
  readonly readings: readonly { readonly bucket: number; readonly value: number }[];
}

export interface CounterSteps {
  /** What was counted in each bucket, over all series; `null` where nothing was scraped or nothing can be said. */
  readonly values: readonly (number | null)[];
  /** Drops of a counter inside the window. */
  readonly resets: number;
  /** Buckets in which some events may be missing, or that hold those of a gap before them. */
  readonly short: ReadonlySet<number>;
}

export interface CounterGrid {
  readonly buckets: number;
  /** So many of them are certainly over: a series missing there is missing. */
  readonly over: number;
  /** Whether the series, first seen in this bucket, stood at zero before it. */
  readonly bornIn: (labels: Labels, bucket: number) => boolean;
}

/**
 * Exact steps of counters, series by series, from readings as scraped. (`increase()` extrapolates: an exact 6000 reads 5959.)
 * An event belongs to the bucket of the scrape that first saw it, so that sums over any stretch are whole numbers:
 * - A reading below the one before it follows a reset: all it shows was counted since.
 * - A first reading counts from zero where the series was born under our eyes, else nothing is known of it.
 * - Across buckets without a scrape only the sum is known. It goes to the bucket of the next scrape, marked short; the
 *   buckets between stay gaps. Where such a stretch began before the window, the sum can't be split and is left out.
 */
export function counterSteps(series: readonly CounterReadings[], grid: CounterGrid): CounterSteps {
  const tally: Tally = {
    values: Array.from({ length: grid.buckets }, () => null),
    short: new Set(),
    resets: 0,
  };
  for (const one of series) addSeries(tally, one, grid);
  return tally;
}

interface Tally {
  readonly values: (number | null)[];
  readonly short: Set<number>;
  resets: number;
}

type Reading = CounterReadings['readings'][number];

function addSeries(tally: Tally, one: CounterReadings, grid: CounterGrid): void {
  let last: Reading | undefined;
  for (const reading of one.readings) {
    if (reading.bucket >= 0) addReading(tally, one.labels, last, reading, grid);
    last = reading;
  }
  // It fell silent: what happened after its last scrape was never seen.
  const next = Math.max(0, (last?.bucket ?? grid.buckets) + 1);
  if (next < grid.over) tally.short.add(next);
}

function addReading(
  tally: Tally,
  labels: Labels,
  last: Reading | undefined,
  reading: Reading,
  grid: CounterGrid,
): void {
  const { bucket, value } = reading;
  if (last === undefined) {
    if (grid.bornIn(labels, bucket)) add(tally, bucket, value);
    else tally.short.add(bucket);
    return;
  }
  const dropped = value < last.value;
  const step = dropped ? value : value - last.value;
  if (dropped) tally.resets += 1;
  const gap = bucket - last.bucket > 1;
  if (gap) tally.short.add(bucket);
  if (gap && last.bucket < -1 && step > 0) return;
  add(tally, bucket, step);
}

function add(tally: Tally, bucket: number, step: number): void {
  tally.values[bucket] = (tally.values[bucket] ?? 0) + step;
}
