import type { SeriesData, SeriesIssue, SeriesResult } from '#domain/series/series.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { answered, failed, failure, type MetricSource, type SourceFailure } from '../metric-source.ts';
import type { SignalRequest } from '../signal-request.ts';
import type { DatadogConfig, DatadogDeps } from './datadog-ask.ts';
import { datadogLink } from './datadog-link.ts';
import { datadogClient, type DatadogClient } from './datadog-client.ts';
import type { Columns, Grid } from './datadog-columns.ts';
import { questionOf, type DatadogQuery } from './datadog-query.ts';
import { datadogValues, type Values } from './datadog-values.ts';
import { monitorValues } from './monitor-values.ts';
import type { Total } from './older-endpoints.ts';

/** Datadog answers at most 1,500 points a series, and widens the buckets of a longer question without a word. */
const pointsAtOnce = 1_000;
const mostPoints = 50_000;

/** Reads Datadog's API. https://docs.datadoghq.com/api/latest/metrics/ */
export function datadogSource(config: DatadogConfig, deps: DatadogDeps): MetricSource {
  const source = {
    id: 'datadog',
    kind: 'Datadog',
    example: false,
    assumedLag: config.lag,
    deadline: config.deadline,
    places: 60,
    triesItself: true,
    link: (request: SignalRequest) => datadogLink(config.page, request),
  };
  const client = datadogClient(config, deps);
  return {
    ...source,
    read: async (request, signal): Promise<SeriesResult> => {
      const now = deps.now();
      const { window, width } = request;
      const end = Math.min(window.to, Math.floor(now / width) * width);
      const count = Math.max(0, Math.round((end - window.from) / width));
      const grid = { from: window.from, width, count };
      const through = completeThrough(config, grid, now);
      const read = await valuesOf(client, request, grid, through, signal);
      if (!read.ok) return failed(source, request, read, now);
      const data = dataOf(config, request, { read, grid, through, now });
      const issues = [...read.issues];
      if (data.values.every((value) => value === null)) {
        issues.push({ code: 'no_data', message: 'Datadog answered, but nothing matched the query.' });
      }
      return answered(source, request, data, issues);
    },
  };
}

async function valuesOf(
  client: DatadogClient,
  request: SignalRequest,
  grid: Grid,
  through: EpochMs | null,
  signal: AbortSignal,
): Promise<Values | SourceFailure> {
  if (grid.count === 0) return { ok: true, values: [], issues: [] };
  if (grid.count > mostPoints) {
    const message = `${grid.count} buckets are more than Stagewatch asks Datadog for (${mostPoints}). Use wider buckets.`;
    return failure('too_many_points', message);
  }
  if (request.dataset === 'monitor') return monitor(client, request, grid, signal);
  const question = questionOf(request);
  if (!question.ok) return question;
  const [whole, parts, total] = await Promise.all([
    inPieces(client, question.whole, grid, signal),
    question.parts === null ? null : inPieces(client, question.parts, grid, signal),
    request.kind === 'unique' ? totalOf(client, question.whole, grid, through, signal) : null,
  ]);
  if (!whole.ok) return whole;
  if (parts !== null && !parts.ok) return parts;
  if (total !== null && !total.ok) return total;
  return datadogValues(request, grid, { whole, parts, total });
}

async function monitor(
  client: DatadogClient,
  request: SignalRequest,
  grid: Grid,
  signal: AbortSignal,
): Promise<Values | SourceFailure> {
  if (request.kind !== 'gauge' || !/^\d+$/.test(request.query.trim())) {
    const message =
      'A monitor is read with kind: gauge and its number as the query: 0 is OK, 1 Warn, 2 Alert.';
    return failure('bad_query', message);
  }
  const answer = await client.monitor(request.query.trim(), signal);
  if (answer.ok) return monitorValues(answer.text, grid);
  if (answer.code !== 'not_found') return answer;
  return { ...answer, message: `Datadog knows no monitor ${request.query}. Check its number in the plan.` };
}

/** People in the complete part of the window: they don't add up over buckets. */
async function totalOf(
  client: DatadogClient,
  query: DatadogQuery,
  grid: Grid,
  through: EpochMs | null,
  signal: AbortSignal,
): Promise<Total | SourceFailure> {
  if (through === null) return { ok: true, value: null };
  return client.scalar(query, { from: grid.from, to: through }, signal);
}

async function inPieces(
  client: DatadogClient,
  query: DatadogQuery,
  grid: Grid,
  signal: AbortSignal,
): Promise<Columns | SourceFailure> {
  const columns: Columns['columns'][number][] = [];
  const issues: SeriesIssue[] = [];
  for (let done = 0; done < grid.count; done += pointsAtOnce) {
    const count = Math.min(pointsAtOnce, grid.count - done);
    const piece = { from: grid.from + done * grid.width, width: grid.width, count };
    const answer = await client.series(query, piece, signal);
    if (!answer.ok) return answer;
    // What lies outside the piece belongs to a bucket another piece brings whole.
    const end = piece.from + count * piece.width;
    columns.push(
      ...answer.columns.map((column) => ({
        ...column,
        points: column.points.filter(([at]) => at >= piece.from && at < end),
      })),
    );
    issues.push(...answer.issues);
  }
  return { ok: true, columns, issues };
}

function completeThrough(config: DatadogConfig, grid: Grid, now: EpochMs): EpochMs | null {
  const complete = Math.min(grid.count, Math.floor((now - config.lag - grid.from) / grid.width));
  return complete > 0 ? grid.from + complete * grid.width : null;
}

function dataOf(
  config: DatadogConfig,
  request: SignalRequest,
  at: { readonly read: Values; readonly grid: Grid; readonly through: EpochMs | null; readonly now: EpochMs },
): SeriesData {
  const { read, grid, through, now } = at;
  return {
    kind: kindOf(request.kind),
    start: grid.from,
    width: grid.width,
    values: read.values,
    ...(read.groups === undefined ? {} : { groups: read.groups }),
    ...(request.kind === 'unique' ? { total: read.total ?? null } : {}),
    completeThrough: through,
    fetchedAt: now,
    assumedLag: config.lag,
    clockSkew: null,
    provenance: {
      source: 'datadog',
      endpoint: request.dataset === 'monitor' ? '/api/v1/monitor' : '/api/v2/query/timeseries',
      query: request.query,
    },
  };
}

function kindOf(kind: SignalRequest['kind']): SeriesData['kind'] {
  return kind === 'counter' || kind === 'issues' ? 'count' : kind;
}
