import { isBlank } from '../prose/blank.ts';
import type { Entry } from '../prose/entry.ts';
import type { ProseStage } from '../prose/prose-plan.ts';
import { fault, quote, type Rule } from './fault.ts';
import { hasRun, rampOf } from './plan-facts.ts';
import { figuresOf } from './result-figures.ts';

/** A stage left with too many failures, and no limit to stop it. */
export const advancedOverLimit: Rule = (plan) => {
  const ramp = rampOf(plan);
  const limit =
    plan.criteria.find(
      (one) => one.unit === '%' && one.comparator?.startsWith('<') === true && /error|fail/i.test(one.text),
    )?.limit ?? null;
  return ramp.flatMap((stage, i) => {
    const next = ramp[i + 1];
    const { success, failed, line } = figuresOf(stage.fields);
    if (next === undefined || !hasRun(next) || success === null || failed === null || success + failed < 20)
      return [];
    const percent = (100 * failed) / (success + failed);
    if (percent <= (limit ?? 5)) return [];
    const told = limit === null ? 'and no limit on record' : `over the limit of ${limit}%`;
    return [
      fault(
        'look',
        'advanced-over-limit',
        line,
        `Advanced from ${stage.percent ?? '?'}% to ${next.percent ?? '?'}% with ${percent.toFixed(1)}% failing, ${told}. Say who decided, and why.`,
      ),
    ];
  });
};

/** "100% success" of eight people shows very little. */
export const fewPeople: Rule = (plan) =>
  rampOf(plan).flatMap((stage) => {
    const { users, share } = figuresOf(stage.fields);
    const isPerfect = share !== null && !share.isError && share.percent === 100;
    if (users === null || !isPerfect || users.value >= 72 || users.value === 0) return [];
    return [
      fault(
        'look',
        'too-few-users',
        users.line,
        `${users.value} users at ${stage.percent ?? '?'}%. Even without a failure, ${users.value} can't show an error rate under 5%: that takes 72. Lengthen the stage or raise its percentage.`,
      ),
    ];
  });

const judgedWords = ['error', 'fail', 'abandon', 'bounce', 'drop-off', 'complaint'];

/** A measured share over the plan's own limit. */
export const brokenLimits: Rule = (plan) => {
  const upper = plan.criteria.filter(
    (one) => one.unit === '%' && one.limit !== null && one.comparator?.startsWith('<') === true,
  );
  return plan.stages.flatMap((stage) =>
    resultEntries(stage).flatMap((entry) => {
      const word = judgedWords.find((one) => entry.text.toLowerCase().includes(one));
      const percent = /[<>≤≥]/.test(entry.text)
        ? /\((\d+(?:\.\d+)?)\s?%\s*(?:observed|actual|seen)/i.exec(entry.text)?.[1]
        : /(\d+(?:\.\d+)?)\s?%/.exec(entry.text)?.[1];
      const limit = upper.find((one) => word !== undefined && isAbout(entry.text, one.text));
      const isOver = limit !== undefined && limit.limit !== null && Number(percent ?? 0) > limit.limit;
      if (!isOver || /success|previous|baseline|compared/i.test(entry.text)) return [];
      return [
        fault(
          'look',
          'limit-broken',
          entry.line,
          `${percent ?? ''}% was measured at ${quote(stage.label, 30)}, over the plan's own limit: ${quote(limit.text, 50)}. The threshold was breached. Say who decided to go on, and why.`,
        ),
      ];
    }),
  );
};

function resultEntries(stage: ProseStage): readonly Entry[] {
  const results = stage.fields.filter((field) => field.isResult);
  return [...results.map((field) => field.entry), ...results.flatMap((field) => field.children)];
}

/** Whether a result speaks of a criterion: it holds most of the words before the criterion's number. */
function isAbout(result: string, criterion: string): boolean {
  const words =
    (criterion.split(/[<≤\d]|\bbelow\b|\bunder\b|\bless\b/)[0] ?? '').toLowerCase().match(/[a-z]{4,}/g) ?? [];
  const said = result.toLowerCase();
  return words.length > 0 && words.filter((word) => said.includes(word)).length >= 0.6 * words.length;
}

/** Shares reported for a stage whose users were never counted. */
export const resultsInAdvance: Rule = (plan) =>
  plan.stages.flatMap((stage) => {
    const users = stage.fields.find(
      (field) => field.isResult && ['unique-users', 'users'].includes(field.kind),
    );
    if (users === undefined || stage.isActual || !(isBlank(users.value) || /_{2,}/.test(users.value)))
      return [];
    const figure = stage.fields
      .filter((field) => field.kind === 'metrics')
      .flatMap((field) => field.children)
      .find((child) => /\b\d+\.\d+\s?%/.test(child.text) && !/[<>≤≥]/.test(child.text));
    return figure === undefined
      ? []
      : [
          fault(
            'look',
            'results-in-advance',
            figure.line,
            `${quote(figure.text, 50)} stands in the results of ${quote(stage.label, 30)}, whose users are still blank: figures copied or filled in before the stage ran. Take them out until it has.`,
          ),
        ];
  });
