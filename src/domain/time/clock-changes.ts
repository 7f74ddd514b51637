import { TZDate } from '@date-fns/tz';
import { sayDuration } from './duration.ts';
import { hour, minute, type EpochMs, type Ms, type Window } from './time.ts';

/** A moment at which the clocks of a zone jump. */
export interface ClockChange {
  readonly at: EpochMs;
  /** How far they jump: an hour forward is positive. */
  readonly by: Ms;
}

/** No two changes of a zone lie closer together. */
const stride: Ms = 12 * hour;

/** The clock changes of `zone` after the start of a window and before its end, in order. */
export function clockChanges({ from, to }: Window, zone: string): readonly ClockChange[] {
  const changes: ClockChange[] = [];
  for (let at = from; at < to; at += stride) {
    const next = Math.min(to, at + stride);
    const by = ahead(next, zone) - ahead(at, zone);
    if (by !== 0) changes.push({ at: firstAfter(at, next, zone), by });
  }
  return changes;
}

/** "Clocks went back 1 hour." */
export function sayClockChange({ by }: ClockChange): string {
  return `Clocks went ${by > 0 ? 'forward' : 'back'} ${sayDuration(Math.abs(by))}.`;
}

/** The first minute at which the clocks stand as they do at the end. */
function firstAfter(from: EpochMs, to: EpochMs, zone: string): EpochMs {
  const after = ahead(to, zone);
  let [before, reached] = [Math.floor(from / minute), Math.ceil(to / minute)];
  while (reached - before > 1) {
    const middle = Math.floor((before + reached) / 2);
    if (ahead(middle * minute, zone) === after) reached = middle;
    else before = middle;
  }
  return reached * minute;
}

/** By how much the clocks of a zone are ahead of UTC. */
function ahead(at: EpochMs, zone: string): Ms {
  return -new TZDate(at, zone).getTimezoneOffset() * minute;
}
