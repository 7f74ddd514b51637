import type { SeriesData, SeriesResult } from '#domain/series/series.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { deadlineIn } from './deadline.ts';
import {
  allowedDelayOf,
  failed,
  failure,
  newestPoint,
  reachOf,
  type MetricSource,
  type SourceFailure,
} from './metric-source.ts';
import { recentAnswers } from './recent-answers.ts';
import { turnstile, withRetries } from './retries.ts';
import { seriesCache, type SeriesCache } from './series-cache.ts';
import type { SignalRequest } from './signal-request.ts';
import { singleFlight, unlessAborted } from './single-flight.ts';
import { failingSince, questionOf, type SourceHealth } from './source-health.ts';

export interface ReaderDeps {
  readonly now: () => EpochMs;
  readonly random: () => number;
  readonly redact: (text: string) => string;
  readonly health: SourceHealth;
  /** Whether one more further try is within a source's share of them. */
  readonly mayRetry: (source: string) => boolean;
}

/** Questions to one source that may be under way at once. */
const placesPerSource = 6;

/** Reads one signal: shares what is under way, asks only for what is not known, tries again, and never throws. */
export function seriesReader(
  sources: readonly MetricSource[],
  deps: ReaderDeps,
): (request: SignalRequest, signal: AbortSignal) => Promise<SeriesResult> {
  const cache = seriesCache();
  const flights = singleFlight<SeriesResult>();
  const recent = recentAnswers(deps.now);
  const since = failingSince();
  const turns = new Map(sources.map((source) => [source.id, turnstile(source.places ?? placesPerSource)]));

  const ask = async (
    source: MetricSource,
    request: SignalRequest,
    stop: AbortSignal,
  ): Promise<SeriesResult> => {
    const timeout = deadlineIn(source.deadline);
    const signal = AbortSignal.any([stop, timeout]);
    const deadline = deps.now() + source.deadline;
    const read = async (asked: SignalRequest): Promise<SeriesResult> =>
      withoutNames(await withTries(source, asked, deadline, deps, signal), deps.redact);
    const turn = turns.get(source.id) ?? (<T>(task: () => Promise<T>): Promise<T> => task());
    try {
      return await turn(() => unlessAborted(fromCache(cache, source, request, read), signal), signal);
    } catch (error) {
      return failed(source, request, thrown(source, error, timeout.aborted), deps.now());
    }
  };

  const askAndKeep = async (
    key: string,
    source: MetricSource,
    request: SignalRequest,
    stop: AbortSignal,
  ): Promise<SeriesResult> => {
    const answer = await ask(source, request, stop);
    // Given up because nobody waited is no answer to who comes next; and an open circuit costs the source nothing.
    const isOpen = answer.status === 'error' && answer.error.code === 'circuit_open';
    if (!stop.aborted && !isOpen) recent.keep(key, request.width, answer);
    return answer;
  };

  return async (request, signal) => {
    const source = sources.find(({ id }) => id === request.source);
    if (source === undefined)
      return failed({ example: false }, request, notConfigured(request.source), deps.now());
    const { id, ...question } = request;
    const key = JSON.stringify(question);
    let result: SeriesResult;
    try {
      const known = recent.get(key, request.width);
      result = known ?? (await flights.run(key, (stop) => askAndKeep(key, source, request, stop), signal));
    } catch (error) {
      result = failed(source, request, thrown(source, error, false), deps.now());
    }
    return finished({ ...result, id }, source, request);
  };

  function finished(result: SeriesResult, source: MetricSource, request: SignalRequest): SeriesResult {
    const key = questionOf({ ...request, source: source.id });
    if (result.status !== 'error') {
      since(key, 'good');
      deps.health.good(source.id, key, {
        at: result.data.fetchedAt,
        newestPoint: newestPoint(result.data),
        reach: reachOf(request, result.data),
        allowedDelay: allowedDelayOf(result.data),
        assumedLag: result.data.assumedLag,
      });
      const issues = result.issues.map((issue) => ({ ...issue, message: deps.redact(issue.message) }));
      return { ...result, issues, data: withLink(result.data, source, request) };
    }
    const error = {
      ...result.error,
      message: deps.redact(result.error.message),
      firstSeen: since(key, result.error),
    };
    deps.health.bad(source.id, key, error, deps.now());
    const lastGood = cache.lastGood(request);
    return {
      ...result,
      error,
      ...(lastGood === undefined ? {} : { lastGood: withLink(lastGood, source, request) }),
    };
  }
}

