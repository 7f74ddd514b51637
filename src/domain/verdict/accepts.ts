import { isUpper } from '../plan/limit.ts';
import type { EpochMs } from '../time/time.ts';
import type { Reading, ReadingState } from './reading.ts';

/** A person's "we know, and we go on" for one criterion: recorded with what it was when it was accepted. */
export interface Accept {
  readonly criterion: string;
  readonly by: string;
  readonly reason: string;
  readonly at: EpochMs;
  /** It lapses then, whatever the data do. */
  readonly until: EpochMs;
  readonly state: ReadingState;
  readonly value: number | null;
}

/** States a person may accept, least first. What can't be seen, and a limit that is broken now with roll back, can't be. */
const acceptable: readonly ReadingState[] = [
  'close',
  'not-enough-data',
  'no-traffic',
  'no-limit',
  'not-asked',
  'broke-earlier',
  'over-not-certain',
  'over',
];

/** Whether a person may accept a reading as it stands. */
export function isAcceptable(reading: Reading): boolean {
  if (reading.state === 'over' && reading.breach === 'roll back') return false;
  return acceptable.includes(reading.state);
}

/** Worse by more than this ends it at once. */
const worseBy = 0.25;

/** Marks the readings whose acceptance still stands. It lifts only their own hold: every other cause remains. */
export function markAccepted(
  readings: readonly Reading[],
  accepts: readonly Accept[],
  now: EpochMs,
): readonly Reading[] {
  return readings.map((reading) => {
    const standing = accepts.findLast(
      (accept) => accept.criterion === reading.criterion && stands(accept, reading, now),
    );
    if (standing === undefined) return reading;
    const { by, at, reason } = standing;
    return { ...reading, accepted: { by, at, reason } };
  });
}

function stands(accept: Accept, reading: Reading, now: EpochMs): boolean {
  if (now < accept.at || now >= accept.until) return false;
  if (!isAcceptable(reading)) return false;
  const rank = acceptable.indexOf(reading.state);
  return rank <= acceptable.indexOf(accept.state) && !isWorse(accept.value, reading);
}

/** A quarter worse than when it was accepted, in the direction that is bad. */
function isWorse(then: number | null, { value, limit, unit }: Reading): boolean {
  if (then === null || value === null || limit === null) return false;
  if (isUpper(limit)) return value > then * (1 + worseBy);
  // "Success over 95 %" is worse by a quarter when failures are.
  return unit === 'share' ? 1 - value > (1 - then) * (1 + worseBy) : value < then * (1 - worseBy);
}
