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
export const stats = z.looseObject({
  data: z.array(z.tuple([z.number(), z.array(z.looseObject({ count: number.optional() }))])),
});
/** Of several axes, or of the top groups, each of one axis or of several: beside them there may be other members. */
const axes = z.record(z.string(), z.union([stats, z.number(), z.boolean(), z.null()])).refine(holdsStats);
export const statsAnswer = z.union([stats, z.record(z.string(), z.union([stats, axes]))]);
export type StatsAnswer = z.infer<typeof stats>;

function holdsStats(members: Readonly<Record<string, unknown>>): boolean {
  return Object.values(members).some((one) => typeof one === 'object' && one !== null);
}

/** `GET …/events/` with one field. */
export const tableAnswer = z.looseObject({ data: z.array(z.record(z.string(), z.unknown())) });

/** `GET …/issues/`: of each only when it was first seen. */
export const issuesAnswer = z.array(z.looseObject({ id: z.string(), firstSeen: z.string() }));

export const errorAnswer = z.looseObject({ detail: z.unknown() });
