import { decisionConflict, type Theirs } from '#contract/deciding.ts';
import { problemOf } from './fetch-json.ts';

/** What changed under whoever decided, where that is why the decision was refused; `null` for any other failure. */
export function conflictOf(error: Error | null): Theirs | null {
  const parsed = decisionConflict.safeParse(problemOf(error));
  return parsed.success ? parsed.data.theirs : null;
}
