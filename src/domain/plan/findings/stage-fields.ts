import { blankKind, isBlank } from '../prose/blank.ts';
import type { ProsePlan, ProseStage } from '../prose/prose-plan.ts';
import { readPercents } from '../prose/percent-text.ts';
import { planned } from '../prose/stage-values.ts';
import { fault, listed, quote, type Rule } from './fault.ts';
import { rampOf } from './plan-facts.ts';

/** A stage without a length has no end, so nobody can say when a decision is due. */
export const lengthFaults: Rule = (plan) => {
  const ramp = rampOf(plan);
  return ramp.flatMap((stage, i) => {
    if (stage.length !== null || stage.end !== null || isSkipped(stage)) return [];
    const isLast = i === ramp.length - 1;
    const field = planned(stage.fields, 'length');
    if (isLast && (stage.kind === 'go-live' || field === undefined)) return [];
    if (field !== undefined && !isBlank(field.value) && stage.dates !== null) return [];
    const known = stage.fields.findLast(
      (one) => !one.isResult && ['percent', 'date', 'actual-date', 'tracking', 'users'].includes(one.kind),
    );
    const also = field === undefined && stage.start === null ? ' and no date' : '';
    return [
      fault(
        isLast ? 'note' : 'must-fix',
        'stage-length-missing',
        field?.line ?? known?.line ?? stage.line,
        `${quote(stage.label)} has no length of time${also}: it is blank or not filled in, so nobody can say when a decision is due. Write how long it lasts.`,
      ),
    ];
  });
};

/** A stage must say who gets it: a percentage, or named people. */
export const percentFaults: Rule = (plan) =>
  rampOf(plan).flatMap((stage) => {
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
    const { headingPercent, fieldPercent } = stage;
    if (headingPercent !== null && fieldPercent !== null && headingPercent !== fieldPercent) {
      return [
        fault(
          'must-fix',
          'percent-conflict',
          field?.line ?? stage.line,
          `The heading says ${headingPercent}% and the field says ${fieldPercent}%. Somebody will set the wrong one. Make them agree; we read ${headingPercent}%.`,
        ),
      ];
    }
    if (field !== undefined && headingPercent !== null && field.value === '') {
      return [
        fault(
          'note',
          'percent-field-blank',
          field.line,
          `The percentage field is left blank; only the heading says ${headingPercent}%. Write it in the field too, where whoever sets the toggle looks.`,
        ),
      ];
    }
    if (stage.percent !== null || isSkipped(stage) || stage.kind === 'go-live') return [];
    const who = field?.value ?? '';
    if (!isBlank(who) && /\busers?\b|\btarget|\bnamed\b|\binternal\b|\bteam\b/i.test(who)) return [];
    if (field === undefined && stage.kind === 'phase' && stage.users !== null) return [];
    if (field === undefined && stage.fields.length === 0) return [];
    return [
      fault(
        'must-fix',
        'stage-percent-missing',
        field?.line ?? stage.line,
        `${quote(stage.label)} does not say which percentage of users gets it. Nobody can set the toggle or check it. Write the percentage.`,
      ),
    ];
  });

function rangeIn(stage: ProseStage): string | null {
  if (stage.percent !== null) return null;
  const texts = [
    planned(stage.fields, 'percent')?.value ?? '',
    stage.label,
    ...stage.entries.filter((entry) => /\bgating\b/i.test(entry.text)).map((entry) => entry.text),
  ];
  return texts.find((text) => readPercents(text).isRange) ?? null;
}

/** Whether the plan says that it leaves a stage out. */
export function isSkipped(stage: ProseStage): boolean {
  return skipLine(stage) !== null;
}

const skipping =
  /^\W*skip(?:ped|ping)?\b|:\W*skipped\b|\bskip(?:ped|ping)? (?:this|the|a|to|over|stage|step|directly)\b|\b(?:is|was|will be|been) skipped\b|\bwill skip\b/i;

function skipLine(stage: ProseStage): number | null {
  const results = new Set(
    stage.fields.flatMap((field) => (field.isResult ? [field.entry, ...field.children] : [])),
  );
  const said = stage.entries.find(
    (entry) => entry.kind !== 'code' && !results.has(entry) && skipping.test(entry.text),
  );
  if (said !== undefined) return said.line;
  const [only] = stage.entries;
  const starts =
    stage.fields.length === 0 &&
    stage.entries.length <= 2 &&
    only !== undefined &&
    /\b(?:begin|start|go straight|move directly)\b.*\d+\s?%/i.test(only.text);
  return starts ? only.line : null;
}

