import type { EpochMs, Ms } from '#domain/time/time.ts';
import { unseenReading } from '#domain/verdict/unseen-reading.ts';
import { verdictWords, type Cause, type Verdict } from '#domain/verdict/verdict.ts';

/**
 * The verdict when judging itself failed: Can't tell, never a pass. A roll-back that was latched stays first.
 */
export function failedVerdict(previous: Verdict | null, why: string, now: EpochMs, cadence: Ms): Verdict {
  const blind: Cause = {
    state: 'blind',
    reason: 'Stagewatch could not judge this stage.',
    evidence: why,
    next: "Don't advance. Look at the sources directly, and report this.",
    about: null,
  };
  const [latch] = previous?.latches ?? [];
  const main: Cause =
    latch === undefined
      ? blind
      : {
          state: 'roll-back',
          reason: latch.reason,
          evidence: latch.evidence,
          next: previous?.next ?? blind.next,
          about: latch.criterion,
        };
  return {
    ...main,
    word: verdictWords[main.state],
    also: latch === undefined ? [] : [blind],
    tags: [],
    judgedAt: now,
    judgedThrough: previous?.judgedThrough ?? null,
    staleAfter: now + 3 * cadence,
    readings:
      previous?.readings.map((reading) => ({
        ...unseenReading(reading, 'source-error'),
        evidence: why,
      })) ?? [],
    traffic: [],
    mixture: null,
    latches: previous?.latches ?? [],
  };
}
