import { readingTags, type Reading } from '#domain/verdict/reading.ts';

/** "Error rate (Close to limit)": a criterion with what it is now. */
export function sayOpen({ label, state }: Reading): string {
  return `${label} (${readingTags[state]})`;
}
