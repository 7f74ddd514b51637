import type { Finding } from '../plan.ts';
import type { ProseCriterion, ProsePlan } from '../prose/prose-plan.ts';
import { fault, quote, type Rule } from './fault.ts';
import { planningFields } from './plan-facts.ts';

/** What can neither pass nor fail stops nothing. */
export const limitFaults: Rule = (plan) => {
  const { criteria } = plan;
  const none = criteria.every((criterion) => criterion.limit === null);
  const missing = criteria.every((criterion) => criterion.from === 'rollback');
  if (missing) {
    const field = planningFields(plan, 'criteria')[0];
    const severity = criteria.length === 0 ? 'must-fix' : 'look';
    return [
      fault(
        severity,
        'criteria-missing',
        field?.line ?? null,
        'The plan has no success criteria of its own: no number, limit or threshold. No stage can ever be shown to be good. Write what must hold before the next stage.',
      ),
      ...unlimited(plan).map((one) => one.finding),
    ];
  }
  return [
    ...unlimited(plan).map((one) => one.finding),
    ...(none
      ? [
          fault(
            'must-fix',
            'criteria-without-numbers',
            null,
            'None of the criteria has a number: no limit, no threshold. Two people could read them differently at 2:00 a.m. Set at least one limit.',
          ),
        ]
      : []),
  ];
};

/** The criteria that can't be judged as they are written, each with what is said of it: a line may hold more than one. */
export function unlimited(
  plan: ProsePlan,
): readonly { readonly criterion: ProseCriterion; readonly finding: Finding }[] {
  return plan.criteria.flatMap((criterion) => {
    const finding = limitFault(plan, criterion);
    return finding === null ? [] : [{ criterion, finding }];
  });
}

function limitFault(plan: ProsePlan, criterion: ProseCriterion) {
  const { text, line } = criterion;
  if (criterion.limit !== null) return null;
  if (/:\s*$/.test(text)) {
    return fault(
      /^number of/i.test(text) ? 'note' : 'must-fix',
      'criterion-blank',
      line,
      `${quote(text)} is left blank. It has no good or bad value, so it can't be judged. Set a limit, or say that it is only watched.`,
    );
  }
  if (isBlankThreshold(plan, criterion)) return null;
  if (criterion.isRelative) {
    const hasFigure = /\d+(?:\.\d+)?\s?%/.test(text) && /baseline/i.test(text);
    return hasFigure
      ? null
      : fault(
          'must-fix',
          'baseline-not-stated',
          line,
          `${quote(text)}: compared with what, and how close? The baseline is not stated and there is no tolerance or limit. Counts can't stay constant as the percentage grows, so we use rates. Choose the baseline and the tolerance.`,
        );
  }
  if (criterion.from === 'success') {
    const isJudged =
      /^\W*(?:monitor|ensure|work with|watch|check|review)\b|\bqualitative|\bfeedback|\bcomplaints?\b/i.test(
        text,
      ) && !/\blatency\b|\berror rate/i.test(text);
    return fault(
      isJudged ? 'look' : 'must-fix',
      'criterion-without-limit',
      line,
      `${quote(text)} has no limit or threshold. Without a number it can neither pass nor fail. Set a limit, or say that it is only watched.`,
    );
  }
  return fault(
    'look',
    'condition-without-number',
    line,
    `${quote(text)} has no number. Two people could read it differently at 2:00 a.m. Set a limit, or say that people judge it.`,
  );
}

/** The blank "Threshold:" below says the same of the condition above it. */
function isBlankThreshold(plan: ProsePlan, criterion: ProseCriterion): boolean {
  return (
    criterion.comparator !== null &&
    plan.fields.some(
      (field) =>
        field.line > criterion.line &&
        field.line - criterion.line <= 1 &&
        /threshold|limit/i.test(field.label) &&
        field.value === '',
    )
  );
}
