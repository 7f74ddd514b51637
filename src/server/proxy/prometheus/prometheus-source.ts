import type { SeriesData, SeriesIssue } from '#domain/series/series.ts';
import { minute, second, type EpochMs, type Ms } from '#domain/time/time.ts';
import { answered, failed, failure, type MetricSource, type SourceFailure } from '../metric-source.ts';
import type { SignalRequest } from '../signal-request.ts';
import type { BucketGrid } from './counter-readings.ts';
import { counterValues, type PrometheusValues } from './counter-values.ts';
import { instantValues } from './instant-values.ts';
import {
  prometheusClient,
  type PrometheusClient,
  type PrometheusConfig,
  type PrometheusDeps,
} from './prometheus-client.ts';
import { prometheusLink } from './prometheus-link.ts';

/** Reads Prometheus' HTTP API. https://prometheus.io/docs/prometheus/latest/querying/api/ */
export function prometheusSource(config: PrometheusConfig, deps: PrometheusDeps): MetricSource {
  const source = {
    id: 'prometheus',
    kind: 'Prometheus',
    example: false,
    assumedLag: config.lag,
    deadline: config.deadline,
    link: (request: SignalRequest) => prometheusLink(config, request),
  };
  return {
    ...source,
    read: async (request, signal) => {
      const client = prometheusClient(config, deps, signal);
      const { window, width } = request;
      const now = deps.now();
      // Beyond now Prometheus would repeat the last value for five minutes.
      const end = Math.min(window.to, Math.floor(now / width) * width);
      const grid = {
        from: window.from,
        width,
        buckets: Math.max(0, Math.round((end - window.from) / width)),
      };
      const read = await valuesOf(client, request, grid, now);
      const why = read.ok ? (clockFailure(client.notes.skew, width) ?? nativeFailure(client, request)) : read;
      if (why !== undefined) return failed(source, request, why, now);
      if (!read.ok) return failed(source, request, read, now);
      const data = dataOf(config, request, { read, grid, now, skew: client.notes.skew });
      return answered(source, request, data, [...read.issues, ...issuesOf(client, data)]);
    },
  };
}

async function valuesOf(
  client: PrometheusClient,
  request: SignalRequest,
  grid: BucketGrid,
  now: EpochMs,
): Promise<PrometheusValues | SourceFailure> {
  if (grid.buckets === 0) return { ok: true, values: [], issues: [] };
  switch (request.kind) {
    case 'counter':
    case 'histogram':
      return counterValues(client, request, grid, now);
    case 'count':
    case 'duration':
    case 'gauge':
    case 'unique':
      return instantValues(client, request, grid);
    case 'issues':
      return failure('bad_query', 'Prometheus keeps no issues. Use a source that does, or a count.');
  }
}

/** A clock so far off that buckets can't be told apart (contract §11). The Date header itself is good to a second. */
function clockFailure(skew: Ms | null, width: Ms): SourceFailure | undefined {
  if (skew === null || Math.abs(skew) <= Math.max(width, minute)) return undefined;
  const off = `${Math.round(Math.abs(skew) / second)} s ${skew < 0 ? 'behind' : 'ahead of'}`;
  const message = `Prometheus' clock is ${off} ours, more than a bucket. Set both by the same time server.`;
  return failure('clock_skew', message, { retryable: true });
}

/** Of a native histogram only the number of its observations is read. */
function nativeFailure(client: PrometheusClient, request: SignalRequest): SourceFailure | undefined {
  if (!client.notes.isNative || request.kind === 'count') return undefined;
  const message = 'The query gives native histograms. Ask for a classic "_bucket" metric or a plain number.';
  return failure('bad_query', message);
}

interface ReadValues {
  readonly read: PrometheusValues;
  readonly grid: BucketGrid;
  readonly now: EpochMs;
  readonly skew: Ms | null;
}

function dataOf(config: PrometheusConfig, request: SignalRequest, at: ReadValues): SeriesData {
  const { read, grid, now, skew } = at;
  return {
    kind: request.kind === 'counter' || request.kind === 'issues' ? 'count' : request.kind,
    start: grid.from,
    width: grid.width,
    values: read.values,
    ...(read.groups === undefined ? {} : { groups: read.groups }),
    ...(request.kind === 'unique' ? { total: null } : {}),
    completeThrough: completeThrough(config.lag, at),
    fetchedAt: now,
    assumedLag: config.lag,
    clockSkew: skew,
    provenance: {
      source: 'prometheus',
      endpoint: '/api/v1/query_range',
      query: request.query,
    },
  };
}

/** A bucket is complete once the lag has passed on both clocks, and a scrape later than its end has been seen. */
function completeThrough(lag: Ms, { read, grid, now, skew }: ReadValues): EpochMs | null {
  const { from, width, buckets } = grid;
  const theirNow = skew === null || skew > -5 * second ? now : now + skew;
  const byClock = Math.floor((theirNow - lag - from) / width);
  let complete = Math.min(buckets, byClock);
  if (read.newestScrape === null) {
    // Nothing is scraped any more: the bucket of the last scrape never got its end.
    complete = Math.min(
      complete,
      read.values.findLastIndex((value) => value !== null),
    );
  } else if (read.newestScrape !== undefined) {
    complete = Math.min(complete, Math.floor((read.newestScrape - from) / width));
  }
  return complete > 0 ? from + complete * width : null;
}

function issuesOf(client: PrometheusClient, data: SeriesData): readonly SeriesIssue[] {
  const { warnings, nonFinite, offGrid, skew } = client.notes;
  const issues: SeriesIssue[] = [...warnings].map((message) => ({ code: 'partial_upstream', message }));
  if (nonFinite > 0) {
    issues.push({
      code: 'non_finite',
      message: `${nonFinite} values were NaN or infinite and are left out.`,
    });
  }
  if (offGrid > 0) {
    const message = `${offGrid} values lay between the points asked for and are left out.`;
    issues.push({ code: 'off_grid_points', message });
  }
  if (skew !== null && Math.abs(skew) > minute) {
    const message = `Prometheus' clock differs from ours by ${Math.round(skew / second)} s.`;
    issues.push({ code: 'clock_skew', message });
  }
  if (data.values.every((value) => value === null)) {
    issues.push({ code: 'no_data', message: 'Prometheus answered, but nothing matched the query.' });
  }
  return issues;
}
