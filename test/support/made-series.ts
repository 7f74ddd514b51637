import type { SeriesData, SeriesError, SeriesKind, SeriesResult } from '../../src/domain/series/series.ts';

export interface MadeSeries {
  readonly id: string;
  readonly start: number;
  readonly width?: number;
  readonly values: readonly (number | null)[];
  readonly kind?: SeriesKind;
  readonly groups?: SeriesData['groups'];
  readonly total?: number | null;
  readonly source?: string;
  /** How many of the buckets are complete; all of them unless said. */
  readonly complete?: number;
}

/** A series as a healthy source would answer it. */
export function madeSeries(made: MadeSeries): SeriesResult {
  const width = made.width ?? 60_000;
  const complete = made.complete ?? made.values.length;
  const source = made.source ?? 'prometheus';
  return {
    id: made.id,
    source,
    example: false,
    status: made.values.some((value) => value !== null) ? 'ok' : 'empty',
    issues: [],
    data: {
      kind: made.kind ?? 'count',
      start: made.start,
      width,
      values: made.values,
      ...(made.groups === undefined ? {} : { groups: made.groups }),
      ...(made.total === undefined ? {} : { total: made.total }),
      completeThrough: made.start + complete * width,
      fetchedAt: made.start + made.values.length * width,
      assumedLag: 0,
      clockSkew: null,
      provenance: { source, endpoint: '/api/v1/query_range', query: made.id },
    },
  };
}

/** A series whose source failed. */
export function failedSeries(
  id: string,
  code: SeriesError['code'] = 'upstream_unavailable',
  source = 'prometheus',
): SeriesResult {
  return {
    id,
    source,
    example: false,
    status: 'error',
    error: {
      code,
      message: `${source} did not answer. Check that it runs.`,
      retryable: true,
      retryAt: null,
      attempts: 3,
      firstSeen: 0,
    },
  };
}

/** Results by id, as the judge takes them. */
export function byId(...results: readonly SeriesResult[]): ReadonlyMap<string, SeriesResult> {
  return new Map(results.map((result) => [result.id, result]));
}
