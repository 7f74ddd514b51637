import { failure, type SourceFailure } from '../metric-source.ts';
import type { SignalRequest } from '../signal-request.ts';

/** One query of a request to Datadog, without its name. */
export type DatadogQuery =
  | { readonly kind: 'metrics'; readonly query: string }
  | {
      readonly kind: 'events';
      readonly dataset: string;
      readonly search: string;
      readonly aggregation: string;
      readonly measure: string | null;
      readonly by: string | null;
    };

/** What a signal needs: the whole, and its parts where it is grouped. */
export interface DatadogQuestion {
  readonly whole: DatadogQuery;
  readonly parts: DatadogQuery | null;
}

/** As many values of a tag as one question asks for. */
export const mostGroups = 100;

/** Sources of events; each counts documents that match a search. */
const eventDatasets = new Set([
  'logs',
  'spans',
  'rum',
  'events',
  'audit',
  'ci_pipelines',
  'ci_tests',
  'security_signals',
  'on_call_events',
]);

/** One metric with its filter, grouping and modifiers; anything else is an expression and stays as written. */
const plainMetric = /^\s*(\w+):([\w.]+\{[^{}]*\})(?:\s*by\s*\{([^{}]+)\})?((?:\.\w+\([^()]*\))*)\s*$/;

/** A signal as Datadog's queries, or why it can't be one. */
export function questionOf(
  request: SignalRequest,
): ({ readonly ok: true } & DatadogQuestion) | SourceFailure {
  const { kind, dataset } = request;
  if (kind === 'histogram' || kind === 'counter' || kind === 'issues') {
    return failure('bad_query', `Datadog has no signal of kind ${kind}. ${insteadOf[kind]}`);
  }
  if (dataset === null || dataset === 'metrics') return metricQuestion(request);
  if (eventDatasets.has(dataset)) return eventQuestion(request, dataset);
  const known = ['metrics', ...eventDatasets, 'monitor'].join(', ');
  return failure('bad_query', `Datadog has no dataset "${dataset}" here. There is: ${known}.`);
}

const insteadOf = {
  histogram: 'Count what is slower than the limit, as in dataset: spans with "@duration:>2s".',
  counter: 'Its counts are already per bucket: use kind: count.',
  issues: 'Count the errors in its logs, or read issues from Sentry.',
} as const;

function metricQuestion(request: SignalRequest): ({ readonly ok: true } & DatadogQuestion) | SourceFailure {
  if (request.kind === 'unique') {
    const message =
      'A metric does not know who it counted. Use dataset: logs with a measure such as "@usr.id".';
    return failure('bad_query', message);
  }
  const match = plainMetric.exec(request.query);
  if (match === null) {
    const whole: DatadogQuery = { kind: 'metrics', query: request.query };
    return { ok: true, whole, parts: request.by === null ? null : whole };
  }
  const [, space = 'avg', metric = '', groups, modifiers = ''] = match;
  const tail = `${modifiers}${asCount(request, modifiers)}${rollup(request, modifiers)}`;
  const by =
    request.by === null ? groups : [...new Set([...(groups?.split(',') ?? []), request.by])].join(',');
  const query = (tags: string | undefined): DatadogQuery => ({
    kind: 'metrics',
    query: `${space}:${metric}${tags === undefined ? '' : ` by {${tags}}`}${tail}`,
  });
  return { ok: true, whole: query(groups), parts: request.by === null ? null : query(by) };
}

/** Without it Datadog averages, and fills gaps by interpolation. */
function asCount(request: SignalRequest, modifiers: string): string {
  return request.kind === 'count' && !/\.as_(count|rate)\(/.test(modifiers) ? '.as_count()' : '';
}

/** Asked for by name: Datadog's own choice of bucket depends on the length of the window. */
function rollup(request: SignalRequest, modifiers: string): string {
  if (modifiers.includes('.rollup(')) return '';
  const seconds = Math.max(1, Math.round(request.width / 1000));
  if (request.kind === 'count') return `.rollup(sum, ${seconds})`;
  return `.rollup(${request.statistic === 'max' ? 'max' : 'avg'}, ${seconds})`;
}

/** https://docs.datadoghq.com/api/latest/metrics/ names of aggregations */
const aggregations: Readonly<Record<string, string>> = {
  avg: 'avg',
  max: 'max',
  p50: 'median',
  p75: 'pc75',
  p90: 'pc90',
  p95: 'pc95',
  p99: 'pc99',
};

function eventQuestion(
  request: SignalRequest,
  dataset: string,
): ({ readonly ok: true } & DatadogQuestion) | SourceFailure {
  const aggregation = aggregationOf(request);
  if (aggregation !== 'count' && request.measure === null) {
    return failure(
      'bad_query',
      `A ${request.kind} of ${dataset} needs a measure, as in measure: "@duration".`,
    );
  }
  const query = (by: string | null): DatadogQuery => ({
    kind: 'events',
    dataset,
    search: request.query,
    aggregation,
    measure: aggregation === 'count' ? null : request.measure,
    by,
  });
  return { ok: true, whole: query(null), parts: request.by === null ? null : query(request.by) };
}

function aggregationOf(request: SignalRequest): string {
  if (request.kind === 'count') return 'count';
  if (request.kind === 'unique') return 'cardinality';
  return aggregations[request.statistic ?? 'avg'] ?? 'avg';
}

/** A query as `/api/v2/query/timeseries` and `/scalar` take it. */
export function v2Query(query: DatadogQuery, name: string, interval: number | null): object {
  if (query.kind === 'metrics') {
    const aggregator = query.query.includes('.as_count()') ? 'sum' : 'avg';
    return {
      data_source: 'metrics',
      name,
      query: query.query,
      ...(interval === null ? { aggregator } : {}),
    };
  }
  return {
    data_source: query.dataset,
    name,
    search: { query: query.search },
    indexes: ['*'],
    compute: {
      aggregation: query.aggregation,
      ...(query.measure === null ? {} : { metric: query.measure }),
      ...(interval === null ? {} : { interval }),
    },
    ...(query.by === null ? {} : { group_by: [groupBy(query)] }),
  };
}

/** The most frequent values first, so that what is cut off is the least. */
export function groupBy(query: Extract<DatadogQuery, { readonly kind: 'events' }>): object {
  return {
    facet: query.by,
    limit: mostGroups,
    sort: {
      aggregation: query.aggregation,
      order: 'desc',
      ...(query.measure === null ? {} : { metric: query.measure }),
    },
  };
}
