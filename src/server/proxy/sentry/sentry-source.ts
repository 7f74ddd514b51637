import type { SeriesData, SeriesIssue, SeriesResult } from '#domain/series/series.ts';
import type { EpochMs, Ms } from '#domain/time/time.ts';
import { answered, failed, failure, type MetricSource, type SourceFailure } from '../metric-source.ts';
import type { SignalRequest } from '../signal-request.ts';
import type { SentryLine, SentryLines } from './sentry-answers.ts';
import { sentryClient, type SentryClient, type SentryDeps, type SentryQuery } from './sentry-client.ts';
import { sentryLink } from './sentry-link.ts';
import type { SentryConfig } from './sentry-config.ts';

interface Grid {
  readonly from: EpochMs;
  readonly width: Ms;
  readonly count: number;
}

interface Values extends Pick<SeriesData, 'values' | 'groups' | 'total'> {
  readonly ok: true;
  readonly incompleteFrom: EpochMs | null;
  readonly issues: readonly SeriesIssue[];
}

/** Reads Sentry's API. https://docs.sentry.io/api/ */
export function sentrySource(config: SentryConfig, deps: SentryDeps): MetricSource {
  const source = {
    id: 'sentry',
    kind: 'Sentry',
    example: false,
    assumedLag: config.lag,
    deadline: config.deadline,
    link: (request: SignalRequest) => sentryLink(config, request),
  };
  const client = sentryClient(config, deps);
  return {
    ...source,
    read: async (request, signal): Promise<SeriesResult> => {
      const now = deps.now();
      const { window, width } = request;
      const end = Math.min(window.to, Math.floor(now / width) * width);
      const count = Math.max(0, Math.round((end - window.from) / width));
      const grid = { from: window.from, width, count };
      const read = await valuesOf(client, request, grid, signal);
      if (!read.ok) return failed(source, request, read, now);
      const data = dataOf(config, request, read, grid, now);
      const isEmpty = data.values.every((value) => value === null);
      const noData: SeriesIssue = { code: 'no_data', message: 'Sentry answered, but with nothing.' };
      const hasSaid = read.issues.some(({ code }) => code === 'no_data');
      return answered(source, request, data, [...read.issues, ...(isEmpty && !hasSaid ? [noData] : [])]);
    },
  };
}

async function valuesOf(
  client: SentryClient,
  request: SignalRequest,
  grid: Grid,
  signal: AbortSignal,
): Promise<Values | SourceFailure> {
  if (grid.count === 0) return { ok: true, values: [], incompleteFrom: null, issues: [] };
  const window = { from: grid.from, to: grid.from + grid.count * grid.width };
  if (request.kind === 'issues') {
    const found = await client.newIssues(request.query, window, signal);
    if (!found.ok) return found;
    const points = found.times.map((at) => [at, 1] as const);
    const line = { group: '', points, unit: null };
    const values = lay([line], grid, true).map((value) => value ?? 0);
    const message = 'There are more new issues than Stagewatch reads (1,000).';
    const issues: readonly SeriesIssue[] = found.isWhole ? [] : [{ code: 'truncated', message }];
    return { ok: true, values, incompleteFrom: null, issues };
  }
  const query = queryOf(request);
  if (!query.ok) return query;
  const [whole, parts, total] = await Promise.all([
    client.series({ ...query.query, by: null }, window, grid.width, signal),
    request.by === null ? null : client.series(query.query, window, grid.width, signal),
    request.kind === 'unique' ? client.total(query.query, window, signal) : null,
  ]);
  if (!whole.ok) return whole;
  if (parts !== null && !parts.ok) return parts;
  if (total !== null && !total.ok) return total;
  return together(request, grid, { whole, parts, total: total?.value });
}

interface Parts {
  readonly whole: SentryLines;
  readonly parts: SentryLines | null;
  readonly total: number | null | undefined;
}

