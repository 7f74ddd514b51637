import type { StageView } from '#contract/rollout.ts';
import { sayInstant } from '#domain/time/zone.ts';
import type { Theirs } from '#contract/deciding.ts';
import { commonPercent } from '#domain/verdict/decision-targets.ts';
import type { Choice } from '#domain/verdict/goes-against.ts';
import { plannedEnd } from '#domain/verdict/run.ts';
import { sayAlso } from '#domain/verdict/verdict.ts';

/** Each choice with where it leads. `back` is the percentage a roll back stops at. */
export function sayChoice(choice: Choice, view: StageView, back: number): string {
  switch (choice) {
    case 'advance':
      return sayAdvance(view);
    case 'hold':
      return 'Hold';
    case 'extend':
      return 'Extend the stage';
    case 'roll-back':
      return `Roll back to ${sayPercent(back)}`;
  }
}

function sayAdvance({ deciding, next }: StageView): string {
  const targets = deciding?.advance ?? [];
  const percent = commonPercent(targets);
  if (percent !== null) return `Advance to ${sayPercent(percent)}`;
  if (targets.length > 0)
    return `Advance: ${targets.map((one) => `${one.toggle} to ${sayPercent(one.percent)}`).join(', ')}`;
  if (next === null) return 'Advance: this is the last stage';
  return next === undefined ? 'Advance' : `Advance to ${next.label}`;
}

function sayPercent(percent: number): string {
  return percent === 0 ? '0% (off)' : `${percent}%`;
}

/** What a person does next in Flipper once a decision is recorded: Stagewatch itself sets nothing. */
export function sayToSet(choice: Choice, { deciding, people }: StageView, back: number): string {
  if (choice === 'roll-back') return sayBack(people.turnOff, back);
  if (choice !== 'advance') return 'Nothing is to be changed in Flipper.';
  const targets = deciding?.advance ?? [];
  if (targets.length === 0) return 'The plan gives no percentage to set in Flipper.';
  const percent = commonPercent(targets);
  const keys = targets.map((one) => one.toggle).join(' and ');
  return percent === null
    ? `Now set in Flipper: ${targets.map((one) => `${one.toggle} to ${one.percent}%`).join(', ')}.`
    : `Now set ${percent}% in Flipper for ${keys}.`;
}

function sayBack(turnOff: readonly string[], back: number): string {
  const keys = turnOff.length === 0 ? 'the feature' : turnOff.join(', then ');
  return back === 0 ? `Now turn off ${keys} in Flipper.` : `Now set ${back}% in Flipper for ${keys}.`;
}

/** When an advance may be decided at the earliest, while that has not come; `null` from then on, or without a length. */
export function tooEarly({ run, rollout, serverNow }: StageView): string | null {
  const end = run === null ? null : plannedEnd(run);
  if (end === null || end <= serverNow) return null;
  return `Earliest decision is ${sayInstant(end, rollout.zone)}. Say why you’re not waiting.`;
}

/** What somebody else decided, or what the verdict has become, since the form was opened. */
export function sayTheirs(theirs: Theirs, zone: string): string {
  if (theirs.kind === 'verdict') {
    const also = theirs.also.length === 0 ? '' : ` Also: ${sayAlso(theirs)}`;
    return `The verdict is now ${theirs.word}, judged ${sayInstant(theirs.judgedAt, zone)}. ${theirs.reason} ${theirs.evidence}${also}`;
  }
  const to = theirs.toPercent === null ? '' : ` to ${sayPercent(theirs.toPercent)}`;
  const by = theirs.extendBy === null ? '' : ` by ${theirs.extendBy / 3_600_000} hours`;
  const reason = theirs.reason === null ? '' : ` Reason: ${theirs.reason}`;
  return `${theirs.by} recorded ${decided[theirs.choice]}${to}${by}, ${sayInstant(theirs.at, zone)}.${reason}`;
}

const decided: Readonly<Record<Choice, string>> = {
  advance: 'Advance',
  hold: 'Hold',
  extend: 'Extend',
  'roll-back': 'Roll back',
};
