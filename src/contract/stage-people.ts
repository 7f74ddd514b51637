import * as z from 'zod/mini';

/** What somebody said, and when. */
const said = z.readonly(z.object({ by: z.string(), at: z.number(), note: z.string() }));
const offer = z.readonly(
  z.object({ by: z.string(), at: z.number(), note: z.string(), to: z.string(), stood: z.string() }),
);

const checkItem = z.readonly(
  z.object({
    text: z.string(),
    /** Heading it stands under in the plan. */
    section: z.nullable(z.string()),
    line: z.nullable(z.number()),
    owner: z.nullable(z.string()),
    /** Due by this instant. */
    due: z.nullable(z.number()),
    /** Ticked in the plan's own text. */
    ticked: z.boolean(),
    /** Recorded here as done. */
    done: z.nullable(said),
  }),
);

/** What a stage asks of people: questions, gates, and what to know before a rollback. */
export const stagePeople = z.readonly(
  z.object({
    /** The plan's questions about this stage. */
    asks: z.readonly(
      z.array(
        z.readonly(
          z.object({
            criterion: z.string(),
            label: z.string(),
            text: z.string(),
            answer: z.enum(['count', 'share', 'yes-no-na']),
          }),
        ),
      ),
    ),
    /** Gates before the next stage, and who closed them. */
    gates: z.readonly(
      z.array(
        z.readonly(
          z.object({
            text: z.string(),
            closed: z.nullable(z.readonly(z.object({ by: z.string(), at: z.number(), note: z.string() }))),
          }),
        ),
      ),
    ),
    /** Boxes of the plan for this stage or for all of it, and who did them. */
    checklist: z.optional(z.readonly(z.array(checkItem))),
    /** Who watches this run, and to whom the watch is offered. */
    watch: z.optional(z.readonly(z.object({ by: z.nullable(said), offered: z.nullable(offer) }))),
    /** Why the stage could not be run at all; `null` where nobody said so. */
    notRun: z.optional(z.nullable(said)),
    /** Toggles in the order to turn them off. */
    turnOff: z.readonly(z.array(z.string())),
    /** Where people open Flipper for each toggle; empty where its address is not configured. */
    toggleLinks: z.optional(z.readonly(z.record(z.string(), z.string()))),
    /** What a rollback won't undo. */
    notUndone: z.readonly(z.array(z.string())),
  }),
);
export type StagePeople = z.infer<typeof stagePeople>;
