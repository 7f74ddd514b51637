import type { MoreNeeded } from '../stats/more-needed.ts';
import { sayCount } from './say-value.ts';

/**
 * " About 80 more at this rate would decide it.": what is still missing, as the end of an evidence sentence.
 * `lookAhead`: the exact look at the planned end is still to come, and may decide what the live engine can't.
 */
export function sayMore(more: MoreNeeded | null, lookAhead = false): string {
  if (more === null) return '';
  if (more.kind === 'undecidable')
    return lookAhead
      ? ' It cannot be decided live at this rate; the look at the planned end may.'
      : ' It cannot be decided at this rate.';
  if (more.n === 0) return '';
  return more.assuming === 'error-free'
    ? ` About ${sayCount(more.n)} more, if none fails, would show it.`
    : ` About ${sayCount(more.n)} more at this rate would decide it.`;
}
