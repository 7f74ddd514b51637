import type { BlockSignal } from '../block-schema.ts';

/** What a recipe needs to know. Empty strings stand for "not given". */
interface RecipeInput {
  readonly source: 'datadog' | 'prometheus';
  /** Controller as the service reports it, such as `v0/tsa_letter`; or the name of the service. */
  readonly name: string;
  readonly action: string;
  /** Environment tag of production. */
  readonly environment: string;
}

export interface Recipe {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly signals: (input: RecipeInput) => Readonly<Record<string, BlockSignal>>;
}

/**
 * What a team usually watches of a feature, from the two names it knows. Metric names: the Rails middleware's
 * `api.rack.request*` as StatsD reports them, Datadog's trace metrics, and the Prometheus client's defaults.
 */
export const recipes: readonly Recipe[] = [
  {
    id: 'controller',
    label: 'A controller of vets-api',
    hint: 'Every request, counted where it is served. Name the controller and, for one page of it, the action.',
    signals: (input) => controllerSignals(input),
  },
  {
    id: 'service',
    label: 'A service in Datadog APM',
    hint: 'From traces: all requests of a service. Do not mix these with the counts of a controller.',
    signals: (input) => serviceSignals(input),
  },
  {
    id: 'prometheus',
    label: 'A job in Prometheus',
    hint: 'Raw counters and a histogram of a job, named as the Prometheus clients name them.',
    signals: (input) => jobSignals(input),
  },
];

type Signals = Readonly<Record<string, BlockSignal>>;

function controllerSignals({ name, action, environment }: RecipeInput): Signals {
  const tags = [
    `env:${environment}`,
    `controller:${name}`,
    ...(action === '' ? [] : [`action:${action}`]),
  ].join(',');
  const count = (more: string): BlockSignal => ({
    source: 'datadog',
    kind: 'count',
    query: `sum:vets_api.statsd.api_rack_request{${tags}${more}}.as_count()`,
  });
  const slow = 'vets_api.statsd.api_rack_request_duration';
  return {
    hits: count(''),
    errors: { ...count(',status:5*'), absent: 'zero', heartbeat: 'hits' },
    'by-status': { ...count(''), by: 'status' },
    average: timed(`avg:${slow}.avg{${tags}}`, 'avg'),
    p95: timed(`p95:${slow}_distribution{${tags}}`, 'p95'),
    highest: timed(`max:${slow}.max{${tags}}`, 'max'),
  };
}

function timed(query: string, statistic: 'avg' | 'p95' | 'max'): BlockSignal {
  return { source: 'datadog', kind: 'duration', unit: 'ms', statistic, weight: 'hits', query };
}

function serviceSignals({ name, action, environment }: RecipeInput): Signals {
  const tags = [
    `env:${environment}`,
    `service:${name}`,
    ...(action === '' ? [] : [`resource_name:${action}`]),
  ].join(',');
  const count = (metric: string): BlockSignal => ({
    source: 'datadog',
    kind: 'count',
    query: `sum:trace.rack.request.${metric}{${tags}}.as_count()`,
  });
  const time = (statistic: 'avg' | 'p95' | 'max'): BlockSignal => ({
    source: 'datadog',
    kind: 'duration',
    unit: 's',
    statistic,
    weight: 'hits',
    query: `${statistic}:trace.rack.request{${tags}}`,
  });
  return {
    hits: count('hits'),
    errors: { ...count('errors'), absent: 'zero', heartbeat: 'hits' },
    'by-status': { ...count('hits.by_http_status'), by: 'http.status_code' },
    average: time('avg'),
    p95: time('p95'),
    highest: time('max'),
  };
}

function jobSignals({ name, action, environment }: RecipeInput): Signals {
  const labels = [
    `job=${JSON.stringify(name)}`,
    ...(environment === '' ? [] : [`env=${JSON.stringify(environment)}`]),
    ...(action === '' ? [] : [`handler=${JSON.stringify(action)}`]),
  ].join(',');
  const counter = (more: string): BlockSignal => ({
    source: 'prometheus',
    kind: 'counter',
    query: `http_requests_total{${labels}${more}}`,
  });
  return {
    hits: counter(''),
    errors: counter(',code=~"5.."'),
    'by-status': { ...counter(''), by: 'code' },
    durations: {
      source: 'prometheus',
      kind: 'histogram',
      unit: 's',
      query: `http_request_duration_seconds_bucket{${labels}}`,
    },
  };
}
