import { blankKind, isBlank } from '../prose/blank.ts';
import type { ProseStage } from '../prose/prose-plan.ts';
import { checkIns, squash, valueOf } from './result-texts.ts';
import { fault, quote, type Rule } from './fault.ts';

/** A field for users that holds something else. */
export const otherUnits: Rule = (plan) => {
  const fields = [...plan.stages.flatMap((stage) => stage.fields), ...checkIns(plan).flat()].filter(
    (field) => field.kind === 'unique-users',
  );
  return fields.flatMap((field) => {
    const other =
      /\b(calls?(?: to)?(?: the)? api|api calls?|requests?|push notifications?|notifications?|sessions?|page ?views?|submissions?|events?|emails?|\d+(?:\.\d+)?\s?% of [\w ]{3,30})(?=\W|$)/i.exec(
        `${field.label.replace(/\bunique events\b/i, '')} ${field.inline}`,
      )?.[0];
    if (other === undefined || isBlank(field.value) || !/\d/.test(field.value)) return [];
    return [
      fault(
        'look',
        'users-in-another-unit',
        field.line,
        `"Number of unique users" holds ${quote(other, 30)} here. Users and ${other.toLowerCase()} can't be compared between stages. Count users, or rename the label.`,
      ),
    ];
  });
};

/** Figures of one stage written again under the next. */
export const repeatedResults: Rule = (plan) => {
  const seen = new Map<string, ProseStage>();
  return plan.stages.flatMap((stage) => {
    const texts = stage.entries.filter(
      (entry) =>
        entry.checked === null &&
        valueOf(entry.text).length > 30 &&
        /\d{2,}/.test(valueOf(entry.text)) &&
        !isLabelOnly(entry.text) &&
        blankKind(entry.text) === null,
    );
    const first = texts.find((entry) => seen.has(entry.text) && !isPlanned(stage, entry.line));
    const other = seen.get(first?.text ?? '');
    for (const entry of texts) if (!seen.has(entry.text)) seen.set(entry.text, stage);
    return first === undefined || other === undefined
      ? []
      : [
          fault(
            'look',
            'results-repeated',
            first.line,
            `These results repeat the figures of ${quote(other.label, 40)} word for word: ${quote(first.text, 50)}. One of the two stages was not measured. Put this stage's own figures in.`,
          ),
        ];
  });
};

function isLabelOnly(text: string): boolean {
  return /^[^:]{3,}:\s*$/.test(text) || /percentage of users|length of time/i.test(text);
}

function isPlanned(stage: ProseStage, line: number): boolean {
  const field = stage.fields.findLast((one) => one.line <= line);
  return field === undefined || (!field.isResult && field.kind !== 'other');
}

/** Results that state what should be seen, not what was. */
export const resultsHoldCriteria: Rule = (plan) => {
  const criteria = new Set(
    plan.criteria
      .filter((one) => one.limit !== null)
      .map((one) => squash(one.text.slice(one.text.lastIndexOf(':') + 1))),
  );
  const whole = new Set(plan.criteria.filter((one) => one.limit !== null).map((one) => squash(one.text)));
  return plan.stages.flatMap((stage) => {
    const results = stage.entries.filter(
      (entry) =>
        entry.checked === null &&
        entry.kind === 'item' &&
        stage.fields.some(
          (field) => field.isResult && (field.entry === entry || field.children.includes(entry)),
        ),
    );
    const first = results.find(
      (entry) =>
        whole.has(squash(entry.text)) ||
        (/:/.test(entry.text) &&
          criteria.has(squash(entry.text.slice(entry.text.lastIndexOf(':') + 1))) &&
          /[<>]|\bcanary\b/i.test(entry.text)),
    );
    return first === undefined
      ? []
      : [
          fault(
            'look',
            'results-hold-criteria',
            first.line,
            `The results of ${quote(stage.label, 30)} hold the criteria (${quote(first.text, 40)}), not measurements. Nobody can tell what was seen. Put the figures in.`,
          ),
        ];
  });
};
