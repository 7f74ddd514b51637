import { TZDate } from '@date-fns/tz';
import { day, minute, type EpochMs, type Ms, type Window } from './time.ts';

/** A moment at which a zone's clocks were set: forward (positive) or back (negative). */
export interface ClockChange {
  readonly at: EpochMs;
  readonly by: Ms;
}

/** The moments of a window at which the clocks of `zone` change, to the minute. */
export function clockChanges(window: Window, zone: string): readonly ClockChange[] {
  const out: ClockChange[] = [];
  for (let from = window.from; from < window.to; from += day) {
    const to = Math.min(from + day, window.to);
    const by = offset(to, zone) - offset(from, zone);
    if (by !== 0) out.push({ at: firstMinuteAfter(from, to, zone), by });
  }
  return out;
}

/** What `zone` is ahead of UTC at an instant, in milliseconds. */
function offset(at: EpochMs, zone: string): Ms {
  return -new TZDate(at, zone).getTimezoneOffset() * minute;
}

function firstMinuteAfter(from: EpochMs, to: EpochMs, zone: string): EpochMs {
  const before = offset(from, zone);
  let [low, high] = [Math.floor(from / minute), Math.ceil(to / minute)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle * minute, zone) === before) low = middle;
    else high = middle;
  }
  return high * minute;
}
