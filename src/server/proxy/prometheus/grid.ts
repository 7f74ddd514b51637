import type { EpochMs, Ms } from '#domain/time/time.ts';
import type { MatrixSeries } from './prometheus-schema.ts';

export type Labels = Readonly<Record<string, string>>;

/** One upstream series laid on a grid: `points[k]` is its value at point `k`; `undefined` where it had none. */
export interface GridSeries {
  readonly labels: Labels;
  readonly points: readonly (number | undefined)[];
}

/** Points at `from + k·width`. */
export interface GridAsked {
  readonly from: EpochMs;
  readonly width: Ms;
  readonly count: number;
}

export interface GridAnswer {
  readonly series: readonly GridSeries[];
  /** Values that were NaN or infinite: no numbers to judge by. */
  readonly nonFinite: number;
  /** Values stamped between the points asked for. */
  readonly offGrid: number;
}

/** Prometheus writes NaN and infinities as words, and stamps in seconds. */
export function onGrid(matrix: readonly MatrixSeries[], asked: GridAsked): GridAnswer {
  const { from, width, count } = asked;
  let nonFinite = 0;
  let offGrid = 0;
  const series = matrix.map(({ metric, values }) => {
    const points: (number | undefined)[] = Array.from({ length: count });
    for (const [stamp, text] of values ?? []) {
      const at = Math.round(stamp * 1000) - from;
      const value = sampleValue(text);
      if (value === undefined) nonFinite += 1;
      else if (at % width === 0) points[at / width] = value;
      else offGrid += 1;
    }
    return { labels: metric, points: points.slice(0, count) };
  });
  return { series, nonFinite, offGrid };
}

/** A sample as a number; `undefined` for NaN and infinities. */
export function sampleValue(text: string): number | undefined {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Labels as one text, equal for equal labels. */
export function labelKey(labels: Labels): string {
  return JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
