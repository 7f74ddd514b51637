import { minute, type Ms } from '../time/time.ts';

/**
 * How old the newest judged minute may be before a criterion can't be judged: a thirtieth of the stage, between two and
 * ten minutes (ux: 2 minutes for an hour), but never less than three buckets and the source's own lag.
 * A one-hour stage can't live on fifteen-minute data; a week-long one need not panic at three minutes.
 */
export function allowedDelay(length: Ms | null, width: Ms, lag: Ms): Ms {
  const byLength = length === null ? 5 * minute : Math.min(Math.max(length / 30, 2 * minute), 10 * minute);
  const floor = 3 * width + lag;
  // A stage of a few minutes is watched closely: there a thirtieth of it counts even below two minutes.
  const short = length !== null && length < 30 * minute ? Math.max(length / 30, floor) : byLength;
  return Math.max(short, floor);
}
