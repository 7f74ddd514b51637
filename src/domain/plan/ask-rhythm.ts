import { parseDuration, sayDuration } from '../time/duration.ts';
import type { Ms } from '../time/time.ts';

/** How old an answer may grow before it is asked for again; `once` in a run, for the decision. */
export type Rhythm = Ms | 'business day' | 'once';

/** Reads "business day", "each day", "4h" or "decision". @returns `undefined` when the text is no rhythm. */
export function parseRhythm(text: string): Rhythm | undefined {
  const said = text
    .trim()
    .replace(/^(?:each|every)\s+/i, '')
    .toLowerCase();
  if (said === 'decision') return 'once';
  if (said === 'business day') return said;
  return parseDuration(/^\d/.test(said) ? said : `1 ${said}`);
}

/** "Each business day", "Every 4 hours"; what is asked for the decision alone is asked once. */
export function sayRhythm(every: Rhythm): string {
  if (every === 'once') return 'Once in the stage';
  return every === 'business day' ? 'Each business day' : `Every ${sayDuration(every).replace(/^1 /, '')}`;
}
