import type { MatrixSeries } from './prometheus-schema.ts';

/** One upstream series laid on the grid: `points[k]` is its value at `from + k·width`; `undefined` where it had none. */
export interface GridSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (number | undefined)[];
}

export interface Grid {
  readonly series: readonly GridSeries[];
  /** Values that were NaN or infinite: not numbers to judge by. */
  readonly nonFinite: number;
}

/** Lays a matrix on the grid it was asked on. Prometheus writes NaN and infinities as words. */
export function onGrid(matrix: readonly MatrixSeries[], from: number, width: number, count: number): Grid {
  let nonFinite = 0;
  const series = matrix.map(({ metric, values }) => {
    const points: (number | undefined)[] = Array.from({ length: count });
    for (const [stamp, text] of values) {
      const k = Math.round((stamp * 1000 - from) / width);
      const value = Number(text);
      if (!Number.isFinite(value)) nonFinite += 1;
      else if (k >= 0 && k < count) points[k] = value;
    }
    return { labels: metric, points };
  });
  return { series, nonFinite };
}
