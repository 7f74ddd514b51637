import type { Allotment } from '#contract/verdict.ts';
import type { SeriesError, SeriesResult } from '#domain/series/series.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { exampleSource } from './example/example-source.ts';
import { readFlipper, type FlipperConfig } from './flipper/flipper-source.ts';
import { failure, type MetricSource, type SourceAnswer, type SourceFailure } from './metric-source.ts';
import { prometheusSource } from './prometheus/prometheus-source.ts';
import type { ProxyConfig } from './proxy-config.ts';
import { limitedRetries } from './retries.ts';
import { newestPoint, seriesCache } from './series-cache.ts';
import type { SignalRequest } from './signal-request.ts';

export type AllotmentResult = { readonly toggle: string } & (
  | { readonly status: 'ok'; readonly allotment: Allotment }
  | { readonly status: 'error'; readonly error: SeriesError }
);

/** How a source has been doing. */
export interface SourceState {
  readonly id: string;
  readonly kind: string;
  readonly example: boolean;
  readonly configured: boolean;
  readonly lastGood: EpochMs | null;
  readonly newestPoint: EpochMs | null;
  readonly lastError: SeriesError | null;
}

export interface Proxy {
  /** Same order, one result per request. Never throws, never drops: a failure is an answer. */
  readSeries(requests: readonly SignalRequest[], signal: AbortSignal): Promise<readonly SeriesResult[]>;
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

/** Questions to one source that may be under way at once. */
const concurrency = 8;

export function createProxy(config: ProxyConfig, deps: ProxyDeps): Proxy {
  const sources: readonly MetricSource[] = [
    exampleSource(deps),
    ...(config.prometheus === null ? [] : [prometheusSource(config.prometheus, deps)]),
  ];
  const health = new Map<string, SourceState>();
  const remember = (id: string, change: Partial<SourceState>): void => {
    const before = health.get(id) ?? {
      ...unseen,
      id,
      kind: kindName(id),
      example: id === 'example',
      configured: true,
    };
    health.set(id, { ...before, ...change });
  };
  for (const source of sources) remember(source.id, { kind: source.kind });
  if (config.flipper !== null) remember('flipper', {});
  const cache = seriesCache();
  const retries = limitedRetries(concurrency, deps.random);
  const underWay = new Map<string, Promise<SourceAnswer>>();

  const ask = (source: MetricSource, request: SignalRequest, signal: AbortSignal): Promise<SourceAnswer> => {
    const key = JSON.stringify(request);
    const running = underWay.get(key);
    if (running !== undefined) return running;
    const asked = retries
      .run(source.id, () => source.read({ ...request, window: cache.missing(request) }, signal), signal)
      .then((answer) => cache.join(request, answer))
      .finally(() => underWay.delete(key));
    underWay.set(key, asked);
    return asked;
  };

  return {
    readsFlipper: config.flipper !== null,
    readSeries: (requests, signal) =>
      Promise.all(
        requests.map(async (request): Promise<SeriesResult> => {
          const source = sources.find((one) => one.id === request.source);
          const answer =
            source === undefined
              ? notConfigured(request.source)
              : await guarded(() => ask(source, request, signal));
          const result = toResult(request, source, answer, deps.now());
          if (source !== undefined) remember(source.id, healthOf(result, deps.now()));
          return result;
        }),
      ),
    readAllotments: async (toggles, signal) => {
      const answers = await readToggles(config.flipper, toggles, deps, signal);
      const failed = answers.find((answer) => answer.status === 'error');
      if (config.flipper !== null) {
        remember(
          'flipper',
          failed?.status === 'error'
            ? { lastError: failed.error }
            : { lastGood: deps.now(), newestPoint: deps.now(), lastError: null },
        );
      }
      return answers;
    },
    sources: () => [...health.values()],
  };
}

const unseen = { lastGood: null, newestPoint: null, lastError: null } as const;

function kindName(id: string): string {
  return id === 'flipper' ? 'Flipper' : id;
}

/** An adapter that throws is a fault of ours; it must read as a failure, never as silence. */
async function guarded(ask: () => Promise<SourceAnswer>): Promise<SourceAnswer> {
  try {
    return await ask();
  } catch (error) {
    return failure(
      'internal',
      `Reading failed inside Stagewatch: ${error instanceof Error ? error.message : 'unknown reason'}.`,
    );
  }
}

function notConfigured(source: string): SourceFailure {
  return failure(
    'not_configured',
    `The source "${source}" is not configured. Set STAGEWATCH_${source.toUpperCase()}_URL, or correct the plan's "source".`,
  );
}

function toResult(
  request: SignalRequest,
  source: MetricSource | undefined,
  answer: SourceAnswer,
  now: EpochMs,
): SeriesResult {
  const identity = { id: request.id, source: request.source, example: source?.example ?? false };
  if (!answer.ok) return { ...identity, status: 'error', error: errorOf(answer, now) };
  const empty = answer.data.values.every((value) => value === null);
  const partial = answer.issues.some(
    (issue) => issue.code === 'partial_upstream' || issue.code === 'truncated',
  );
  const ok = partial ? 'partial' : 'ok';
  return { ...identity, status: empty ? 'empty' : ok, data: answer.data, issues: answer.issues };
}

function errorOf(why: SourceFailure, now: EpochMs): SeriesError {
  return {
    code: why.code,
    message: why.message,
    retryable: why.retryable,
    retryAt: null,
    ...(why.httpStatus === undefined ? {} : { httpStatus: why.httpStatus }),
    attempts: 1,
    firstSeen: now,
  };
}

function healthOf(result: SeriesResult, now: EpochMs): Partial<SourceState> {
  if (result.status === 'error') return { lastError: result.error };
  const newest = newestPoint(result.data);
  return { lastGood: now, lastError: null, ...(newest === null ? {} : { newestPoint: newest }) };
}

async function readToggles(
  flipper: FlipperConfig | null,
  toggles: readonly string[],
  deps: ProxyDeps,
  signal: AbortSignal,
): Promise<readonly AllotmentResult[]> {
  const now = deps.now();
  if (flipper === null) {
    const error = errorOf(
      failure(
        'not_configured',
        'Flipper is not configured. Set STAGEWATCH_FLIPPER_URL, or enter the percentage by hand.',
      ),
      now,
    );
    return toggles.map((toggle) => ({ toggle, status: 'error', error }));
  }
  const answers = await readFlipper(flipper, toggles, deps, signal);
  return toggles.map((toggle): AllotmentResult => {
    const answer = answers.get(toggle);
    if (answer === undefined)
      return {
        toggle,
        status: 'error',
        error: errorOf(failure('internal', `"${toggle}" was not read.`), now),
      };
    return 'ok' in answer
      ? { toggle, status: 'error', error: errorOf(answer, now) }
      : { toggle, status: 'ok', allotment: answer };
  });
}
