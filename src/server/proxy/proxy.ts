import { setMaxListeners } from 'node:events';
import type { SeriesResult } from '#domain/series/series.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { exampleSource } from './example/example-source.ts';
import { allotmentReader, type AllotmentResult } from './flipper/allotment-reader.ts';
import type { MetricSource } from './metric-source.ts';
import { prometheusSource } from './prometheus/prometheus-source.ts';
import type { ProxyConfig } from './proxy-config.ts';
import { redactor, secretsIn } from './redact.ts';
import { seriesReader } from './series-reader.ts';
import type { SignalRequest } from './signal-request.ts';
import { sourceHealth, type SourceState } from './source-health.ts';

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
  const { prometheus, flipper } = config;
  const sources: readonly MetricSource[] = [
    exampleSource(deps),
    ...(prometheus === null ? [] : [prometheusSource(prometheus, deps)]),
  ];
  const health = sourceHealth([
    { id: 'example', kind: 'Example data', example: true, configured: true },
    { id: 'prometheus', kind: 'Prometheus', example: false, configured: prometheus !== null },
    { id: 'flipper', kind: 'Flipper', example: false, configured: flipper !== null },
  ]);
  const redact = redactor([...secretsIn(prometheus?.headers ?? {}), ...secretsIn(flipper?.headers ?? {})]);
  const readOne = seriesReader(sources, { ...deps, redact, health });
  return {
    readsFlipper: flipper !== null,
    readSeries: (requests, signal) => {
      // Each question listens for the caller to leave, and a plan may ask many at once.
      const shared = AbortSignal.any([signal]);
      setMaxListeners(0, shared);
      return Promise.all(requests.map((request) => readOne(request, shared)));
    },
    readAllotments: allotmentReader(flipper, { ...deps, redact, health }),
    sources: () => health.states(),
  };
}
