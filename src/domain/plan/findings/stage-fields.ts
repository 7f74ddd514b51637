import { isBlank } from '../prose/blank.ts';
import type { Field } from '../prose/field.ts';
import type { LengthText } from '../prose/length-text.ts';
import { readPercents } from '../prose/percent-text.ts';
import type { Finding } from '../plan.ts';
import type { ProsePlan, ProseStage } from '../prose/prose-plan.ts';
import { planned } from '../prose/stage-values.ts';
import { fault, only, quote, type Rule } from './fault.ts';
import { rampOf } from './plan-facts.ts';
import { isSkipped } from './skipped-stages.ts';

/** A finding with the stage it is about: a line may hold more than one. */
export interface StageFault {
  readonly stage: ProseStage;
  readonly finding: Finding;
}

/** A stage without a length has no end, so nobody can say when a decision is due. */
export const lengthFaults: Rule = (plan) => missingLengths(plan).map((one) => one.finding);

/** The stages without a length of time. */
export function missingLengths(plan: ProsePlan): readonly StageFault[] {
  const ramp = rampOf(plan);
  return ramp.flatMap((stage, i) => {
    const isLast = i === ramp.length - 1;
    const field = planned(stage.fields, 'length');
    if (!lacksLength(stage, field, isLast)) return [];
    const known = stage.fields.findLast(
      (one) => !one.isResult && ['percent', 'date', 'actual-date', 'tracking', 'users'].includes(one.kind),
    );
    const also = field === undefined && stage.start === null ? ' and no date' : '';
    const finding = fault(
      isLast ? 'note' : 'must-fix',
      'stage-length-missing',
      field?.line ?? known?.line ?? stage.line,
      `${quote(stage.label)} has no length of time${also}: it is blank or not filled in, so nobody can say when a decision is due. Write how long it lasts.`,
    );
    return [{ stage, finding }];
  });
}

function lacksLength(stage: ProseStage, field: Field | undefined, isLast: boolean): boolean {
  if (stage.length !== null || stage.end !== null || isSkipped(stage)) return false;
  if (isLast && (stage.kind === 'go-live' || field === undefined)) return false;
  return field === undefined || isBlank(field.value) || stage.dates === null;
}

/** A stage must say who gets it: a percentage, or named people. */
export const percentFaults: Rule = (plan) => percentFaultsOf(plan).map((one) => one.finding);

/** What is wrong with the percentages, stage by stage. */
export function percentFaultsOf(plan: ProsePlan): readonly StageFault[] {
  return rampOf(plan).flatMap((stage) =>
    percentFault(stage).map((finding): StageFault => ({ stage, finding })),
  );
}

function percentFault(stage: ProseStage): readonly Finding[] {
  const field = planned(stage.fields, 'percent');
  const range = rangeIn(stage);
  if (range !== null) {
    return [
      fault(
        'look',
        'percent-range',
        field?.line ?? stage.line,
        `${quote(range, 40)} is a range, and a toggle has one percentage at a time. Say which one ${quote(stage.label, 40)} starts with.`,
      ),
    ];
  }
  const { headingPercent } = stage;
  return headingPercent === null ? unsaid(stage, field) : against(stage, headingPercent, field);
}

function against(stage: ProseStage, headingPercent: number, field: Field | undefined): readonly Finding[] {
  const { fieldPercent } = stage;
  if (fieldPercent !== null && headingPercent !== fieldPercent) {
    return [
      fault(
        'must-fix',
        'percent-conflict',
        field?.line ?? stage.line,
        `The heading says ${headingPercent}% and the field says ${fieldPercent}%. Somebody will set the wrong one. Make them agree; we read ${headingPercent}%.`,
      ),
    ];
  }
  if (field !== undefined && field.value === '') {
    return [
      fault(
        'note',
        'percent-field-blank',
        field.line,
        `The percentage field is left blank; only the heading says ${headingPercent}%. Write it in the field too, where whoever sets the toggle looks.`,
      ),
    ];
  }
  return [];
}

function unsaid(stage: ProseStage, field: Field | undefined): readonly Finding[] {
  if (stage.percent !== null || isSkipped(stage) || stage.kind === 'go-live') return [];
  const who = field?.value ?? '';
  if (!isBlank(who) && /\busers?\b|\btarget|\bnamed\b|\binternal\b|\bteam\b/i.test(who)) return [];
  if (field === undefined && isElsewhere(stage)) return [];
  return [
    fault(
      'must-fix',
      'stage-percent-missing',
      field?.line ?? stage.line,
      `${quote(stage.label)} does not say which percentage of users gets it. Nobody can set the toggle or check it. Write the percentage.`,
    ),
  ];
}

/** A phase for a number of people, or a bare name, asks for no percentage. */
function isElsewhere(stage: ProseStage): boolean {
  return (stage.kind === 'phase' && stage.users !== null) || stage.fields.length === 0;
}

function rangeIn(stage: ProseStage): string | null {
  if (stage.percent !== null) return null;
  const texts = [
    planned(stage.fields, 'percent')?.value ?? '',
    stage.label,
    ...stage.entries.filter((entry) => /\bgating\b/i.test(entry.text)).map((entry) => entry.text),
  ];
  return texts.find((text) => readPercents(text).isRange) ?? null;
}

/** What a stage says about its length in one place must hold in the other. */
export const lengthConflicts: Rule = (plan) =>
  plan.stages.flatMap((stage) => {
    const field = planned(stage.fields, 'length', 'date-or-length');
    const other = stage.overview?.length ?? null;
    const own = stage.length;
    const isOther = own !== null && other !== null && field !== undefined && differs(own, other);
    const actual = /\(\s*actual(?:ly)?:?\s*([^)]+)\)/i.exec(field?.value ?? '')?.[1];
    return only(
      isOther &&
        fault(
          'look',
          'length-conflict',
          field.line,
          `${quote(stage.label, 40)} lasts ${quote(own.text)} here, and the overview says ${quote(other.text)}. Make them agree; we read the length given here.`,
        ),
      actual !== undefined &&
        field !== undefined &&
        fault(
          'note',
          'length-actual-differs',
          field.line,
          `The stage actually took ${quote(actual)} where ${quote(own?.text ?? '')} was planned. Say why in the results.`,
        ),
    );
  });

function differs(a: LengthText, b: LengthText): boolean {
  return a.seconds === null ? a.text !== b.text : a.seconds !== b.seconds;
}
