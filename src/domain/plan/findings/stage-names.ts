import { blankKind } from '../prose/blank.ts';
import type { ProsePlan, ProseStage } from '../prose/prose-plan.ts';
import { planned } from '../prose/stage-values.ts';
import { fault, listed, only, quote, type Rule } from './fault.ts';
import { rampOf } from './plan-facts.ts';

/** Two steps with one name cannot be told apart in an alert. */
export const repeatedLabels: Rule = (plan) => {
  const seen = new Map<string, string>();
  return plan.stages.flatMap((stage) => {
    if (stage.id === null) return [];
    const key = `${parentLine(plan, stage)} ${stage.phase ?? ''} ${stage.id}`;
    const first = seen.get(key);
    seen.set(key, first ?? stage.label);
    const isSameStep = first === stage.label && stage.entries.length <= 1;
    if (first === undefined || isSameStep) return [];
    const name = /^\W*\w+\s+\w+/.exec(stage.label)?.[0] ?? stage.label;
    return [
      fault(
        'look',
        'stage-label-repeated',
        stage.line,
        `Two stages are called ${quote(name)}: ${quote(first)} and ${quote(stage.label)}. An alert could mean either. Give each its own letter.`,
      ),
    ];
  });
};

function parentLine(plan: ProsePlan, stage: ProseStage): number {
  const section = plan.sections.find((one) => one.heading.line === stage.line);
  return section?.path.at(-1)?.heading.line ?? 0;
}

/** The template's own floor and ceiling. */
export const templateBounds: Rule = (plan) =>
  rampOf(plan).flatMap((stage, i) => {
    const percent = stage.percent ?? 0;
    const { text = '', seconds = null } = stage.length ?? {};
    const isShort = seconds !== null && seconds < 7_200;
    const isLarge = i <= 1 && isLargeCanary(stage.label, percent);
    return only(
      isShort &&
        fault(
          'look',
          'stage-shorter-than-template',
          planned(stage.fields, 'length')?.line ?? stage.line,
          `${quote(stage.label, 50)} lasts ${quote(text)}. VA's template asks for two hours at least: in less, few errors can show. Lengthen it, or keep it with a reason.`,
        ),
      isLarge &&
        fault(
          'note',
          'canary-above-template',
          planned(stage.fields, 'percent')?.line ?? stage.line,
          `The canary starts at ${percent}%. VA's template keeps it to about 500 users, or 10% at most. Lower it, or keep it with a reason.`,
        ),
    );
  });

function isLargeCanary(label: string, percent: number): boolean {
  return /canary/i.test(label) && percent > 10 && percent < 100;
}

/** Nobody to compare, and lengths that leave the end open. */
export const unclearStages: Rule = (plan) =>
  rampOf(plan).flatMap((stage) => {
    const percentLine = planned(stage.fields, 'percent')?.line ?? stage.line;
    const lengthLine = planned(stage.fields, 'length')?.line ?? stage.line;
    const isRange =
      stage.length !== null &&
      stage.length.seconds === null &&
      /\d\s*(?:hours?|hrs?|days?|weeks?)?\s*(?:[-–—]|to)\s*\d/.test(stage.length.text);
    return only(
      stage.percent === 0 &&
        fault(
          'look',
          'zero-percent',
          percentLine,
          `${quote(stage.label, 40)} gives the feature to 0% of users: there is no one to compare. All it can be compared with is before the deployment, which is weaker evidence. Say that it is on purpose.`,
        ),
      isRange &&
        fault(
          'note',
          'length-range',
          lengthLine,
          `${quote(stage.length.text, 40)} is a range, so the end of ${quote(stage.label, 40)} is open. Write one length.`,
        ),
    );
  });

/** A list of numbers where one is asked for. */
export const severalUsers: Rule = (plan) =>
  plan.stages.flatMap((stage) => {
    const field = planned(stage.fields, 'users');
    const numbers = field?.value.split('\n')[0]?.match(/\d{1,3}(?:,\d{3})+|\d+/g) ?? [];
    return field === undefined || numbers.length < 3 || blankKind(field.value) !== null
      ? []
      : [
          fault(
            'look',
            'users-several',
            field.line,
            `${numbers.length} numbers of users (${listed(numbers)}) for one step: they don't say which belongs to which increment. Give each increment its own stage.`,
          ),
        ];
  });
