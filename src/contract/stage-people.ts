import * as z from 'zod/mini';

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
    /** Toggles in the order to turn them off. */
    turnOff: z.readonly(z.array(z.string())),
    /** What a rollback won't undo. */
    notUndone: z.readonly(z.array(z.string())),
  }),
);
export type StagePeople = z.infer<typeof stagePeople>;
