import type { EpochMs } from '../time/time.ts';
import { sayTimeNear } from '../time/say-near.ts';
import { sayInstant } from '../time/zone.ts';
import type { Reading } from './reading.ts';
import { unseenReading } from './unseen-reading.ts';
import { unseenTraffic } from './unseen-traffic.ts';
import { verdictWords, type Cause, type Verdict } from './verdict.ts';

/** The tag of a verdict that stands no more. */
export const outOfDate = 'Out of date';

/**
 * A verdict as it may still be shown at `now`. Ageing only ever worsens it: once `staleAfter` has passed nothing but
 * Can't tell may stand, except a broken roll-back limit, which stays first and gets Can't tell under Also.
 */
export function ageVerdict(verdict: Verdict, now: EpochMs, zone: string): Verdict {
  if (now <= verdict.staleAfter) return verdict;
  // Asked of a verdict that stands no more whenever it is looked at, no day is today.
  const today = now === Infinity ? verdict.judgedAt : now;
  const from = sayTimeNear(verdict.judgedAt, today, zone);
  return worsened(verdict, `This verdict is from ${from}, and nothing newer has arrived.`);
}

/** The same with its readings and its traffic, each as it may still be shown. */
export function ageWithReadings(verdict: Verdict, now: EpochMs, zone: string): Verdict {
  const aged = ageVerdict(verdict, now, zone);
  return aged === verdict ? verdict : { ...aged, ...unseen(verdict) };
}

/** A verdict with its readings, for an instant of the past at which it stood no more: nobody judged since `lastJudged`. */
export function agedThen(verdict: Verdict, lastJudged: EpochMs, zone: string): Verdict {
  const reason = `Nobody judged this stage from ${sayInstant(lastJudged, zone)} until after this moment.`;
  return { ...worsened(verdict, reason), judgedAt: lastJudged, ...unseen(verdict) };
}

function unseen({ readings, traffic }: Verdict): Pick<Verdict, 'readings' | 'traffic'> {
  return { readings: readings.map(ageReading), traffic: traffic.map(unseenTraffic) };
}

/** A reading that nobody has looked at again. Neither a broken limit nor a question to people goes away by that. */
function ageReading(reading: Reading): Reading {
  const stands =
    reading.state === 'over' || reading.state === 'broke-earlier' || reading.state === 'not-asked';
  return stands ? reading : unseenReading(reading, 'stale');
}

function worsened(verdict: Verdict, reason: string): Verdict {
  const blind: Cause = {
    state: 'blind',
    reason,
    evidence: `What it said then: ${verdict.word}. ${verdict.reason}`,
    next: "Don't advance. Check the connection and the sources, or roll back if you can't.",
    about: null,
  };
  const tags = [...new Set([...verdict.tags, outOfDate])];
  if (verdict.state === 'roll-back') return { ...verdict, also: [blind, ...verdict.also], tags };
  return { ...verdict, ...blind, word: verdictWords.blind, also: verdict.also, tags };
}
