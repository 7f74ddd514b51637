import * as z from 'zod';

/** https://prometheus.io/docs/prometheus/latest/querying/api/#range-vectors */
export const matrixAnswer = z.looseObject({
  status: z.literal('success'),
  data: z.looseObject({
    resultType: z.literal('matrix'),
    result: z.array(
      z.looseObject({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])).optional(),
        /** Native histograms come under this name instead. */
        histograms: z.array(z.tuple([z.number(), z.looseObject({ count: z.string() })])).optional(),
      }),
    ),
  }),
  warnings: z.array(z.string()).optional(),
});
export type MatrixSeries = z.infer<typeof matrixAnswer>['data']['result'][number];

export const errorAnswer = z.looseObject({
  status: z.literal('error'),
  errorType: z.string(),
  error: z.string(),
});