function together(
  request: SignalRequest,
  grid: Grid,
  { whole, parts, total }: Parts,
): Values | SourceFailure {
  const step = stepOf([...whole.lines, ...(parts?.lines ?? [])]);
  const adds = request.kind === 'count';
  if (step !== null && step !== grid.width && (step > grid.width || !adds)) {
    const message = `Sentry answered in buckets of ${step / 1000} s where ${grid.width / 1000} s were asked. Use other buckets.`;
    return failure('too_many_points', message);
  }
  const scale = request.kind === 'duration' ? scaleOf(request, whole.lines) : 1;
  if (typeof scale !== 'number') return scale;
  const scaled = (lines: readonly SentryLine[]): readonly (number | null)[] =>
    lay(lines, grid, adds).map((value) => (value === null ? null : value * scale));
  return {
    ok: true,
    values: scaled(whole.lines),
    ...(parts === null
      ? {}
      : { groups: parts.lines.map((line) => ({ key: line.group, values: scaled([line]) })) }),
    ...(total === undefined ? {} : { total }),
    incompleteFrom: whole.incompleteFrom,
    issues: [...whole.issues, ...(parts?.issues ?? [])],
  };
}

function queryOf(request: SignalRequest): { readonly ok: true; readonly query: SentryQuery } | SourceFailure {
  const { kind, measure, statistic, query, by } = request;
  const dataset = request.dataset ?? 'errors';
  const made = (axis: string): { readonly ok: true; readonly query: SentryQuery } => ({
    ok: true,
    query: { dataset, axis, query, by },
  });
  switch (kind) {
    case 'count':
      return made('count()');
    case 'unique':
      return made(`count_unique(${measure ?? 'user'})`);
    case 'duration':
    case 'gauge':
      if (measure !== null) return made(`${statistic ?? 'avg'}(${measure})`);
      return failure('bad_query', `A ${kind} of Sentry needs a measure, as in measure: span.duration.`);
    case 'counter':
    case 'histogram':
    case 'issues':
      return failure(
        'bad_query',
        `Sentry has no series of kind ${kind}. Use count, unique, duration or issues.`,
      );
  }
}

const units: Readonly<Record<string, number>> = {
  nanosecond: 1e-6,
  microsecond: 1e-3,
  millisecond: 1,
  second: 1000,
  minute: 60_000,
};

/** Milliseconds per unit; a unit nobody states is not guessed. */
function scaleOf(request: SignalRequest, lines: readonly SentryLine[]): number | SourceFailure {
  const said = lines.find(({ unit }) => unit !== null)?.unit ?? null;
  const planned = request.unit === 's' ? 1000 : 1;
  const scale = said === null ? undefined : units[said];
  if (scale !== undefined) return scale;
  if (request.unit !== null || lines.length === 0) return planned;
  return failure('bad_query', 'Sentry gives no unit of time. Say unit: ms or unit: s in the plan.');
}

/** The distance of an answer's points: an interval Sentry does not like is replaced without a word. */
function stepOf(lines: readonly SentryLine[]): Ms | null {
  let step: Ms | null = null;
  for (const { points } of lines) {
    for (const [i, [at]] of points.entries()) {
      const before = points[i - 1];
      if (before !== undefined && at > before[0]) step = Math.min(step ?? Infinity, at - before[0]);
    }
  }
  return step;
}

function lay(lines: readonly SentryLine[], grid: Grid, adds: boolean): readonly (number | null)[] {
  const values: (number | null)[] = Array.from({ length: grid.count }, () => null);
  for (const { points } of lines) {
    for (const [at, value] of points) {
      const k = Math.floor((at - grid.from) / grid.width);
      if (value === null || k < 0 || k >= grid.count) continue;
      values[k] = adds ? (values[k] ?? 0) + value : value;
    }
  }
  return values;
}

function dataOf(
  config: SentryConfig,
  request: SignalRequest,
  read: Values,
  grid: Grid,
  now: EpochMs,
): SeriesData {
  const byClock = Math.min(grid.count, Math.floor((now - config.lag - grid.from) / grid.width));
  const through = Math.min(grid.from + byClock * grid.width, read.incompleteFrom ?? Infinity);
  return {
    kind: request.kind === 'counter' || request.kind === 'issues' ? 'count' : request.kind,
    start: grid.from,
    width: grid.width,
    values: read.values,
    ...(read.groups === undefined ? {} : { groups: read.groups }),
    ...(request.kind === 'unique' ? { total: read.total ?? null } : {}),
    completeThrough: through > grid.from ? through : null,
    fetchedAt: now,
    assumedLag: config.lag,
    clockSkew: null,
    provenance: {
      source: 'sentry',
      endpoint: request.kind === 'issues' ? '/issues/' : '/events-timeseries/',
      query: request.query,
    },
  };
}
