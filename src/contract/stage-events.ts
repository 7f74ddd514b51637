import * as z from 'zod/mini';
import { journalEntry } from './journal.ts';

/**
 * `GET /api/rollouts/:id/stages/:stage/events`: deploys, outages and toggle changes of other rollouts while the stage's newest
 * run went on. They share servers, and may show in its data.
 */
export const eventsElsewhere = z.readonly(
  z.object({
    entries: z.readonly(
      z.array(z.readonly(z.object({ rollout: z.string(), title: z.string(), entry: journalEntry }))),
    ),
    /** Rollouts that marked more than is told, with how many of their oldest lines are left out. */
    leftOut: z.readonly(
      z.array(z.readonly(z.object({ rollout: z.string(), title: z.string(), count: z.number() }))),
    ),
  }),
);
export type EventsElsewhere = z.infer<typeof eventsElsewhere>;
