import type {
  SeriesData,
  SeriesError,
  SeriesErrorCode,
  SeriesIssue,
  SeriesResult,
} from '#domain/series/series.ts';
import type { EpochMs, Ms } from '#domain/time/time.ts';
import type { SignalRequest } from './signal-request.ts';

/** One adapter per upstream behind this interface. An adapter never throws: a failure is an answer. */
export interface MetricSource {
  readonly id: string;
  /** As users know it: "Prometheus". */
  readonly kind: string;
  /** True where the numbers are made up for show. */
  readonly example: boolean;
  /** How long after a bucket's end its numbers may still change. */
  readonly assumedLag: Ms;
  /** How long an answer may take, further tries included. */
  readonly deadline: Ms;
  /** Questions that may be under way at once, where one request carries several. */
  readonly places?: number;
  /** True where the source itself asks again after a passing failure. */
  readonly triesItself?: boolean;
  read(request: SignalRequest, signal: AbortSignal): Promise<SeriesResult>;
  /** The source's own page of a plan's query over the whole window; without it, or `undefined`, there is none. */
  link?(request: SignalRequest): string | undefined;
}

/** Why something could not be read, before it is known how often it was tried. */
export interface SourceFailure {
  readonly ok: false;
  readonly code: SeriesErrorCode;
  /** What failed, the value, the remedy; free of secrets. */
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAt: EpochMs | null;
  readonly httpStatus?: number;
}

export function failure(
  code: SeriesErrorCode,
  message: string,
  more: {
    readonly retryable?: boolean;
    readonly httpStatus?: number;
    readonly retryAt?: EpochMs | null;
  } = {},
): SourceFailure {
  return {
    ok: false,
    code,
    message,
    retryable: more.retryable ?? false,
    retryAt: more.retryAt ?? null,
    ...(more.httpStatus === undefined ? {} : { httpStatus: more.httpStatus }),
  };
}

export function errorOf(why: SourceFailure, now: EpochMs, attempts = 1): SeriesError {
  const { code, message, retryable, retryAt, httpStatus } = why;
  const status = httpStatus === undefined ? {} : { httpStatus };
  return { code, message, retryable, retryAt, ...status, attempts, firstSeen: now };
}

export function failed(
  source: Pick<MetricSource, 'example'>,
  request: SignalRequest,
  why: SourceFailure,
  now: EpochMs,
): SeriesResult {
  const { id, query } = request;
  const error = errorOf(why, now);
  return { id, source: request.source, example: source.example, status: 'error', error, query };
}

export function answered(
  source: Pick<MetricSource, 'example'>,
  request: SignalRequest,
  data: SeriesData,
  issues: readonly SeriesIssue[],
): SeriesResult {
  const { id } = request;
  const status = statusOf(request, data, issues);
  return { id, source: request.source, example: source.example, status, data, issues };
}

/** The worst that is true: nothing at all, nothing new, something missing. */
export function statusOf(
  request: SignalRequest,
  data: SeriesData,
  issues: readonly SeriesIssue[],
): 'ok' | 'partial' | 'stale' | 'empty' {
  const newest = newestPoint(data);
  if (newest === null) return 'empty';
  if (reachOf(request, data) - newest > allowedDelayOf(data)) return 'stale';
  return issues.some(isShort) ? 'partial' : 'ok';
}

/** Up to where there could be values: what is yet to come is not late. */
export function reachOf(request: SignalRequest, data: SeriesData): EpochMs {
  return Math.min(request.window.to, data.fetchedAt);
}

/** Numbers further behind than three buckets and the source's own lag are stale. */
export function allowedDelayOf(data: SeriesData): Ms {
  return 3 * data.width + data.assumedLag;
}

/** An issue that means events may be missing from the numbers. */
export function isShort(issue: SeriesIssue): boolean {
  return issue.code === 'partial_upstream' || issue.code === 'truncated';
}

/** End of the newest bucket with a value; `null` when there is none. */
export function newestPoint(data: SeriesData): EpochMs | null {
  const last = data.values.findLastIndex((value) => value !== null);
  return last === -1 ? null : data.start + (last + 1) * data.width;
}