/** Skipped stages stay in the plan, on record. */
export const skippedStages: Rule = (plan) =>
  plan.stages.flatMap((stage) => {
    const line = skipLine(stage);
    const isTicked = plan.checklist.some((item) => item.checked && named(item.text, stage));
    return line === null
      ? []
      : [
          fault(
            'look',
            'stage-skipped',
            line,
            `${quote(stage.label)} is skipped${isTicked ? ' although its box in the overview is ticked' : ''}: the next stage then starts without what this one was to show. Take it out, or keep it as skipped on record.`,
          ),
        ];
  });

function named(text: string, stage: ProseStage): boolean {
  return stage.id !== null && text.toLowerCase().startsWith(stage.id.replace(':', ' '));
}

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

/** What a stage says about its length in one place must hold in the other. */
export const lengthConflicts: Rule = (plan) =>
  plan.stages.flatMap((stage) => {
    const field = planned(stage.fields, 'length', 'date-or-length');
    const other = stage.overview?.length ?? null;
    const own = stage.length;
    const isOther =
      own !== null &&
      other !== null &&
      field !== undefined &&
      (own.seconds === null ? own.text !== other.text : own.seconds !== other.seconds);
    const actual = /\(\s*actual(?:ly)?:?\s*([^)]+)\)/i.exec(field?.value ?? '')?.[1];
    return [
      ...(isOther
        ? [
            fault(
              'look',
              'length-conflict',
              field.line,
              `${quote(stage.label, 40)} lasts ${quote(own.text)} here, and the overview says ${quote(other.text)}. Make them agree; we read the length given here.`,
            ),
          ]
        : []),
      ...(actual !== undefined && field !== undefined
        ? [
            fault(
              'note',
              'length-actual-differs',
              field.line,
              `The stage actually took ${quote(actual)} where ${quote(own?.text ?? '')} was planned. Say why in the results.`,
            ),
          ]
        : []),
    ];
  });

/** The template's own floor and ceiling. */
export const templateBounds: Rule = (plan) =>
  rampOf(plan).flatMap((stage, i) => {
    const { percent } = stage;
    const seconds = stage.length?.seconds ?? null;
    const isShort = seconds !== null && seconds < 7_200;
    const isLarge =
      percent !== null && percent > 10 && percent < 100 && i <= 1 && /canary/i.test(stage.label);
    return [
      ...(isShort
        ? [
            fault(
              'look',
              'stage-shorter-than-template',
              planned(stage.fields, 'length')?.line ?? stage.line,
              `${quote(stage.label, 50)} lasts ${quote(stage.length?.text ?? '')}. VA's template asks for two hours at least: in less, few errors can show. Lengthen it, or keep it with a reason.`,
            ),
          ]
        : []),
      ...(isLarge
        ? [
            fault(
              'note',
              'canary-above-template',
              planned(stage.fields, 'percent')?.line ?? stage.line,
              `The canary starts at ${percent}%. VA's template keeps it to about 500 users, or 10% at most. Lower it, or keep it with a reason.`,
            ),
          ]
        : []),
    ];
  });

/** Nobody to compare, and lengths that leave the end open. */
export const unclearStages: Rule = (plan) =>
  rampOf(plan).flatMap((stage) => {
    const percentLine = planned(stage.fields, 'percent')?.line ?? stage.line;
    const lengthLine = planned(stage.fields, 'length')?.line ?? stage.line;
    const isRange =
      stage.length !== null &&
      stage.length.seconds === null &&
      /\d\s*(?:hours?|hrs?|days?|weeks?)?\s*(?:[-–—]|to)\s*\d/.test(stage.length.text);
    return [
      ...(stage.percent === 0
        ? [
            fault(
              'look',
              'zero-percent',
              percentLine,
              `${quote(stage.label, 40)} gives the feature to 0% of users: there is no one to compare. We compare with before the deployment, which is weaker evidence. Say that it is on purpose.`,
            ),
          ]
        : []),
      ...(isRange
        ? [
            fault(
              'note',
              'length-range',
              lengthLine,
              `${quote(stage.length.text, 40)} is a range, so the end of ${quote(stage.label, 40)} is open. Write one length.`,
            ),
          ]
        : []),
    ];
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
