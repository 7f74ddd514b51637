import { sayDuration } from '../time/duration.ts';
import type { Reading } from './reading.ts';
import { sayCount } from './say-value.ts';

type Counted = Pick<Reading, 'more' | 'counts' | 'window'>;

/**
 * " About 80 more would decide it (about 12 minutes at this rate).": what is still missing, as the end of an evidence sentence.
 * `lookAhead`: the exact look at the planned end is still to come, and may decide what the live engine can't.
 */
export function sayMore(reading: Counted, lookAhead = false): string {
  const { more } = reading;
  if (more === null) return '';
  if (more.kind === 'undecidable')
    return lookAhead
      ? ' It cannot be decided live at this rate; the look at the planned end may.'
      : ' It cannot be decided at this rate.';
  if (more.n === 0) return '';
  return more.assuming === 'error-free'
    ? ` About ${sayCount(more.n)} more, if none fails, would show it${sayWait(reading)}.`
    : ` About ${sayCount(more.n)} more would decide it${sayWait(reading)}.`;
}

/** " (about 40 minutes at this rate)": how long what is missing takes as traffic has come so far; nothing where none came. */
export function sayWait({ more, counts, window }: Counted): string {
  const seen = counts.of ?? 0;
  const span = window.to - window.from;
  if (more?.kind !== 'to-meet' || seen <= 0 || span <= 0) return '';
  return ` (about ${sayDuration((more.n * span) / seen)} at this rate)`;
}
