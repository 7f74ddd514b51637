import type { SeriesGroup, SeriesIssue } from '#domain/series/series.ts';
import { failure, type SourceFailure } from '../metric-source.ts';
import type { SignalRequest } from '../signal-request.ts';
import type { BucketGrid } from './counter-readings.ts';
import type { PrometheusValues } from './counter-values.ts';
import type { GridSeries } from './grid.ts';
import type { PrometheusClient } from './prometheus-client.ts';

/**
 * An expression's value at the end of each bucket. Prometheus stamps `rate(x[1m])` with the end of its minute, Stagewatch
 * a bucket with its start: the value at a bucket's end is that bucket's.
 */
export async function instantValues(
  client: PrometheusClient,
  request: SignalRequest,
  grid: BucketGrid,
): Promise<PrometheusValues | SourceFailure> {
  const { from, width, buckets } = grid;
  const answer = await client.range(request.query, { from: from + width, width, count: buckets });
  if (!answer.ok) return answer;
  const { series } = answer;
  const adds = request.kind === 'count';
  if (!adds && request.by === null && series.length > 1) {
    const message = `The query gives ${series.length} series, and a ${request.kind} needs one. Aggregate it, as in avg(…), or name a label in "by".`;
    return failure('bad_query', message);
  }
  const issues: SeriesIssue[] = [];
  if (request.kind === 'duration' && request.unit === null) {
    const message = 'The plan gives no unit; read as seconds, Prometheus’ own.';
    issues.push({ code: 'unit_unknown', message });
  }
  const scale = request.kind === 'duration' && request.unit !== 'ms' ? 1000 : 1;
  const { by } = request;
  const groups = by === null ? undefined : groupsOf(series, by, buckets, scale, adds);
  return {
    ok: true,
    values: combined(series, buckets, scale, adds),
    ...(groups === undefined ? {} : { groups }),
    issues,
  };
}

/** Counts of several series add up; averages and states of several series have no common value. */
function combined(
  series: readonly GridSeries[],
  buckets: number,
  scale: number,
  adds: boolean,
): readonly (number | null)[] {
  return Array.from({ length: buckets }, (_, k) => {
    const values = series.flatMap((one) => one.points[k] ?? []);
    const [first] = values;
    if (first === undefined || (!adds && values.length > 1)) return null;
    return values.reduce((sum, value) => sum + value, 0) * scale;
  });
}

function groupsOf(
  series: readonly GridSeries[],
  label: string,
  buckets: number,
  scale: number,
  adds: boolean,
): readonly SeriesGroup[] {
  const keys = [...new Set(series.map((one) => one.labels[label] ?? ''))];
  return keys.map((key) => {
    const members = series.filter((one) => (one.labels[label] ?? '') === key);
    return { key, values: combined(members, buckets, scale, adds) };
  });
}
