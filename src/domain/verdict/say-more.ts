import type { MoreNeeded } from '../stats/more-needed.ts';
import { sayCount } from './say-value.ts';

/** " About 80 more at this rate would decide it.": what is still missing, as the end of an evidence sentence. */
export function sayMore(more: MoreNeeded | null): string {
  if (more === null) return '';
  if (more.kind === 'undecidable') return ' It cannot be decided at this rate.';
  return more.assuming === 'error-free'
    ? ` About ${sayCount(more.n)} more, if none fails, would show it.`
    : ` About ${sayCount(more.n)} more at this rate would decide it.`;
}
