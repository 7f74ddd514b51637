import type { Window } from '../time/time.ts';

/** A point of a chart: where it lies and what it shows; `null` is a gap. */
export interface Point {
  readonly at: number;
  readonly value: number | null;
}

/**
 * Thins a line to what `columns` pixels can show: of each pixel's points the lowest and the highest stay as they are, and one
 * gap, so that no peak, no breach and no gap is lost and nothing is smoothed. Three points a column at most, in their order.
 */
export function decimate(points: readonly Point[], window: Window, columns: number): readonly Point[] {
  if (points.length <= columns) return points;
  const width = Math.max(1, window.to - window.from);
  const out: Point[] = [];
  let column = emptyColumn;
  let last = NaN;
  for (const point of points) {
    const at = Math.floor(((point.at - window.from) / width) * columns);
    if (at !== last) {
      keep(column, out);
      column = { ...emptyColumn };
      last = at;
    }
    const { value } = point;
    if (value === null) column.gap ??= point;
    else {
      if (column.low === null || value < (column.low.value ?? value)) column.low = point;
      if (column.high === null || value > (column.high.value ?? value)) column.high = point;
    }
  }
  keep(column, out);
  return out;
}

/** What of one pixel's points stays. */
interface Column {
  low: Point | null;
  high: Point | null;
  gap: Point | null;
}

const emptyColumn: Column = { low: null, high: null, gap: null };

function keep({ low, high, gap }: Readonly<Column>, out: Point[]): void {
  const kept: Point[] = [];
  for (const point of [low, high, gap]) if (point !== null && !kept.includes(point)) kept.push(point);
  out.push(...kept.toSorted((a, b) => a.at - b.at));
}
