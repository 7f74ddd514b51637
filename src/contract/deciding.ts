import * as z from 'zod/mini';
import { verdictState } from './verdict.ts';

/** What a decision about a stage starts from. Targets are percentages that Stagewatch never sets itself. */
export const deciding = z.readonly(
  z.object({
    /** How many decisions of this run there are: whoever decides says how many they have seen. */
    decisions: z.number(),
    /** What each toggle gives after an advance; empty where the plan gives no percentages. */
    advance: z.readonly(z.array(z.readonly(z.object({ toggle: z.string(), percent: z.number() })))),
    /** Where a roll back may stop instead of at off: the stage before. */
    back: z.nullable(z.readonly(z.object({ label: z.string(), percent: z.number() }))),
  }),
);

/** What changed under whoever decides: somebody's decision, or the verdict. */
const theirs = z.discriminatedUnion('kind', [
  z.readonly(
    z.object({
      kind: z.literal('decision'),
      by: z.string(),
      at: z.number(),
      choice: z.enum(['advance', 'hold', 'extend', 'roll-back']),
      toPercent: z.nullable(z.number()),
      extendBy: z.nullable(z.number()),
      reason: z.nullable(z.string()),
    }),
  ),
  z.readonly(
    z.object({
      kind: z.literal('verdict'),
      state: verdictState,
      word: z.string(),
      reason: z.string(),
      evidence: z.string(),
      also: z.readonly(z.array(z.readonly(z.object({ reason: z.string() })))),
      judgedAt: z.number(),
    }),
  ),
]);

/** The further members of a 409 to a decision: both versions. */
export const decisionConflict = z.looseObject({ yours: z.looseObject({}), theirs });
export type DecisionConflict = z.infer<typeof decisionConflict>;
export type Theirs = DecisionConflict['theirs'];
