import type { SeriesGroup, SeriesIssue } from '#domain/series/series.ts';
import type { EpochMs, Ms } from '#domain/time/time.ts';
import type { DatadogUnit } from './datadog-schema.ts';

/** One series of any of Datadog's answers: stamped with the start of its buckets. */
export interface Column {
  /** The tags it is of, such as `status:504`; empty for an ungrouped one. */
  readonly tags: readonly string[];
  readonly points: readonly (readonly [EpochMs, number | null])[];
  readonly unit: DatadogUnit | null;
}

export interface Columns {
  readonly ok: true;
  readonly columns: readonly Column[];
  readonly issues: readonly SeriesIssue[];
}

export interface Grid {
  readonly from: EpochMs;
  readonly width: Ms;
  readonly count: number;
}

/** Values on a grid. Counts that fall into one bucket add up; of averages there can be but one. */
export interface Laid {
  readonly values: readonly (number | null)[];
  readonly offGrid: number;
  readonly clashes: number;
}

export function lay(columns: readonly Column[], grid: Grid, adds: boolean): Laid {
  const values: (number | null)[] = Array.from({ length: grid.count }, () => null);
  let offGrid = 0;
  let clashes = 0;
  for (const { points } of columns) {
    for (const [at, value] of points) {
      // Arithmetic over metrics of different resolution brings nulls between the points asked for.
      if (value === null || !Number.isFinite(value)) continue;
      const place = (at - grid.from) / grid.width;
      const k = Math.floor(place);
      if (k < 0 || k >= grid.count) continue;
      const before = values[k] ?? null;
      if (!adds && place !== k) offGrid += 1;
      else if (!adds && before !== null) clashes += 1;
      else values[k] = (before ?? 0) + value;
    }
  }
  return { values, offGrid, clashes };
}

/** The parts of a grouped answer by the value of one tag. */
export function layGroups(
  columns: readonly Column[],
  tag: string,
  grid: Grid,
  adds: boolean,
): readonly SeriesGroup[] {
  const keyOf = (column: Column): string => tagValue(column.tags, tag);
  const keys = [...new Set(columns.map(keyOf))];
  return keys.map((key) => {
    const { values } = lay(
      columns.filter((column) => keyOf(column) === key),
      grid,
      adds,
    );
    return { key, values };
  });
}

/** `status:504` is "504"; events give the value alone. */
function tagValue(tags: readonly string[], tag: string): string {
  const own = tags.find((one) => one.startsWith(`${tag}:`));
  if (own !== undefined) return own.slice(tag.length + 1);
  const [first = ''] = tags;
  return first;
}

/** Factor to milliseconds where the unit is one of time; `null` where it is not known to be. */
export function toMs(unit: DatadogUnit | null): number | null {
  if (unit?.family !== 'time' || typeof unit.scale_factor !== 'number') return null;
  return unit.scale_factor * 1000;
}
