import * as z from 'zod';

const number = z.number().nullable();

/** `GET …/events-timeseries/`: milliseconds, zero-filled. */
export const timeseriesAnswer = z.looseObject({
  timeSeries: z.array(
    z.looseObject({
      groupBy: z.array(z.looseObject({ key: z.string(), value: z.unknown() })).nullish(),
      values: z.array(
        z.looseObject({ timestamp: z.number(), value: number, incomplete: z.boolean().nullish() }),
      ),
      meta: z
        .looseObject({
          valueUnit: z.string().nullish(),
          dataScanned: z.string().nullish(),
          isOther: z.boolean().nullish(),
        })
        .nullish(),
    }),
  ),
  meta: z.unknown().optional(),
});

/** `GET …/events-stats/`, one axis: seconds, and an empty bucket is an empty list. */
const stats = z.looseObject({
  data: z.array(z.tuple([z.number(), z.array(z.looseObject({ count: number.optional() }))])),
});
export const statsAnswer = z.union([stats, z.record(z.string(), stats)]);
export type StatsAnswer = z.infer<typeof stats>;

/** `GET …/events/` with one field. */
export const tableAnswer = z.looseObject({ data: z.array(z.record(z.string(), z.unknown())) });

/** `GET …/issues/`: of each only when it was first seen. */
export const issuesAnswer = z.array(z.looseObject({ id: z.string(), firstSeen: z.string() }));

export const errorAnswer = z.looseObject({ detail: z.unknown() });
