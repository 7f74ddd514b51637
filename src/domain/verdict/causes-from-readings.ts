import type { Plan, Stage } from '../plan/plan.ts';
import { keeps, sayLimit } from '../plan/limit.ts';
import { sayTime } from '../time/zone.ts';
import { endSentence } from './end-sentence.ts';
import type { Reading } from './reading.ts';
import { saySource } from './say-value.ts';
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
): readonly Cause[] {
  return latches.flatMap((latch): readonly Cause[] => {
    const reading = readings.find((one) => one.criterion === latch.criterion);
    // Reviewed and accepted with a reason; it comes back by itself when it breaks again.
    if (reading !== undefined && reading.accepted !== null) return [];
    const back = reading?.state === 'broke-earlier';
    return [
      {
        state: 'roll-back',
        reason: back
          ? `${reading.label} broke its roll-back limit at ${sayTime(latch.since, plan.zone)} and is now back inside it.`
          : latch.reason,
        evidence: back ? `${reading.evidence} When it broke: ${latch.evidence}` : latch.evidence,
        next: back
          ? 'Decide whether to roll back. A broken limit stays until someone reviews it.'
          : sayTurnOff(plan),
        about: latch.criterion,
      },
    ];
  });
}

/** Required criteria whose source is late, failing or empty: one cause per source, naming what can't be judged. */
export function blindCauses(stage: Stage, readings: readonly Reading[]): readonly Cause[] {
  const required = readings.filter((reading) => isRequired(reading));
  const blind = required.filter((reading) => isBlind(reading, stage));
  const sources = [...new Set(blind.map((reading) => reading.source))];
  return sources.map((source) => {
    const here = blind.filter((reading) => reading.source === source);
    const names = here.map((reading) => reading.label).join(', ');
    const [first] = here;
    return {
      state: 'blind',
      reason: `${here.length} of ${required.length} required criteria can't be judged: ${names}.`,
      evidence: first?.evidence ?? '',
      next: `Don't advance. Check ${source === 'none' ? 'the query' : saySource(source)} directly, or roll back if you can't.`,
      about: source,
    };
  });
}

function isBlind(reading: Reading, stage: Stage): boolean {
  switch (reading.state) {
    case 'stale':
    case 'source-error':
    case 'no-data':
      return true;
    case 'no-traffic':
      return expectsTraffic(stage);
    case 'met':
    case 'close':
    case 'over':
    case 'over-not-certain':
    case 'broke-earlier':
    case 'not-enough-data':
    case 'no-limit':
    case 'not-asked':
    case 'watched':
      return false;
  }
}

/** At 0 % nobody should be on the new path: silence there is what the plan asks for. */
function expectsTraffic(stage: Stage): boolean {
  if (stage.off) return false;
  return (
    stage.audience.kind !== 'percent' || Object.values(stage.audience.percents).some((percent) => percent > 0)
  );
}

/** A reading the verdict depends on: neither watched by choice nor answered by people. */
export function isRequired(reading: Reading): boolean {
  return reading.group === 'rollback' || reading.group === 'success';
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
    return `Wait for about ${reading.more.n.toLocaleString('en-US')} more requests, or extend the stage.`;
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
