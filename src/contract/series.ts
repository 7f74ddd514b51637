import * as z from 'zod/mini';

/** Looked through in one pass: a schema for each of a hundred thousand numbers would hold the page up at every refresh. */
const values = z.custom<readonly (number | null)[]>(
  (given) => Array.isArray(given) && given.every((one) => one === null || Number.isFinite(one)),
  'must be an array of finite numbers and nulls',
);

const seriesData = z.readonly(
  z.object({
    kind: z.enum(['count', 'duration', 'gauge', 'unique', 'histogram']),
    start: z.number(),
    width: z.number(),
    values,
    groups: z.optional(z.readonly(z.array(z.readonly(z.object({ key: z.string(), values }))))),
    total: z.optional(z.nullable(z.number())),
    completeThrough: z.nullable(z.number()),
    fetchedAt: z.number(),
    assumedLag: z.number(),
    clockSkew: z.nullable(z.number()),
    provenance: z.readonly(
      z.object({
        source: z.string(),
        endpoint: z.string(),
        query: z.string(),
        link: z.optional(z.string()),
      }),
    ),
  }),
);

const seriesIssue = z.readonly(
  z.object({
    code: z.enum([
      'no_data',
      'partial_upstream',
      'interval_changed',
      'off_grid_points',
      'clock_skew',
      'non_finite',
      'unit_unknown',
      'unit_changed',
      'unknown_fields',
      'counter_reset',
      'truncated',
    ]),
    message: z.string(),
  }),
);

export const seriesError = z.readonly(
  z.object({
    code: z.enum([
      'not_configured',
      'unauthorized',
      'forbidden',
      'not_found',
      'bad_query',
      'rate_limited',
      'timeout',
      'upstream_unavailable',
      'too_many_points',
      'window_unsupported',
      'schema_drift',
      'clock_skew',
      'circuit_open',
      'internal',
    ]),
    message: z.string(),
    retryable: z.boolean(),
    retryAt: z.nullable(z.number()),
    httpStatus: z.optional(z.number()),
    attempts: z.number(),
    firstSeen: z.number(),
  }),
);

const identity = { id: z.string(), source: z.string(), example: z.boolean() };

export const seriesResult = z.union([
  z.readonly(
    z.object({
      ...identity,
      status: z.enum(['ok', 'partial', 'stale', 'empty']),
      data: seriesData,
      issues: z.readonly(z.array(seriesIssue)),
    }),
  ),
  z.readonly(
    z.object({
      ...identity,
      status: z.literal('error'),
      error: seriesError,
      lastGood: z.optional(seriesData),
      /** What was asked, as the plan writes it. */
      query: z.optional(z.string()),
    }),
  ),
]);
