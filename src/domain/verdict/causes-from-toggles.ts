import type { Plan, Stage } from '../plan/plan.ts';
import { minute, type EpochMs } from '../time/time.ts';
import { sayBothNear, withAt } from '../time/say-near.ts';
import type { KnownAllotment } from './known-allotment.ts';
import type { Run } from './run.ts';
import type { Allotment, TrafficReading } from './traffic-reading.ts';
import type { Cause } from './verdict.ts';

export interface ToggleInput {
  readonly plan: Plan;
  readonly stage: Stage;
  readonly run: Run;
  readonly allotments: ReadonlyMap<string, KnownAllotment>;
  readonly now: EpochMs;
}

/** Two percentages further apart than this are different: Flipper keeps three decimals. */
const same = 0.0005;

/** Toggles that give something else than the stage plans, and toggles nobody can read. */
export function toggleCauses(input: ToggleInput): readonly Cause[] {
  const { plan, stage } = input;
  if (stage.audience.kind !== 'percent') return [];
  const { percents } = stage.audience;
  return plan.toggles.flatMap((toggle): readonly Cause[] => {
    const planned = percents[toggle.key];
    if (planned === undefined) return [];
    const known = input.allotments.get(toggle.key);
    if (known === undefined || known.status === 'error') return [unreadable(toggle.key, known)];
    return [
      ...mismatch(input, toggle.key, planned, toggle.settle, known),
      ...unannounced(input, toggle.key, toggle.settle, known),
    ];
  });
}

/** A change nobody announced is a warning of its own, even where it gives what the stage plans. */
function unannounced(
  { plan, now }: ToggleInput,
  key: string,
  settle: number,
  { allotment }: Extract<KnownAllotment, { status: 'ok' }>,
): readonly Cause[] {
  const change = allotment.unannounced;
  // Who changed it gets the time to say so.
  if (change === undefined || now - change.at < settle + minute) return [];
  const from = change.from === null ? '' : ` from ${change.from}%`;
  const to = allotment.percent === null ? '' : ` to ${allotment.percent}%`;
  return [
    {
      state: 'people',
      reason: `\`${key}\` was changed${from}${to}, and nobody announced it.`,
      evidence: `Seen in Flipper ${withAt(sayBothNear(change.at, now, plan.zone))}. No decision and no percentage entered by hand says so.`,
      next: 'Find out who changed it and why. Record the decision or enter the percentage by hand, or set it back.',
      about: key,
    },
  ];
}

function unreadable(key: string, known: KnownAllotment | undefined): Cause {
  return {
    state: 'blind',
    reason: `What \`${key}\` gives now is not known.`,
    evidence:
      known?.status === 'error'
        ? known.error.message
        : 'Flipper was not read and nobody entered the percentage.',
    next: 'Check Flipper, and enter the percentage by hand if it can’t be read.',
    about: key,
  };
}

function mismatch(
  input: ToggleInput,
  key: string,
  planned: number,
  settle: number,
  known: Extract<KnownAllotment, { status: 'ok' }>,
): readonly Cause[] {
  const { plan, stage, run, now } = input;
  const { allotment } = known;
  const actual = allotment.everyone ? 100 : allotment.percent;
  if (actual === null) return [unreadable(key, undefined)];
  if (Math.abs(actual - planned) <= same) return [];
  // A change takes its settling time to reach everyone, and a person a minute to follow the plan.
  const grace = settle + minute;
  const since = Math.max(run.start, allotment.since ?? run.start);
  if (now - since < grace) return [];
  const how =
    allotment.origin === 'entered by hand' ? `Entered by ${allotment.by ?? 'someone'}` : 'Read from Flipper';
  return [
    {
      state: 'off-plan',
      reason: `\`${key}\` is at ${actual}%; ${stage.label} is ${planned}%.`,
      evidence: `${sayChanged(allotment, now, plan.zone)}${how} ${withAt(sayBothNear(allotment.at, now, plan.zone))}.`,
      next: 'Set it back in Flipper, or record the new percentage in the plan.',
      about: key,
    },
  ];
}

/** "Changed to 50% at 1:07 p.m. ET (17:07 UTC). ": since when people get it, where that is known. */
function sayChanged(
  { percent, since, at, unannounced: change }: Allotment,
  now: EpochMs,
  zone: string,
): string {
  // What was entered by hand says its one time below.
  if (since === null || since === at) return '';
  const from = change?.at === since && change.from !== null ? ` from ${change.from}%` : '';
  const to = percent === null ? '' : ` to ${percent}%`;
  return `Changed${from}${to} ${withAt(sayBothNear(since, now, zone))}. `;
}

/** Traffic that the allotment can't explain, and traffic that can't be seen though the plan says how. */
export function trafficCauses(traffic: readonly TrafficReading[]): readonly Cause[] {
  return traffic.flatMap((reading): readonly Cause[] => {
    switch (reading.state) {
      case 'abnormal':
        return [
          {
            state: 'traffic',
            reason: "The share of traffic on the new path doesn't match the toggle.",
            evidence: reading.evidence,
            next: 'Find out why before you advance. Every rate on this page may be measuring the wrong people.',
            about: reading.toggle,
          },
        ];
      case 'stale':
      case 'source-error':
      case 'no-data':
        return [
          {
            state: 'blind',
            reason: `The traffic split of \`${reading.toggle}\` can't be seen.`,
            evidence: reading.evidence,
            next: "Don't advance. Check the source of the traffic counts.",
            about: reading.toggle,
          },
        ];
      case 'matches':
      case 'not-enough-data':
      case 'not-measured':
      case 'unknown-allotment':
        return [];
    }
  });
}
