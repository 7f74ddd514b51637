import * as z from 'zod/mini';
import { readingState } from './verdict.ts';

const epoch = z.number();

/** A question that people answer, of a run that is open. */
const askedPeople = z.readonly(
  z.object({
    rollout: z.readonly(z.object({ id: z.string(), title: z.string(), zone: z.string() })),
    example: z.boolean(),
    stage: z.readonly(z.object({ id: z.string(), label: z.string() })),
    criterion: z.string(),
    label: z.string(),
    /** "Each business day", "Every 4 hours", "Once in the stage". */
    rhythm: z.string(),
    /** True where the plan shows it without pass or fail. */
    watched: z.boolean(),
    /** As the run was judged last; `null` before it was. */
    state: z.nullable(readingState),
    /** When it was answered last in this run. */
    answeredAt: z.nullable(epoch),
  }),
);
export type AskedPeople = z.infer<typeof askedPeople>;

/** `GET /api/sources/people`. */
export const askedPeopleList = z.readonly(z.array(askedPeople));
