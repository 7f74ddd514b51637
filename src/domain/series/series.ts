import type { EpochMs, Ms } from '../time/time.ts';

/**
 * What a bucket's number means.
 * `count` adds up over buckets; `duration` is an average per bucket in milliseconds and never adds up;
 * `gauge` is a state; `unique` counts distinct things and never adds up; `histogram` counts by upper bound.
 */
export type SeriesKind = 'count' | 'duration' | 'gauge' | 'unique' | 'histogram';

/** A named part of a series: one status code, one error type, or one histogram bound (`key` is `le`, in ms). */
export interface SeriesGroup {
  readonly key: string;
  readonly values: readonly (number | null)[];
}

/** Something worth saying about a series that is still usable. */
export interface SeriesIssue {
  readonly code:
    | 'no_data'
    | 'partial_upstream'
    | 'interval_changed'
    | 'off_grid_points'
    | 'clock_skew'
    | 'non_finite'
    | 'unit_unknown'
    | 'unit_changed'
    | 'unknown_fields'
    | 'counter_reset'
    | 'truncated';
  readonly message: string;
}

/**
 * Buckets on one UTC grid. Bucket `i` covers `[start + i·width, start + (i+1)·width)`.
 * `values[i] === null` is a gap: unknown, never zero. No NaN, no Infinity.
 */
export interface SeriesData {
  readonly kind: SeriesKind;
  readonly start: EpochMs;
  readonly width: Ms;
  readonly values: readonly (number | null)[];
  readonly groups?: readonly SeriesGroup[] | undefined;
  /** The whole window's value where it is not the sum of the buckets: distinct things, asked of the source as one. */
  readonly total?: number | null | undefined;
  /** Buckets that end at or before this are complete. `null`: nothing is known to be complete. */
  readonly completeThrough: EpochMs | null;
  readonly fetchedAt: EpochMs;
  readonly assumedLag: Ms;
  readonly clockSkew: Ms | null;
  readonly provenance: SeriesProvenance;
}

/** Where the numbers came from. Carries no credential and no actor id. */
interface SeriesProvenance {
  readonly source: string;
  readonly endpoint: string;
  readonly query: string;
  readonly link?: string | undefined;
}

/** Every way of failing to read has a name; a retry never hides one. */
export type SeriesErrorCode =
  | 'not_configured'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'bad_query'
  | 'rate_limited'
  | 'timeout'
  | 'upstream_unavailable'
  | 'too_many_points'
  | 'window_unsupported'
  | 'schema_drift'
  | 'clock_skew'
  | 'circuit_open'
  | 'internal';

export interface SeriesError {
  readonly code: SeriesErrorCode;
  /** What failed, the value, and the remedy. Never a secret. */
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAt: EpochMs | null;
  readonly httpStatus?: number | undefined;
  readonly attempts: number;
  readonly firstSeen: EpochMs;
}

/** The answer for one signal. It is never dropped: a failure is an answer too. */
export type SeriesResult = {
  readonly id: string;
  readonly source: string;
  /** True where the numbers are made up for show. */
  readonly example: boolean;
} & (
  | {
      readonly status: 'ok' | 'partial' | 'stale' | 'empty';
      readonly data: SeriesData;
      readonly issues: readonly SeriesIssue[];
    }
  | {
      readonly status: 'error';
      readonly error: SeriesError;
      readonly lastGood?: SeriesData | undefined;
      /** What was asked, as the plan writes it: whoever mends a query must see it. */
      readonly query?: string | undefined;
    }
);
