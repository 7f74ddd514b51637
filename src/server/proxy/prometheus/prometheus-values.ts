import type { SeriesData, SeriesIssue } from '#domain/series/series.ts';
import type { SignalRequest } from '../signal-request.ts';
import { counterIncrease, type Increase } from './counter-increase.ts';
import type { Grid, GridSeries } from './grid.ts';

/** Grid points of a question, and what is known of the targets they came from. */
export interface ShapedAnswer {
  readonly grid: Grid;
  readonly buckets: number;
  /** Whether the target of a series was scraped at grid point `k`. */
  readonly alive: (one: GridSeries, k: number) => boolean;
}

type Values = Pick<SeriesData, 'values' | 'groups'>;

/** Turns grid points into buckets: counters differenced, averages and gauges shifted from their end stamps. */
export function valuesOf(request: SignalRequest, shaped: ShapedAnswer, issues: SeriesIssue[]): Values {
  const { grid } = shaped;
  const by = request.kind === 'histogram' ? 'le' : request.by;
  if (request.kind === 'histogram' || request.kind === 'counter') {
    const groups =
      by === null
        ? undefined
        : grouped(grid.series, by, request).map(([key, series]) => ({
            key,
            values: increaseOf(series, shaped, issues).values,
          }));
    const whole =
      request.kind === 'histogram' ? grid.series.filter((one) => one.labels['le'] === '+Inf') : grid.series;
    return { values: increaseOf(whole, shaped, issues).values, ...(groups === undefined ? {} : { groups }) };
  }
  const scale = request.unit === 's' ? 1000 : 1;
  // A value at a bucket's end describes the bucket before it: shift from end-stamped to start-stamped.
  const at = (series: readonly GridSeries[]): readonly (number | null)[] =>
    Array.from({ length: shaped.buckets }, (_, i) =>
      combine(
        series.flatMap((one) => one.points[i + 1] ?? []),
        request.kind,
        scale,
      ),
    );
  const groups =
    by === null
      ? undefined
      : grouped(grid.series, by, request).map(([key, series]) => ({ key, values: at(series) }));
  return { values: at(grid.series), ...(groups === undefined ? {} : { groups }) };
}

function increaseOf(series: readonly GridSeries[], shaped: ShapedAnswer, issues: SeriesIssue[]): Increase {
  const increase = counterIncrease(series, shaped.buckets, shaped.alive);
  if (increase.resets > 0 && issues.every((issue) => issue.code !== 'counter_reset')) {
    issues.push({
      code: 'counter_reset',
      message: 'A counter was reset inside the window; what it counted before its last reading is kept.',
    });
  }
  if (increase.partial > 0 && issues.every((issue) => issue.code !== 'partial_upstream')) {
    issues.push({
      code: 'partial_upstream',
      message: 'A target was gone for a while; events just before it went may be missing.',
    });
  }
  return increase;
}

/** Counts add up over series; averages and gauges of several series have no common value, so only one is taken. */
function combine(values: readonly number[], kind: SignalRequest['kind'], scale: number): number | null {
  const [only] = values;
  if (only === undefined) return null;
  if (kind === 'count' || kind === 'issues' || kind === 'unique')
    return values.reduce((sum, value) => sum + value, 0);
  return values.length === 1 ? only * scale : null;
}

function grouped(
  series: readonly GridSeries[],
  by: string,
  request: SignalRequest,
): readonly [string, readonly GridSeries[]][] {
  const out = new Map<string, GridSeries[]>();
  for (const one of series) {
    const label = one.labels[by] ?? '';
    const key = request.kind === 'histogram' ? boundInMs(label, request.unit) : label;
    out.set(key, [...(out.get(key) ?? []), one]);
  }
  return [...out];
}

function boundInMs(le: string, unit: 'ms' | 's' | null): string {
  if (le === '+Inf') return le;
  // Prometheus names its histograms in seconds unless the plan says milliseconds.
  return String(unit === 'ms' ? Number(le) : Number((Number(le) * 1000).toPrecision(12)));
}
