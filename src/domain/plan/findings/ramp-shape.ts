import type { ProseStage } from '../prose/prose-plan.ts';
import { fault, quote, type Rule } from './fault.ts';
import { rampOf } from './plan-facts.ts';

/** A ramp that goes down is often on purpose, and must be said to be. */
export const downSteps: Rule = (plan) => {
  const ramp = rampOf(plan).filter((stage) => stage.percent !== null);
  return ramp.flatMap((stage, i) => {
    const before = ramp[i - 1];
    const from = before?.percent ?? null;
    if (before === undefined || from === null || stage.percent === null || stage.percent >= from) return [];
    const isOtherToggle =
      /_/.test(stage.phase ?? '') || (before.phase !== stage.phase && stage.id === 'stage:a');
    const isAgain = ramp.slice(0, i).some((other) => other.label === stage.label);
    if (isOtherToggle || isAgain) return [];
    return [
      fault(
        'look',
        'percentage-goes-down',
        stage.line,
        `The percentage goes down from ${from}% to ${stage.percent}%. People who had the feature lose it. Say that it is on purpose, or correct it.`,
      ),
    ];
  });
};

/** A plan whose stages never reach everybody. */
export const rampEnd: Rule = (plan) => {
  const ramp = rampOf(plan);
  const highest = Math.max(...ramp.map((stage) => stage.percent ?? 0));
  const last = ramp.at(-1);
  if (last === undefined || ramp.length < 2 || highest >= 100) return [];
  return [
    fault(
      'note',
      'ramp-incomplete',
      last.line,
      `Nothing in the plan reaches 100%: the highest stage is ${highest}%. Say when everybody gets it, or that it stops there.`,
    ),
  ];
};

/** The same percentage twice in a row, and users that don't grow with it. */
export const flatSteps: Rule = (plan) => {
  const ramp = rampOf(plan).filter((stage) => stage.percent !== null && stage.percent > 0);
  return ramp.flatMap((stage, i) => {
    const before = ramp[i - 1];
    const [from, to] = [before?.percent ?? null, stage.percent];
    if (before === undefined || from === null || to === null || before.label === stage.label) return [];
    if (to === from && to < 100 && before.phase === stage.phase) {
      return [
        fault(
          'note',
          'percentage-stays',
          stage.line,
          `${quote(stage.label, 40)} stays at ${to}%, as the stage before it: it shows nothing new but time. Say what it is for.`,
        ),
      ];
    }
    return to > from && !inProportion(before, stage, to / from)
      ? [
          fault(
            'note',
            'users-not-in-proportion',
            stage.line,
            `${stage.users ?? ''} users at ${to}% and ${before.users ?? ''} at ${from}%: the expected numbers are not in proportion to the percentages. Check both.`,
          ),
        ]
      : [];
  });
};

function inProportion(before: ProseStage, stage: ProseStage, growth: number): boolean {
  if (before.users === null || stage.users === null || before.users === 0) return true;
  const ratio = stage.users / before.users;
  return Math.max(ratio / growth, growth / ratio) < 1.6;
}
