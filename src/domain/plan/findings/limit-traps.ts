import type { Finding } from '../plan.ts';
import type { ProsePlan } from '../prose/prose-plan.ts';
import { fault, listed, quote, type Rule } from './fault.ts';

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

/** 99.9% of an hour is 3.6 seconds. */
function uptimeFault(plan: ProsePlan, line: number, limit: number): readonly Finding[] {
  const lengths = plan.stages.flatMap((stage) => (stage.length === null ? [] : [stage.length]));
  const shortest = lengths.toSorted((a, b) => (a.seconds ?? Infinity) - (b.seconds ?? Infinity))[0];
  if (shortest === undefined || shortest.seconds === null || limit >= 100) return [];
  const seconds = Number((shortest.seconds * (1 - limit / 100)).toPrecision(3));
  if (seconds >= 3_600) return [];
  return [
    fault(
      'look',
      'uptime-of-a-short-stage',
      line,
      `${limit}% uptime in ${quote(shortest.text)} is ${seconds} seconds. Measure it by failed requests instead, and say so, or lengthen the stage.`,
    ),
  ];
}

/** Limits that cannot show what they seem to show. */
export const limitTraps: Rule = (plan) =>
  plan.criteria.flatMap((criterion) => {
    const { text, line, limit, unit } = criterion;
    if (/\buptime\b|\bavailability\b/i.test(text) && unit === '%')
      return uptimeFault(plan, line, limit ?? 100);
    if (/\baverage\b|\bmean\b|\bavg\b/i.test(text) && (unit === 'ms' || unit === 's')) {
      return [
        fault(
          'note',
          'average-hides-slow',
          line,
          `An average can hide slow requests: ${quote(text)}. Add a limit for the slowest 5% as well if they matter.`,
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
            `You roll back on ${listed(missing)}, but Results record only ${listed([...recorded].toSorted())}. Add a label for ${listed(missing)}, so that it is recorded too.`,
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
            `The limit holds in any ${minutes} minutes, and the linked panel refreshes every ${refresh}. A break could show late or not at all. Bind the limit to a signal, which is read as often as its source allows.`,
          ),
        ]
      : [];
  });
