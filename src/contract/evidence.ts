import * as z from 'zod/mini';
import { said } from './journal.ts';
import { run } from './rollout.ts';
import { seriesError, seriesResult } from './series.ts';
import { allotment, readingState, verdict } from './verdict.ts';

const epoch = z.number();
const window = z.readonly(z.object({ from: epoch, to: epoch }));

const past = z.readonly(
  z.object({
    label: z.string(),
    window,
    percent: z.nullable(z.number()),
    series: z.readonly(z.array(seriesResult)),
  }),
);

const knownAllotment = z.discriminatedUnion('status', [
  z.readonly(z.object({ status: z.literal('ok'), allotment })),
  z.readonly(z.object({ status: z.literal('error'), error: seriesError })),
]);

/**
 * Everything a judgement was made of but the plan, which is kept by its version: what is here and the plan give the same
 * verdict again. Kept with every verdict that says something new, and with every notice.
 */
export const evidence = z.readonly(
  z.object({
    /** The judging rules it was judged by. */
    rules: z.number(),
    planVersion: z.number(),
    stage: z.string(),
    run,
    /** Width of the buckets, in milliseconds. */
    width: z.number(),
    cadence: z.number(),
    now: epoch,
    series: z.readonly(z.array(seriesResult)),
    baselines: z.readonly(
      z.object({
        previousStage: z.nullable(past),
        sameHours: z.readonly(z.array(past)),
        lately: z.readonly(z.array(past)),
      }),
    ),
    allotments: z.readonly(z.record(z.string(), knownAllotment)),
    previous: z.nullable(verdict),
    accepts: z.readonly(
      z.array(
        z.readonly(
          z.object({
            criterion: z.string(),
            by: z.string(),
            reason: z.string(),
            at: epoch,
            until: epoch,
            state: readingState,
            value: z.nullable(z.number()),
          }),
        ),
      ),
    ),
    excluded: z.readonly(z.array(window)),
    answers: z.readonly(
      z.array(z.readonly(z.object({ criterion: z.string(), at: epoch, by: z.string(), said }))),
    ),
    closedGates: z.readonly(z.array(z.string())),
    decision: z.nullable(
      z.readonly(
        z.object({
          choice: z.enum(['advance', 'roll-back']),
          at: epoch,
          by: z.string(),
          reason: z.nullable(z.string()),
          toPercent: z.nullable(z.number()),
        }),
      ),
    ),
    checkIns: z.readonly(z.array(z.readonly(z.object({ id: z.string(), due: epoch })))),
    /** What was judged from it. */
    verdict,
  }),
);
export type Evidence = z.infer<typeof evidence>;
