import type { Plan, Stage } from '../plan/plan.ts';
import { keeps, sayLimit } from '../plan/limit.ts';
import { endSentence } from './end-sentence.ts';
import { sayTimeNear, withAt } from '../time/say-near.ts';
import type { EpochMs } from '../time/time.ts';
import { isRequired, type Reading } from './reading.ts';
import { sayWait } from './say-more.ts';
import type { Cause, Latch } from './verdict.ts';

/** "Turn off `a`, then `b` in Flipper." in the plan's off-order. */
function sayTurnOff(plan: Plan): string {
  const keys = plan.toggles.toSorted((a, b) => a.offOrder - b.offOrder).map((toggle) => `\`${toggle.key}\``);
  return keys.length === 0 ? 'Turn the feature off.' : `Turn off ${keys.join(', then ')} in Flipper.`;
}

/** Roll-back limits that are broken, or broke and were not reviewed. */
export function rollBackCauses(
  plan: Plan,
  readings: readonly Reading[],
  latches: readonly Latch[],
  now: EpochMs,
): readonly Cause[] {
  return latches.flatMap((latch): readonly Cause[] => {
    const reading = readings.find((one) => one.criterion === latch.criterion);
    // Reviewed and accepted with a reason; it comes back by itself when it breaks again.
    if (reading !== undefined && reading.accepted !== null) return [];
    const back = reading?.state === 'broke-earlier';
    // Said anew each time: the day it broke on need not be today any more.
    const broke = `${reading?.label ?? ''} broke its roll-back limit ${withAt(sayTimeNear(latch.since, now, plan.zone))}`;
    const reason = back ? `${broke} and is now back inside it.` : `${broke}.`;
    return [
      {
        state: 'roll-back',
        reason: reading === undefined ? latch.reason : reason,
        evidence: back ? `${reading.evidence} When it broke: ${latch.evidence}` : latch.evidence,
        next: back
          ? 'Decide whether to roll back. A broken limit stays until someone reviews it.'
          : sayTurnOff(plan),
        about: latch.criterion,
      },
    ];
  });
}

/** Limits that are broken but call for hold, and values over a limit that may be chance. */
export function overCauses(readings: readonly Reading[]): readonly Cause[] {
  return readings.flatMap((reading): readonly Cause[] => {
    if (reading.group === 'watched') return [];
    if (reading.state === 'over' && reading.breach === 'hold') {
      return [
        {
          state: 'over',
          reason: `${reading.label} is over its limit.`,
          evidence: reading.evidence,
          next: "Hold. The plan doesn't call this a roll-back limit; decide with the product owner.",
          about: reading.criterion,
        },
      ];
    }
    if (reading.state === 'broke-earlier' && reading.breach === 'hold') {
      return [
        {
          state: 'over',
          reason: `${reading.label} broke its limit earlier in this stage and is back inside it.`,
          evidence: reading.evidence,
          next: 'Find out what happened, then accept it with a reason, or hold.',
          about: reading.criterion,
        },
      ];
    }
    if (reading.state !== 'over-not-certain') return [];
    return [
      {
        state: 'over',
        reason: isBackInside(reading)
          ? `${reading.label} is back inside its limit, but not clear of it yet.`
          : `${reading.label} is over its limit, but it may be chance.`,
        evidence: reading.evidence,
        next: sayMoreNeeded(reading),
        about: reading.criterion,
      },
    ];
  });
}

/** It was over, and the value has just come back: said as it is, held until it is clear. */
function isBackInside({ value, limit }: Reading): boolean {
  return value !== null && limit !== null && keeps(limit, value);
}

function sayMoreNeeded(reading: Reading): string {
  if (reading.more?.kind === 'to-meet')
    return `Wait for about ${reading.more.n.toLocaleString('en-US')} more requests${sayWait(reading)}, or extend the stage.`;
  return reading.more?.kind === 'undecidable'
    ? 'More requests will hardly decide it at this rate: settle it with the product owner.'
    : 'Wait for more requests, or extend the stage.';
}

/** Required criteria that have no number to be judged by. */
export function noLimitCauses(readings: readonly Reading[]): readonly Cause[] {
  return readings
    .filter((reading) => reading.state === 'no-limit')
    .map((reading) => ({
      state: 'no-limit',
      reason: `${reading.label} has no limit, so it can't pass or fail.`,
      evidence: reading.evidence,
      next: 'Set a limit in the plan, or mark it as watched only.',
      about: reading.criterion,
    }));
}

/** Once the window is over: criteria nothing broke, but that too little data can't show to be met. */
export function thinCauses(stage: Stage, readings: readonly Reading[]): readonly Cause[] {
  if (stage.safetyOnly) return [safetyOnly(stage, readings)];
  return readings
    .filter(
      (reading) =>
        isRequired(reading) && (reading.state === 'not-enough-data' || reading.state === 'no-traffic'),
    )
    .map((reading) => ({
      state: 'thin',
      reason: `${tooLittle(reading)} that ${reading.label.toLowerCase()} is ${reading.limit === null ? 'inside its limit' : sayLimit(reading.limit)}.`,
      evidence: reading.evidence,
      next: 'Extend the stage, raise the percentage by a recorded decision, or accept the risk in writing.',
      about: reading.criterion,
    }));
}

/** More would help, or the rate is too near the limit for any number to. */
function tooLittle({ more }: Reading): string {
  return more?.kind === 'undecidable' ? 'What was seen cannot show' : 'Too few have used it to show';
}

function safetyOnly(stage: Stage, readings: readonly Reading[]): Cause {
  const evidence = readings
    .filter(isRequired)
    .map((reading) => reading.evidence)
    .join(' ');
  return {
    state: 'thin',
    reason: `Nothing broke in ${stage.label}; it was too small to prove more.`,
    evidence,
    next: 'Record the decision to go on. This stage can show that nothing breaks, never that a limit is met.',
    about: null,
  };
}

/** Once the window is over: questions nobody answered. */
export function notAskedCauses(readings: readonly Reading[]): readonly Cause[] {
  const open = readings.filter((reading) => reading.group === 'people' && reading.state === 'not-asked');
  if (open.length === 0) return [];
  return [
    {
      state: 'people',
      reason: `${open.length} check${open.length === 1 ? '' : 's'} by people ${open.length === 1 ? 'is' : 'are'} missing: ${endSentence(open.map((reading) => reading.label).join(', '))}`,
      evidence: open.map((reading) => `${reading.label}: nobody was asked.`).join(' '),
      next: 'Ask, and record the answer. "None" is an answer; silence is not.',
      about: null,
    },
  ];
}