/** Made last and for all that was asked: what is kept was read in pieces. */
function withLink(data: SeriesData, source: MetricSource, request: SignalRequest): SeriesData {
  const link = source.link?.(request);
  return link === undefined ? data : { ...data, provenance: { ...data.provenance, link } };
}

/** A source that carries several questions in one request tries again for all of them together. */
async function withTries(
  source: MetricSource,
  request: SignalRequest,
  deadline: EpochMs,
  deps: ReaderDeps,
  signal: AbortSignal,
): Promise<SeriesResult> {
  if (source.triesItself === true) return source.read(request, signal);
  const { answer, attempts } = await withRetries(
    () => source.read(request, signal),
    (result) => (result.status === 'error' ? result.error : null),
    deadline,
    { ...deps, mayRetry: () => deps.mayRetry(source.id) },
    signal,
  );
  return answer.status === 'error' ? { ...answer, error: { ...answer.error, attempts } } : answer;
}

/** A tag's values can be people's addresses: such groups keep their numbers and lose their names. */
function withoutNames(result: SeriesResult, redact: (text: string) => string): SeriesResult {
  if (result.status === 'error' || result.data.groups === undefined) return result;
  const groups = result.data.groups.map((group, i) => {
    const key = redact(group.key);
    return key === group.key ? group : { ...group, key: `${key} (${i + 1})` };
  });
  return { ...result, data: { ...result.data, groups } };
}

async function fromCache(
  cache: SeriesCache,
  source: MetricSource,
  request: SignalRequest,
  read: (request: SignalRequest) => Promise<SeriesResult>,
): Promise<SeriesResult> {
  const missing = cache.missing(request);
  if (missing === null) {
    const known = cache.known(request, source.example);
    if (known !== null) return known;
  }
  const tail = missing ?? request.window;
  const joined = cache.join(request, tail, await read({ ...request, window: tail }));
  if (joined !== null) return joined;
  const whole = await read(request);
  return cache.join(request, request.window, whole) ?? whole;
}

/** What was thrown is a deadline, a caller who left, or a fault of ours: it must read as a failure, never as silence. */
function thrown(source: MetricSource, error: unknown, late: boolean): SourceFailure {
  if (late) {
    const message = `${source.kind} did not answer within ${source.deadline / 1000} s. Check its load, or ask for less.`;
    return failure('timeout', message, { retryable: true });
  }
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')) {
    const message = `The question to ${source.kind} was given up: nobody waited for the answer any longer.`;
    return failure('timeout', message, { retryable: true });
  }
  const reason = error instanceof Error ? error.message : 'no reason given';
  return failure('internal', `Reading ${source.kind} failed inside Stagewatch: ${reason}.`);
}

function notConfigured(source: string): SourceFailure {
  const variable = variables[source] ?? `This version knows ${Object.keys(variables).join(', ')} and example`;
  return failure(
    'not_configured',
    `The source "${source}" is not configured. ${variable}, or correct the plan.`,
  );
}

const variables: Readonly<Record<string, string>> = {
  prometheus: 'Set STAGEWATCH_PROMETHEUS_URL',
  datadog: 'Set STAGEWATCH_DATADOG_SITE, STAGEWATCH_DATADOG_API_KEY and STAGEWATCH_DATADOG_APP_KEY',
  sentry: 'Set STAGEWATCH_SENTRY_URL, STAGEWATCH_SENTRY_ORG and STAGEWATCH_SENTRY_TOKEN',
};
