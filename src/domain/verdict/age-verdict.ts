import type { EpochMs } from '../time/time.ts';
import { sayTime } from '../time/zone.ts';
import { verdictWords, type Cause, type Verdict } from './verdict.ts';

/**
 * A verdict as it may still be shown at `now`. Ageing only ever worsens it: once `staleAfter` has passed nothing but
 * Can't tell may stand, except a broken roll-back limit, which stays first and gets Can't tell under Also.
 */
export function ageVerdict(verdict: Verdict, now: EpochMs, zone: string): Verdict {
  if (now <= verdict.staleAfter) return verdict;
  const blind: Cause = {
    state: 'blind',
    reason: `This verdict is from ${sayTime(verdict.judgedAt, zone)}, and nothing newer has arrived.`,
    evidence: `What it said then: ${verdict.word}. ${verdict.reason}`,
    next: "Don't advance. Check the connection and the sources, or roll back if you can't.",
    about: null,
  };
  const tags = [...new Set([...verdict.tags, 'Out of date'])];
  if (verdict.state === 'roll-back') return { ...verdict, also: [blind, ...verdict.also], tags };
  return { ...verdict, ...blind, word: verdictWords.blind, also: verdict.also, tags };
}
