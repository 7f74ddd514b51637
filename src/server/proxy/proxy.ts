import { setMaxListeners } from 'node:events';
import type { SeriesResult } from '#domain/series/series.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { datadogSource } from './datadog/datadog-source.ts';
import { exampleSource } from './example/example-source.ts';
import { allotmentReader, type AllotmentResult } from './flipper/allotment-reader.ts';
import type { MetricSource } from './metric-source.ts';
import { prometheusSource } from './prometheus/prometheus-source.ts';
import type { ProxyConfig } from './proxy-config.ts';
import { redactor, secretsIn } from './redact.ts';
import { sentrySource } from './sentry/sentry-source.ts';
import { toggleWays } from './flipper/toggle-ways.ts';
import { seriesReader } from './series-reader.ts';
import type { SignalRequest } from './signal-request.ts';
import { sourceHealth, type SourceState, type WayState } from './source-health.ts';
import { upstreamGate, type Gate, type GateRules } from './upstream-gate.ts';

export type { AllotmentResult, SourceState };

/** What stands between Stagewatch and every upstream. It never throws: a failure is an answer. */
export interface Proxy {
  /** Same order, one result per request. */
  readSeries(requests: readonly SignalRequest[], signal: AbortSignal): Promise<readonly SeriesResult[]>;
  /** Same order, one result per toggle. */
  readAllotments(toggles: readonly string[], signal: AbortSignal): Promise<readonly AllotmentResult[]>;
  /** True where Flipper is configured, so that its answer outranks what a person entered. */
  readonly readsFlipper: boolean;
  sources(): readonly SourceState[];
}

export interface ProxyDeps {
  readonly fetch: typeof fetch;
  readonly now: () => EpochMs;
  readonly random: () => number;
}

export function createProxy(config: ProxyConfig, deps: ProxyDeps): Proxy {
  const { prometheus, datadog, sentry } = config;
  const gates = gatesOf(config, deps);
  const ways = toggleWays(config, { ...deps, ...gates.flipper });
  const sources: readonly MetricSource[] = [
    exampleSource(deps),
    ...(prometheus === null ? [] : [prometheusSource(prometheus, { ...deps, ...gates.prometheus })]),
    ...(datadog === null ? [] : [datadogSource(datadog, { ...deps, ...gates.datadog })]),
    ...(sentry === null ? [] : [sentrySource(sentry, { ...deps, ...gates.sentry })]),
  ];
  const health = sourceHealth(
    [
      { id: 'example', kind: 'Example data', example: true, configured: true },
      { id: 'prometheus', kind: 'Prometheus', example: false, configured: prometheus !== null },
      { id: 'datadog', kind: 'Datadog', example: false, configured: datadog !== null },
      { id: 'sentry', kind: 'Sentry', example: false, configured: sentry !== null },
      { id: 'flipper', kind: 'Flipper', example: false, configured: ways.length > 0 },
    ],
    (id) =>
      Object.entries(gates)
        .find(([name]) => name === id)?.[1]
        .state() ?? null,
  );
  const redact = redactor(
    [prometheus, datadog, sentry, config.flipper, config.flipperPage].flatMap((one) =>
      secretsIn(one?.headers ?? {}),
    ),
  );
  const mayRetry = (id: string): boolean =>
    Object.entries(gates)
      .find(([name]) => name === id)?.[1]
      .mayRetry() ?? true;
  const readOne = seriesReader(sources, { ...deps, redact, health, mayRetry });
  const allotments = allotmentReader(ways, { ...deps, ...gates.flipper, redact, health });
  return {
    readsFlipper: ways.length > 0,
    readSeries: (requests, signal) => {
      // Each question listens for the caller to leave, and a plan may ask many at once.
      const shared = AbortSignal.any([signal]);
      setMaxListeners(0, shared);
      return Promise.all(requests.map((request) => readOne(request, shared)));
    },
    readAllotments: (toggles, signal) => allotments.read(toggles, signal),
    sources: () => health.states().map((state) => redacted(withWays(state, allotments.ways()), redact)),
  };
}

function withWays(state: SourceState, ways: readonly WayState[]): SourceState {
  return state.id === 'flipper' ? { ...state, ways } : state;
}

/** Queries are people's own words, and the names of limits are the source's own words. */
function redacted(state: SourceState, redact: (text: string) => string): SourceState {
  const { gate, questions } = state;
  const asked =
    questions === undefined
      ? {}
      : { questions: { ...questions, failing: questions.failing.map((one) => redact(one)) } };
  if (gate === null || gate === undefined) return { ...state, ...asked };
  const named = <T extends { readonly name: string }>(one: T): T => ({ ...one, name: redact(one.name) });
  return {
    ...state,
    ...asked,
    gate: { ...gate, limits: gate.limits.map(named), open: gate.open.map(named) },
  };
}

type Gated = 'prometheus' | 'datadog' | 'sentry' | 'flipper';

function gatesOf(config: ProxyConfig, deps: ProxyDeps): Readonly<Record<Gated, Gate>> {
  const gate = (name: string, places: number, reset: GateRules['reset'] = 'seconds from now'): Gate =>
    upstreamGate({ name, places, reset, perMinute: config.perMinute }, deps);
  // Prometheus runs twenty queries at once for everybody; Datadog's limits are of the whole organisation.
  return {
    prometheus: gate('Prometheus', 6),
    datadog: gate('Datadog', 4),
    sentry: gate('Sentry', 4, 'epoch seconds'),
    flipper: gate('Flipper', 4),
  };
}
