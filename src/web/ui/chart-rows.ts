import { decimate, type Point } from '#domain/series/decimate.ts';
import type { Window } from '#domain/time/time.ts';
import type { ChartModel } from './chart-model.ts';

/** What a chart draws at one moment: the complete part, the part that may still change, and the path it is compared with. */
export interface ChartRow {
  readonly at: number;
  readonly value: number | null;
  readonly open: number | null;
  readonly old: number | null;
}

/**
 * The rows of a chart `columns` pixels wide. Every line is thinned by itself; at the moments only another line has kept, a line
 * passes where it would have passed anyway, so that no row bends or breaks it.
 */
export function chartRows(
  { points, open }: Pick<ChartModel, 'points' | 'open'>,
  old: readonly Point[],
  window: Window,
  columns: number,
): readonly ChartRow[] {
  const lines = [points, open, old].map((line) => decimate(line, window, columns));
  const times = [...new Set(lines.flatMap((line) => line.map((point) => point.at)))].toSorted(
    (a, b) => a - b,
  );
  const [values = [], opens = [], olds = []] = lines.map((line) => passing(line, times));
  return times.map((at, i) => ({
    at,
    value: values[i] ?? null,
    open: opens[i] ?? null,
    old: olds[i] ?? null,
  }));
}

/** A line's value at each of `times`: its own, or on the straight way between two neighbours; nothing in a gap. */
function passing(line: readonly Point[], times: readonly number[]): readonly (number | null)[] {
  let next = 0;
  return times.map((at) => {
    while (next < line.length && (line[next]?.at ?? Infinity) < at) next += 1;
    const after = line[next];
    if (after?.at === at) return after.value;
    const before = line[next - 1];
    if (after === undefined || before === undefined || after.value === null || before.value === null)
      return null;
    return before.value + ((at - before.at) / (after.at - before.at)) * (after.value - before.value);
  });
}
