import type { ProseCriterion, ProsePlan } from '../prose/prose-plan.ts';
import { fault, listed, quote, type Rule } from './fault.ts';
import { planningFields } from './plan-facts.ts';

/** What can neither pass nor fail stops nothing. */
export const limitFaults: Rule = (plan) => {
  const { criteria } = plan;
  if (criteria.length === 0) {
    const field = planningFields(plan, 'criteria')[0];
    return [
      fault(
        'must-fix',
        'criteria-missing',
        field?.line ?? null,
        'The plan has no success criteria of its own: no number, limit or threshold. No stage can ever be shown to be good. Write what must hold before the next stage.',
      ),
    ];
  }
  const none = criteria.every((criterion) => criterion.limit === null);
  return [
    ...criteria.flatMap((criterion) => limitFault(plan, criterion) ?? []),
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

/** What must happen when it goes wrong, and at which number. */
export const rollbackFaults: Rule = (plan) => {
  if (plan.rollback === null) {
    return [
      fault(
        'must-fix',
        'rollback-missing',
        null,
        'The plan says nothing about a rollback. When a limit breaks nobody knows who turns the toggle off, or at which number. Add a rollback section with its conditions.',
      ),
    ];
  }
  const { line } = plan.rollback;
  if (plan.criteria.some((criterion) => criterion.from === 'rollback')) return [];
  const vague = plan.entries.find(
    (entry) =>
      entry.line > line &&
      entry.line < line + 14 &&
      /\bspike\b|\bunexpected behaviou?r\b|\bsomething goes wrong\b/i.test(entry.text),
  );
  const words =
    vague === undefined
      ? 'The rollback process'
      : quote(
          /[^.]*\b(?:spike|unexpected|goes wrong)\b[^.,]*/i.exec(vague.text)?.[0].trim() ?? vague.text,
          60,
        );
  return [
    fault(
      'look',
      'rollback-without-number',
      vague?.line ?? line,
      `${words} has no number: nothing here can call for a roll back by itself. Write the conditions with their limits.`,
    ),
  ];
};

/** "Enable the toggle" as the way back. */
export const invertedRollback: Rule = (plan) => {
  const line = plan.rollback?.line;
  if (line === undefined) return [];
  const end = plan.sections.find((section) => section.heading.line > line)?.heading.line ?? line + 15;
  const said = plan.entries.find(
    (entry) =>
      entry.line >= line &&
      entry.line < end &&
      /\b(?:enable|turn(?:ing)? on|re-?enable|activate) (?:the )?(?:\w+ )?(?:toggle|flag|flipper)\b/i.test(
        entry.text,
      ) &&
      !/\bdisable|\bturn(?:ing)? off|\bdeactivate/i.test(entry.text),
  );
  return said === undefined
    ? []
    : [
        fault(
          'look',
          'rollback-toggle-inverted',
          said.line,
          `${quote(said.text, 60)}: the rollback turns the toggle on. If that is meant, say what "on" does; in a hurry everybody turns things off.`,
        ),
      ];
};

const bad = /\berrors?\b|\bfailures?\b|\babandon|\blatency\b|\bcomplaints?\b|\bbounce|\btimeouts?\b/i;
const good = /\bsuccess|\bcompletion|\bdelivery rate|\bsatisf|\bavailab|\buptime/i;

/** A limit on the wrong side: errors that must be above something. */
export const limitDirection: Rule = (plan) =>
  plan.criteria.flatMap((criterion) => {
    const { text, comparator, line } = criterion;
    const isUpward = comparator === '>' || comparator === '>=';
    const isWrong =
      criterion.from === 'success' &&
      isUpward &&
      bad.test(text) &&
      !good.test(text) &&
      !/click|without|free/i.test(text);
    return isWrong
      ? [
          fault(
            'look',
            'criterion-direction',
            line,
            `${quote(text)} reads as a success criterion that wants more errors: its direction is unclear. Turn it round, or move it to the rollback conditions.`,
          ),
        ]
      : [];
  });

/** Success and error limits that leave something between them. */
export const limitGap: Rule = (plan) => {
  const share = (pattern: RegExp, up: boolean) =>
    plan.criteria.find(
      (one) =>
        one.unit === '%' &&
        pattern.test(one.text) &&
        one.limit !== null &&
        (up ? one.comparator?.startsWith('>') : one.comparator?.startsWith('<')) === true,
    );
  const success = share(/success/i, true);
  const errors = share(/\berror|\bfailure/i, false);
  const gap = Number((100 - (success?.limit ?? 100) - (errors?.limit ?? 0)).toPrecision(6));
  if (success === undefined || errors === undefined || gap <= 0) return [];
  return [
    fault(
      'look',
      'limits-leave-a-gap',
      errors.line,
      `Success over ${success.limit ?? ''}% and errors under ${errors.limit ?? ''}% leave up to ${gap}% that is neither. Say what those requests are.`,
    ),
  ];
};

/** Limits that cannot show what they seem to show. */
export const limitTraps: Rule = (plan) =>
  plan.criteria.flatMap((criterion) => {
    const { text, line, limit, unit } = criterion;
    const shortest = Math.min(...plan.stages.flatMap((stage) => stage.length?.seconds ?? []));
    if (
      /\buptime\b|\bavailability\b/i.test(text) &&
      unit === '%' &&
      limit !== null &&
      limit < 100 &&
      Number.isFinite(shortest)
    ) {
      const seconds = Number((shortest * (1 - limit / 100)).toPrecision(3));
      const stage = plan.stages.find((one) => one.length?.seconds === shortest);
      return seconds < 3_600
        ? [
            fault(
              'look',
              'uptime-of-a-short-stage',
              line,
              `${limit}% uptime in ${quote(stage?.length?.text ?? '')} is ${seconds} seconds. We measure failed requests instead; say so, or lengthen the stage.`,
            ),
          ]
        : [];
    }
    if (/\baverage\b|\bmean\b|\bavg\b/i.test(text) && (unit === 'ms' || unit === 's')) {
      return [
        fault(
          'note',
          'average-hides-slow',
          line,
          `An average can hide slow requests: ${quote(text)}. We show the slowest 5% as well, without a limit. Add one for them if it matters.`,
        ),
      ];
    }
    if (/\bsatisf|\bpositive feedback|\bhappy\b/i.test(text) && limit !== null) {
      return [
        fault(
          'look',
          'nothing-collects-this',
          line,
          `${quote(text)}: no dashboard collects this. Say who asks, and enter the answer by hand.`,
        ),
      ];
    }
    return [];
  });

/** A code that calls for a roll back and is not among what a stage records. */
export const unrecordedCodes: Rule = (plan) => {
  const recorded = new Set(
    plan.stages
      .flatMap((stage) => Object.keys(stage.results))
      .flatMap((label) => label.match(/\b[45]\d\d\b/g) ?? []),
  );
  if (recorded.size === 0) return [];
  return plan.criteria.flatMap((criterion) => {
    if (criterion.from !== 'rollback') return [];
    const missing = (criterion.text.match(/\b[45]\d\d(?=s?\b)/g) ?? []).filter((code) => !recorded.has(code));
    return missing.length === 0
      ? []
      : [
          fault(
            'note',
            'code-not-recorded',
            criterion.line,
            `You roll back on ${listed(missing)}, but Results record only ${listed([...recorded].toSorted())}. We record ${listed(missing)} too; add the label.`,
          ),
        ];
  });
};

/** A limit "in any 10 minutes" on a panel that refreshes more slowly. */
export const slowPanels: Rule = (plan) =>
  plan.criteria.flatMap((criterion) => {
    const minutes = Number(/(\d+)[\s-]?min/i.exec(criterion.window ?? '')?.[1] ?? Number.NaN);
    const link = plan.links.find((one) => one.line === criterion.line && /[?&]refresh=\d+m/.test(one.url));
    const refresh = Number(/refresh=(\d+)m/.exec(link?.url ?? '')?.[1] ?? Number.NaN);
    return refresh > minutes
      ? [
          fault(
            'look',
            'panel-slower-than-limit',
            criterion.line,
            `The limit holds in any ${minutes} minutes, and the linked panel refreshes every ${refresh}. A break could show late or not at all. We read it every minute where we can.`,
          ),
        ]
      : [];
  });
