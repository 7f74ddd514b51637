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
  const columnOf = (point: Point): number => Math.floor(((point.at - window.from) / width) * columns);
  const out: Point[] = [];
  let begin = 0;
  for (let i = 1; i <= points.length; i++) {
    const point = points[i];
    const first = points[begin];
    if (first === undefined || (point !== undefined && columnOf(point) === columnOf(first))) continue;
    out.push(...extremes(points.slice(begin, i)));
    begin = i;
  }
  return out;
}

function extremes(column: readonly Point[]): readonly Point[] {
  const known = column.filter((point): point is Known => point.value !== null);
  const [first] = known;
  if (first === undefined) return column.slice(0, 1);
  const low = known.reduce((best, point) => (point.value < best.value ? point : best), first);
  const high = known.reduce((best, point) => (point.value > best.value ? point : best), first);
  const gap = column.find((point) => point.value === null);
  const kept = [low, ...(high === low ? [] : [high]), ...(gap === undefined ? [] : [gap])];
  return kept.toSorted((a, b) => a.at - b.at);
}

type Known = Point & { readonly value: number };
