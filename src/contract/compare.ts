import * as z from 'zod/mini';
import { run } from './rollout.ts';
import { readingState, verdictState } from './verdict.ts';

const epoch = z.number();
const list = <T extends z.core.SomeType>(item: T) => z.readonly(z.array(item));
const record = <T extends z.core.$ZodLooseShape>(shape: T) => z.readonly(z.object(shape));

/** `GET /api/rollouts/:id/compare`: every stage that ran, by what its newest run was last judged at. */
export const comparison = record({
  rollout: record({ id: z.string(), title: z.string(), zone: z.string() }),
  example: z.boolean(),
  serverNow: epoch,
  columns: list(
    record({
      stage: z.string(),
      label: z.string(),
      percent: z.nullable(z.number()),
      run,
      verdict: record({ state: verdictState, word: z.string() }),
      judgedThrough: z.nullable(epoch),
      /** While it runs: after this instant it is too old to stand. */
      staleAfter: z.nullable(epoch),
    }),
  ),
  rows: list(
    record({
      id: z.string(),
      criterion: z.string(),
      label: z.string(),
      unit: z.enum(['share', 'ms', 'none']),
      cells: list(
        record({
          stage: z.string(),
          state: z.nullable(readingState),
          value: z.nullable(z.number()),
          range: z.nullable(record({ low: z.number(), high: z.number() })),
          events: z.nullable(z.number()),
          of: z.nullable(z.number()),
          why: z.string(),
        }),
      ),
      steadiness: record({
        answer: z.enum(['constant', 'not constant', 'cannot tell', 'not compared']),
        said: z.string(),
      }),
      tolerance: z.nullable(z.number()),
      stated: z.boolean(),
    }),
  ),
});
export type Comparison = z.infer<typeof comparison>;
