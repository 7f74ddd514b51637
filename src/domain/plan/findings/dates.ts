import { blankKind } from '../prose/blank.ts';
import { isoDay, namesMonthOnly, readDates } from '../prose/date-text.ts';
import type { Field } from '../prose/field.ts';
import type { ProsePlan } from '../prose/prose-plan.ts';
import { planned } from '../prose/stage-values.ts';
import { fault, only, quote, type Rule } from './fault.ts';
import { planningFields, rampOf } from './plan-facts.ts';

export const dateKinds = ['date', 'date-or-length', 'actual-date', 'length'] as const;

/** Each line of a date field with its place. */
function dateLines(
  plan: ProsePlan,
): readonly { readonly text: string; readonly line: number; readonly field: Field }[] {
  return planningFields(plan, ...dateKinds).flatMap((field) =>
    field.value.split('\n').map((text, i) => ({
      text,
      line: field.inline === '' ? (field.children[i]?.line ?? field.line) : field.line,
      field,
    })),
  );
}

/** Days without a year, months without a day, ranges without an end, figures that are no date. */
export const writtenDates: Rule = (plan) =>
  dateLines(plan).flatMap(({ text, line, field }) => {
    const dates = readDates(text);
    const [first] = dates;
    const found = [];
    if (first !== undefined && first.start.year === null) {
      const also = first.isOpen ? ' It is also open-ended.' : '';
      found.push(
        fault(
          'note',
          'date-without-year',
          line,
          `${quote(first.text)} has no year. A year from now nobody can line it up with the metrics.${also} Add the year.`,
        ),
      );
    } else if (first?.isOpen === true) {
      found.push(
        fault(
          'note',
          'date-open-ended',
          line,
          `The date range that starts ${quote(first.text)} is open-ended. Write its end.`,
        ),
      );
    } else if (
      first === undefined &&
      blankKind(text) === null &&
      field.kind !== 'length' &&
      namesMonthOnly(text) &&
      !/\b20\d\d\b/.test(text)
    ) {
      found.push(
        fault(
          'note',
          'date-without-year',
          line,
          `${quote(text, 40)} names a month without day or year. Write the date.`,
        ),
      );
    }
    const reversed = dates.find(
      (range) => range.end !== null && before(isoDay(range.end), isoDay(range.start)),
    );
    if (reversed !== undefined) {
      found.push(
        fault(
          'must-fix',
          'date-range-reversed',
          line,
          `${quote(reversed.text)} ends before it starts: most likely a wrong year. Correct it; no metrics can be read for it.`,
        ),
      );
    }
    if (isGarbled(text)) {
      found.push(
        fault(
          'look',
          'date-garbled',
          line,
          `The date range ${quote(text, 40)} is garbled: part of it is no date. Write it as month/day/year - month/day/year.`,
        ),
      );
    }
    return found;
  });

export function before(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a < b;
}

function isGarbled(text: string): boolean {
  const dates = readDates(text);
  if (dates.length === 0) return false;
  const rest = dates.reduce(
    (words, range) => words.replace(range.text, ' '),
    text.replace(/\([^)]*\)/g, ' '),
  );
  return (
    /(?:^|[\s-])-?\d{1,2}-\d{1,2}\b(?!\s*(?:days?|weeks?|hours?|hrs?|min))/.test(rest) ||
    /\d{1,2}\/\d{1,2}\/(?:\d{3}|\d{5,})\b/.test(text)
  );
}

/** A "length of time" that holds days: the days are read, the length is not said. */
export const lengthHoldsDates: Rule = (plan) =>
  plan.stages.flatMap((stage) => {
    const field = planned(stage.fields, 'length');
    const value = field?.value ?? '';
    if (field === undefined || stage.length !== null || readDates(value).length === 0) return [];
    return [
      fault(
        'note',
        'length-holds-date',
        field.line,
        `The length of time holds a date (${quote(value, 40)}) and no length. Write how long the stage lasts, so that it stays true when the date moves.`,
      ),
    ];
  });

/** A rollout without a single day, and times of day without a zone. */
export const datesAtAll: Rule = (plan) => {
  const has = plan.stages.some((stage) => stage.dates !== null) || plan.rolloutDates.length > 0;
  const fields = planningFields(plan, 'date', 'date-or-length', 'actual-date');
  const times = [...fields.map((field) => field.entry), ...fields.flatMap((field) => field.children)];
  const zoneless = times.find(
    (entry) =>
      /\b\d{1,2}(?::\d{2})?\s?[ap]\.?m\b/i.test(entry.text) &&
      !/\b(?:[ECMP][SD]?T|eastern|central|mountain|pacific|UTC|GMT)\b/i.test(entry.text),
  );
  return only(
    !has &&
      plan.stages.length > 0 &&
      fault(
        'look',
        'dates-missing',
        null,
        'No dates are set for any stage. Nobody can say when to watch, or line the rollout up with deploys. Write the start of each stage.',
      ),
    zoneless !== undefined &&
      fault(
        'note',
        'time-without-zone',
        zoneless.line,
        `A time of day without a time zone: ${quote(zoneless.text)}. We assume ET. Add the zone.`,
      ),
  );
};

/** A stage ticked as done, or with results, whose date was never written down. */
export const doneWithoutDate: Rule = (plan) =>
  rampOf(plan).flatMap((stage) => {
    const field = stage.fields.find(
      (one) => (one.kind === 'actual-date' || one.kind === 'date') && one.value === '',
    );
    const isTicked = plan.checklist.some(
      (item) =>
        item.checked && stage.id !== null && item.text.toLowerCase().startsWith(stage.id.replace(':', ' ')),
    );
    return field !== undefined && isTicked && stage.start === null
      ? [
          fault(
            'look',
            'done-without-date',
            field.line,
            `${quote(stage.label, 40)} is marked done, and its start date is blank. Its metrics can't be found again. Write the date.`,
          ),
        ]
      : [];
  });
