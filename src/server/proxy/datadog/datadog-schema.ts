import * as z from 'zod';

/** Only what is read is strict; a new key or a new word of an upstream enum is no drift. */

const unit = z.looseObject({
  family: z.string().nullish(),
  name: z.string().nullish(),
  /** Relative to the family's base: `microsecond` is 0.000001 of a second. */
  scale_factor: z.number().nullish(),
});
const units = z.array(unit.nullable()).nullish();
export type DatadogUnit = z.infer<typeof unit>;

const value = z.number().nullable();

/** `POST /api/v2/query/timeseries`. Buckets without anything are left out of `times`. */
export const timeseriesAnswer = z.looseObject({
  data: z.looseObject({
    attributes: z.looseObject({
      series: z.array(
        z.looseObject({
          group_tags: z.array(z.string()).nullish(),
          query_index: z.number().nullish(),
          unit: units,
        }),
      ),
      times: z.array(z.number()),
      values: z.array(z.array(value)),
    }),
  }),
  /** May stand beside data in an answer with status 200. */
  errors: z.unknown().optional(),
});

/** `POST /api/v2/query/scalar`. Group columns hold the tags of each row. */
export const scalarAnswer = z.looseObject({
  data: z.looseObject({
    attributes: z.looseObject({
      columns: z.array(
        z.looseObject({
          name: z.string().nullish(),
          type: z.string().nullish(),
          values: z.array(z.unknown()),
        }),
      ),
    }),
  }),
  errors: z.unknown().optional(),
});

/** `GET /api/v1/query`. `interval` is in seconds, stamps in milliseconds. */
export const v1Answer = z.looseObject({
  status: z.string(),
  error: z.string().nullish(),
  series: z
    .array(
      z.looseObject({
        interval: z.number().nullish(),
        scope: z.string().nullish(),
        tag_set: z.array(z.string()).nullish(),
        unit: units,
        pointlist: z.array(z.tuple([z.number(), value])),
      }),
    )
    .optional(),
});

const computed = z.record(
  z.string(),
  z.union([
    z.number(),
    z.string(),
    z.null(),
    z.array(z.looseObject({ time: z.string(), value: value.optional() })),
  ]),
);
const by = z.record(z.string(), z.unknown()).nullish();

const aggregateMeta = z.looseObject({
  status: z.string().nullish(),
  warnings: z.array(z.unknown()).nullish(),
  page: z.looseObject({ after: z.string().nullish() }).nullish(),
});

/** `POST /api/v2/logs/analytics/aggregate` (`computes`) and the spans' one (`attributes.compute`). */
export const aggregateAnswer = z.looseObject({
  meta: aggregateMeta.nullish(),
  data: z.union([
    z.looseObject({ buckets: z.array(z.looseObject({ by, computes: computed.nullish() })) }),
    z.array(z.looseObject({ attributes: z.looseObject({ by, compute: computed.nullish() }) })),
  ]),
});

/** `GET /api/v1/monitor/{id}`. */
export const monitorAnswer = z.looseObject({
  id: z.number(),
  name: z.string().nullish(),
  overall_state: z.string(),
  overall_state_modified: z.string().nullish(),
  options: z.looseObject({ silenced: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

/** Items are texts at some places and objects at others. */
export const errorsAnswer = z.looseObject({
  errors: z.union([
    z.string(),
    z.array(
      z.union([z.string(), z.looseObject({ title: z.string().nullish(), detail: z.string().nullish() })]),
    ),
  ]),
});
