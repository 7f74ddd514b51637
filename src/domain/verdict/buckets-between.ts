import type { SeriesData } from '../series/series.ts';
import type { EpochMs } from '../time/time.ts';

/** The buckets that lie wholly between two instants. */
export function bucketsBetween(data: SeriesData, from: EpochMs, to: EpochMs): readonly (number | null)[] {
  return data.values.filter((_, i) => {
    const start = data.start + i * data.width;
    return start >= from && start + data.width <= to;
  });
}
