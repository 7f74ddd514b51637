import type { Reading, ReadingState } from './reading.ts';
import type { Verdict } from './verdict.ts';

/** Sides of a reading that must not be mistaken for one another when somebody looks back. */
type Side = 'broken' | 'unseen' | 'inside' | 'open';

const sides: Readonly<Record<ReadingState, Side>> = {
  met: 'inside',
  close: 'inside',
  over: 'broken',
  'broke-earlier': 'broken',
  'no-traffic': 'unseen',
  'no-data': 'unseen',
  stale: 'unseen',
  'source-error': 'unseen',
  'over-not-certain': 'open',
  'not-enough-data': 'open',
  'no-limit': 'open',
  'not-asked': 'open',
  watched: 'open',
};

/**
 * Whether a reading has changed its side since the judgement before: a worse verdict can hide that behind the same
 * word, as a source that falls silent under a roll back.
 */
export function isSeenDifferently(before: Verdict, after: Verdict): boolean {
  const was = new Map(before.readings.map((one) => [one.criterion, sideOf(one)]));
  return after.readings.some((one) => was.get(one.criterion) !== sideOf(one));
}

function sideOf({ state }: Reading): Side {
  return sides[state];
}
