import { readNumber } from '../prose/number-text.ts';
import { fault, type Rule } from './fault.ts';
import { figuresOf, n } from './result-figures.ts';
import { checkIns } from './result-texts.ts';

/**
 * More people than attempts: nobody tries without trying. Attempts are the successes over the share that succeeded, so
 * 2,299 successes at 17.8 % failing are about 2,797.
 */
export const moreUsersThanAttempts: Rule = (plan) =>
  [...plan.stages.map((stage) => stage.fields), ...checkIns(plan)].flatMap((fields) => {
    const { users, share, failed } = figuresOf(fields);
    const succeeded = successesOf(fields.map((field) => `${field.label}: ${field.value}`));
    // Where submissions stand in the place of users, that is said elsewhere.
    const isUsers = fields.every(
      (field) => field.kind !== 'unique-users' || !/submission/i.test(field.label),
    );
    if (users === null || succeeded === null || !isUsers) return [];
    const failing = shareFailing(share);
    const attempts = failing === null ? succeeded + (failed ?? 0) : Math.round(succeeded / (1 - failing));
    if (failing === null && failed === null) return [];
    if (users.value <= attempts) return [];
    return [
      fault(
        'look',
        'more-users-than-attempts',
        users.line,
        `${users.value.toLocaleString('en-US')} unique users, but about ${attempts.toLocaleString('en-US')} attempts: more people than tries. One of the two counts something else. Say what each counts.`,
      ),
    ];
  });

/** Share of the attempts that failed; `null` where none is told, or all did. */
function shareFailing(share: ReturnType<typeof figuresOf>['share']): number | null {
  if (share === null || share.percent > 100) return null;
  const failing = share.isError ? share.percent / 100 : 1 - share.percent / 100;
  return failing < 1 ? failing : null;
}

const wholeNumber = new RegExp(`:\\s*${n}\\s*$`);

/** The KPI that counts what went through: "digital disputes (success): 445". */
function successesOf(texts: readonly string[]): number | null {
  const text = texts.find(
    (one) =>
      wholeNumber.test(one) &&
      /\bkpi\b.{0,60}\b(?:total number|number|count) of\b/i.test(one) &&
      !/confirm|error|fail|users|veterans/i.test(one),
  );
  return text === undefined ? null : readNumber(wholeNumber.exec(text)?.[1] ?? '');
}

/** Confirmations "sent" that nothing sends: the same line says there is none, and the number is that of the successes. */
export const confirmationsNotSent: Rule = (plan) =>
  plan.fields.flatMap((field) => {
    const text = `${field.label}: ${field.value}`.trim();
    const count = wholeNumber.exec(text)?.[1];
    const isSaid = /\bconfirmations?\b.{0,20}\bsent\b/i.test(text) && /\bno confirmations?\b/i.test(text);
    if (count === undefined || !isSaid) return [];
    return [
      fault(
        'look',
        'confirmations-not-sent',
        field.line,
        `${count} confirmations are said to be sent, and the same line says that there are none. The number is that of the successes. Leave it out, or count what was sent.`,
      ),
    ];
  });
