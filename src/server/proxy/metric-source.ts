import type { SeriesData, SeriesErrorCode, SeriesIssue } from '#domain/series/series.ts';
import type { Ms } from '#domain/time/time.ts';
import type { SignalRequest } from './signal-request.ts';

/** What an adapter answers: data with what is worth saying about it, or a named failure. Adapters never throw. */
export type SourceAnswer =
  | { readonly ok: true; readonly data: SeriesData; readonly issues: readonly SeriesIssue[] }
  | SourceFailure;

export interface SourceFailure {
  readonly ok: false;
  readonly code: SeriesErrorCode;
  /** What failed, the value, the remedy; free of secrets. */
  readonly message: string;
  readonly retryable: boolean;
  readonly httpStatus?: number;
}

/** One adapter per upstream behind this interface. */
export interface MetricSource {
  readonly id: string;
  readonly kind: string;
  /** True where the numbers are made up for show. */
  readonly example: boolean;
  /** How long after a bucket's end its numbers may still change. */
  readonly assumedLag: Ms;
  read(request: SignalRequest, signal: AbortSignal): Promise<SourceAnswer>;
}

/** A failure, for the adapters. */
export function failure(
  code: SeriesErrorCode,
  message: string,
  more: { readonly retryable?: boolean; readonly httpStatus?: number } = {},
): SourceFailure {
  return {
    ok: false,
    code,
    message,
    retryable: more.retryable ?? false,
    ...(more.httpStatus === undefined ? {} : { httpStatus: more.httpStatus }),
  };
}
