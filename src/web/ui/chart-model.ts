import type { CriterionView } from '#contract/rollout.ts';
import { decimate, type Point } from '#domain/series/decimate.ts';
import type { SeriesData, SeriesResult } from '#domain/series/series.ts';

export interface ChartModel {
  /** Complete buckets; gaps are null. */
  readonly points: readonly Point[];
  /** Buckets that may still change, drawn apart. */
  readonly open: readonly Point[];
  readonly unit: 'share' | 'ms' | 'count';
  readonly gaps: number;
  /** Distance of the buckets, for the table's caption. */
  readonly width: number;
}

/** Points of a line beyond which nothing more could be seen. */
const most = 500;

/** What a criterion's chart draws; a sentence says why there is none. */
export function chartModel(
  chart: NonNullable<CriterionView['chart']>,
  series: readonly SeriesResult[],
): ChartModel | string {
  const read = (id: string): SeriesData | string => {
    const result = series.find((one) => one.id === id);
    if (result === undefined) return `"${id}" was not read.`;
    return result.status === 'error' ? result.error.message : result.data;
  };
  switch (chart.kind) {
    case 'ratio':
      return ratioModel(read(chart.numerator), read(chart.denominator));
    case 'single':
      return singleModel(read(chart.signal));
    case 'window-sum':
      return windowModel(read(chart.signal), chart.within);
    case 'slower':
      return slowerModel(read(chart.signal), chart.than);
  }
}

function ratioModel(top: SeriesData | string, bottom: SeriesData | string): ChartModel | string {
  if (typeof top === 'string') return top;
  if (typeof bottom === 'string') return bottom;
  const values = bottom.values.map((n, i) => {
    const x = top.values[i];
    return n === null || n === 0 || x === null || x === undefined ? null : x / n;
  });
  return model(bottom, values, 'share');
}

function singleModel(data: SeriesData | string): ChartModel | string {
  if (typeof data === 'string') return data;
  return model(data, data.values, data.kind === 'duration' ? 'ms' : 'count');
}

function windowModel(data: SeriesData | string, within: number): ChartModel | string {
  if (typeof data === 'string') return data;
  const length = Math.max(1, Math.floor(within / data.width));
  const sums = data.values.map((_, i) => {
    const part = data.values.slice(Math.max(0, i - length + 1), i + 1);
    return part.includes(null) ? null : part.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  });
  return model(data, sums, 'count');
}

function slowerModel(data: SeriesData | string, than: number): ChartModel | string {
  if (typeof data === 'string') return data;
  const fast = data.groups?.find((group) => Number(group.key) === than);
  const values = data.values.map((n, i) => {
    const within = fast?.values[i];
    return n === null || n === 0 || within === null || within === undefined ? null : (n - within) / n;
  });
  return model(data, values, 'share');
}

function model(data: SeriesData, values: readonly (number | null)[], unit: ChartModel['unit']): ChartModel {
  const all = values.map((value, i): Point => ({ at: data.start + i * data.width, value }));
  const complete = all.filter((point) => point.at + data.width <= (data.completeThrough ?? data.start));
  return {
    points: decimate(complete, most),
    open: all.slice(Math.max(0, complete.length - 1)),
    unit,
    gaps: complete.filter((point) => point.value === null).length,
    width: data.width,
  };
}

/**
 * Another line's values at the times of `points`: each the other's newest at or before that time, and nothing where the
 * other has a gap or has not begun. Both lines are on one grid, so that only thinned lines are ever off, by a bucket or two.
 */
export function alignedTo(points: readonly Point[], other: readonly Point[]): readonly (number | null)[] {
  let next = 0;
  return points.map((point) => {
    while (next < other.length && (other[next]?.at ?? Infinity) <= point.at) next += 1;
    return other[next - 1]?.value ?? null;
  });
}
