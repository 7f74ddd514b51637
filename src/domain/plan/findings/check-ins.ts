import { blankKind, isBlank } from '../prose/blank.ts';
import { readNumber } from '../prose/number-text.ts';
import { isApart } from '../prose/stage-name.ts';
import { fault, only, quote, type Rule } from './fault.ts';
import { squash, valueOf } from './result-texts.ts';
import { n } from './result-figures.ts';

/** Test users planned and test users reported. */
export const testUsersDiffer: Rule = (plan) =>
  plan.stages.flatMap((stage) => {
    const field =
      stage.kind === 'testing'
        ? stage.fields.find((one) => one.isResult && ['users', 'unique-users'].includes(one.kind))
        : undefined;
    const count = readNumber(new RegExp(`^\\W*${n}`).exec(field?.value ?? '')?.[1] ?? '');
    return field === undefined || count === null || stage.users === null || count === stage.users
      ? []
      : [
          fault(
            'note',
            'test-users-differ',
            field.line,
            `${stage.users} test users were planned and ${count} are reported. Say who joined or dropped out.`,
          ),
        ];
  });

/** After launch: KPIs "measured" in the words they were planned with, and check-ins half left to the template. */
export const checkInWords: Rule = (plan) => {
  const plannedKpis = new Set(
    plan.kpis
      .filter((kpi) => !/actual/i.test(kpi.text))
      .map((kpi) => squash(valueOf(kpi.text)))
      .filter((text) => text.length > 12),
  );
  return plan.sections
    .filter((section) => isApart(section.heading.text) && /week|month/i.test(section.heading.text))
    .flatMap((section) => {
      const fields = plan.fields.filter((field) => section.entries.includes(field.entry));
      const copied = fields.find(
        (field) => /kpi/i.test(field.label) && !isBlank(field.value) && plannedKpis.has(squash(field.value)),
      );
      const isFilled = fields.some(
        (field) =>
          ['kpi', 'unique-users'].includes(field.kind) && !isBlank(field.value) && /\d/.test(field.value),
      );
      const left = isFilled
        ? fields.find(
            (field) => ['lorem', 'marker'].includes(blankKind(field.value) ?? '') && field.kind !== 'changes',
          )
        : undefined;
      return only(
        copied !== undefined &&
          fault(
            'look',
            'kpi-not-measured',
            copied.line,
            `This result repeats the planned KPI in its own words (${quote(copied.value, 40)}): an intention, no measurement. Put the figure in.`,
          ),
        left !== undefined &&
          fault(
            'look',
            'template-text-in-results',
            left.line,
            `The template's text is left in a check-in that is otherwise filled in (${quote(left.label, 40)}). Put the result in its place.`,
          ),
      );
    });
};
