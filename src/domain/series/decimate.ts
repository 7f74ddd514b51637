/** A point of a chart: where it lies and what it shows; `null` is a gap. */
export interface Point {
  readonly at: number;
  readonly value: number | null;
}

/**
 * Thins a line to at most `most` points, keeping the lowest and highest of every column, so that no peak and no breach
 * is lost and nothing is smoothed. A gap in a column stays a gap. Each column has three points at most.
 */
export function decimate(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  const columns = Math.max(1, Math.floor(most / 3));
  const out: Point[] = [];
  for (let i = 0; i < columns; i++) {
    const column = points.slice(
      Math.floor((i * points.length) / columns),
      Math.floor(((i + 1) * points.length) / columns),
    );
    out.push(...extremes(column));
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
