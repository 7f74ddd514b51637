import type { GridSeries } from './grid.ts';

export interface Increase {
  /** Increase per bucket; `null` where no series of the query was seen at both ends. */
  readonly values: readonly (number | null)[];
  readonly resets: number;
  /** Buckets in which some series vanished or came back: their counts may be short. */
  readonly partial: number;
}

/**
 * Exact increases from raw counter values on a grid, series by series (`increase()` extrapolates: an exact 6000 reads 5959).
 * - A value that falls was reset: what it shows now is what was counted since.
 * - A series that appears while its target was scraped was born: it counts from zero.
 * - A series that comes back after a gap gives the whole difference to the bucket it comes back in, so sums stay exact.
 * @param alive whether the target of a series was scraped at grid point k.
 */
export function counterIncrease(
  series: readonly GridSeries[],
  buckets: number,
  alive: (one: GridSeries, k: number) => boolean,
): Increase {
  const tally: Tally = { sums: Array.from({ length: buckets }, () => null), resets: 0, partial: new Set() };
  for (const one of series) addSeries(tally, one, buckets, (k) => alive(one, k));
  return { values: tally.sums, resets: tally.resets, partial: tally.partial.size };
}

interface Tally {
  readonly sums: (number | null)[];
  readonly partial: Set<number>;
  resets: number;
}

function addSeries(tally: Tally, one: GridSeries, buckets: number, alive: (k: number) => boolean): void {
  let last = one.points[0];
  for (let k = 1; k <= buckets; k++) {
    const now = one.points[k];
    const gone = one.points[k - 1] === undefined;
    // It vanished in this bucket, or comes back in it: what happened in between is known as a whole at best.
    if (now === undefined ? !gone : gone && last !== undefined) tally.partial.add(k - 1);
    if (now === undefined) continue;
    addStep(
      tally,
      k - 1,
      stepOf(last, now, () => alive(k - 1)),
    );
    if (last !== undefined && now < last) tally.resets += 1;
    last = now;
  }
}

function addStep(tally: Tally, bucket: number, step: number | undefined): void {
  if (step !== undefined) tally.sums[bucket] = (tally.sums[bucket] ?? 0) + step;
}

function stepOf(last: number | undefined, now: number, born: () => boolean): number | undefined {
  if (last === undefined) return born() ? now : undefined;
  return now < last ? now : now - last;
}
