import { blankKind, isBlank } from '../prose/blank.ts';
import { readNumber, numberPattern } from '../prose/number-text.ts';
import { splitLabel, type Field } from '../prose/field.ts';
import type { ProsePlan, ProseStage } from '../prose/prose-plan.ts';
import { isApart } from '../prose/stage-name.ts';
import { fault, quote, type Rule } from './fault.ts';
import { hasRun, rampOf } from './plan-facts.ts';

/** Figures of one stage or check-in. */
interface Figures {
  readonly users: {
    readonly value: number;
    readonly line: number;
    readonly label: string;
    readonly text: string;
  } | null;
  readonly success: number | null;
  readonly failed: number | null;
  readonly line: number;
  readonly fraction: {
    readonly top: number;
    readonly bottom: number;
    readonly rate: number | null;
    readonly line: number;
  } | null;
  readonly share: { readonly percent: number; readonly isError: boolean; readonly line: number } | null;
}

const n = `(${numberPattern})`;

/** Reads users, successes and failures from the result fields of a stage or check-in. */
export function figuresOf(fields: readonly Field[]): Figures {
  const texts = fields
    .filter((field) => field.isResult || field.kind === 'kpi')
    .map((field) => ({ field, text: `${field.label}: ${field.value}`.slice(0, 600) }));
  const find = (pattern: RegExp) => {
    const found = texts.find(({ text }) => pattern.test(text));
    return found === undefined ? null : { match: pattern.exec(found.text), line: found.field.line };
  };
  const number = (pattern: RegExp): number | null => readNumber(find(pattern)?.match?.[1] ?? '');
  const users = fields.find((field) => field.kind === 'unique-users');
  const count = readNumber(new RegExp(`^\\W*(?:≈|~)?\\s*${n}`).exec(users?.value ?? '')?.[1] ?? '');
  const fraction = find(new RegExp(`\\(${n}\\s*/\\s*${n}\\)`));
  const rate = find(/(\d+(?:\.\d+)?)\s?%\s+(?:\w+\s+){0,3}\(/)?.match?.[1];
  const share = find(
    /(\d+(?:\.\d+)?)\s?%\s*(?:success|error|fail)\w*|(?:error|failure|success) rate\b[^%\n]{0,120}?:\s*(\d+(?:\.\d+)?)\s?%/i,
  );
  return {
    users:
      users === undefined || count === null
        ? null
        : { value: count, line: users.line, label: users.label, text: users.value },
    success:
      number(new RegExp(`${n}\\s+(?:successful|successes|succeeded)`, 'i')) ??
      number(new RegExp(`\\(success\\)[^\\n]*?:\\s*${n}(?!\\s?%)`, 'i')),
    failed: number(new RegExp(`${n}\\s+(?:errors?|failures?|failed)\\b`, 'i')),
    line: find(/success/i)?.line ?? users?.line ?? 0,
    fraction:
      fraction?.match == null
        ? null
        : {
            top: readNumber(fraction.match[1] ?? '') ?? 0,
            bottom: readNumber(fraction.match[2] ?? '') ?? 0,
            rate: rate === undefined ? null : Number(rate),
            line: fraction.line,
          },
    share:
      share?.match == null
        ? null
        : {
            percent: Number(share.match[1] ?? share.match[2]),
            isError: /error|fail/i.test(share.match[0]),
            line: share.line,
          },
  };
}

/** Successes and failures that do not make the total, and fractions upside down. */
export const sums: Rule = (plan) => {
  const groups = [...plan.stages.map((stage) => stage.fields), ...checkIns(plan)];
  return groups.flatMap((fields) => {
    const { users, success, failed, fraction, line } = figuresOf(fields);
    const failures = failed ?? (fraction === null ? null : Math.min(fraction.top, fraction.bottom));
    const found = [];
    if (users !== null && success !== null && failures !== null && success + failures !== users.value) {
      const gap = users.value - success - failures;
      found.push(
        fault(
          'look',
          'counts-dont-add-up',
          users.line,
          `${success} + ${failures} = ${success + failures}, but ${users.value} are reported: ${Math.abs(gap)} ${gap > 0 ? 'unaccounted for' : 'too many'}. A rate from these can't be trusted. Say which submissions are in neither.`,
        ),
      );
    }
    if (
      fraction !== null &&
      fraction.rate !== null &&
      fraction.top > fraction.bottom &&
      fraction.rate < 100
    ) {
      found.push(
        fault(
          'look',
          'fraction-upside-down',
          fraction.line,
          `${quote(`${fraction.top}/${fraction.bottom}`)} is upside down for ${fraction.rate}%. Write the smaller number first.`,
        ),
      );
    } else if (
      fraction !== null &&
      fraction.rate !== null &&
      fraction.bottom > 0 &&
      Math.abs((100 * fraction.top) / fraction.bottom - fraction.rate) > 1
    ) {
      found.push(
        fault(
          'look',
          'rate-not-its-fraction',
          fraction.line,
          `${fraction.top} of ${fraction.bottom} is ${((100 * fraction.top) / fraction.bottom).toFixed(1)}%, and ${fraction.rate}% is reported. Correct one.`,
        ),
      );
    }
    return line === 0 ? [] : found;
  });
};

function checkIns(plan: ProsePlan): readonly (readonly Field[])[] {
  return plan.sections
    .filter((section) => isApart(section.heading.text) && /week|month/i.test(section.heading.text))
    .map((section) => plan.fields.filter((field) => section.entries.includes(field.entry)));
}

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
    if (other === undefined || isBlank(field.value) || /\d/.test(field.value) === false) return [];
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

/** "6% (2/100)": rates that their own fractions contradict. */
export const rates: Rule = (plan) =>
  plan.entries.flatMap((entry) => {
    const match = new RegExp(
      `(\\d+(?:\\.\\d+)?)\\s?%[^.%]{0,30}?(?:\\(${n}\\s*/\\s*${n}\\s*\\)|\\b${n}\\s+(?:out )?of\\s+(?:the )?${n}\\b(?!\\s?%))`,
      'i',
    ).exec(entry.text.slice(0, 600));
    const [top, bottom] = [
      readNumber(match?.[2] ?? match?.[4] ?? ''),
      readNumber(match?.[3] ?? match?.[5] ?? ''),
    ];
    if (match === null || top === null || bottom === null || bottom === 0 || top > bottom || bottom < 5)
      return [];
    const actual = (100 * top) / bottom;
    const told = Number(match[1]);
    return Math.min(Math.abs(actual - told), Math.abs(100 - actual - told)) > 1
      ? [
          fault(
            'look',
            'rate-not-its-fraction',
            entry.line,
            `${top} of ${bottom} is ${actual.toFixed(1)}%, and ${told}% is reported: the rate doesn't match its fraction. Correct one.`,
          ),
        ]
      : [];
  });

const judgedWords = ['error', 'fail', 'abandon', 'bounce', 'drop-off', 'complaint'];

/** A measured share over the plan's own limit. */
export const brokenLimits: Rule = (plan) => {
  const upper = plan.criteria.filter(
    (one) => one.unit === '%' && one.limit !== null && one.comparator?.startsWith('<') === true,
  );
  return plan.stages.flatMap((stage) =>
    stage.fields
      .filter((field) => field.isResult)
      .flatMap((field) => [field.entry, ...field.children])
      .flatMap((entry) => {
        const word = judgedWords.find((one) => entry.text.toLowerCase().includes(one));
        const percent = /[<>≤≥]/.test(entry.text)
          ? /\((\d+(?:\.\d+)?)\s?%\s*(?:observed|actual|seen)/i.exec(entry.text)?.[1]
          : /(\d+(?:\.\d+)?)\s?%/.exec(entry.text)?.[1];
        const limit = upper.find((one) => word !== undefined && isAbout(entry.text, one.text));
        if (
          percent === undefined ||
          limit?.limit == null ||
          Number(percent) <= limit.limit ||
          /success|previous|baseline|compared/i.test(entry.text)
        )
          return [];
        return [
          fault(
            'look',
            'limit-broken',
            entry.line,
            `${percent}% was measured at ${quote(stage.label, 30)}, over the plan's own limit: ${quote(limit.text, 50)}. The threshold was breached. Say who decided to go on, and why.`,
          ),
        ];
      }),
  );
};

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
      return [
        ...(copied === undefined
          ? []
          : [
              fault(
                'look',
                'kpi-not-measured',
                copied.line,
                `This result repeats the planned KPI in its own words (${quote(copied.value, 40)}): an intention, no measurement. Put the figure in.`,
              ),
            ]),
        ...(left === undefined
          ? []
          : [
              fault(
                'look',
                'template-text-in-results',
                left.line,
                `The template's text is left in a check-in that is otherwise filled in (${quote(left.label, 40)}). Put the result in its place.`,
              ),
            ]),
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
    const again = texts.filter((entry) => seen.has(entry.text) && !isPlanned(stage, entry.line));
    for (const entry of texts) if (!seen.has(entry.text)) seen.set(entry.text, stage);
    const [first] = again;
    const other = first === undefined ? undefined : seen.get(first.text);
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

function valueOf(text: string): string {
  return splitLabel(text)?.value ?? text;
}

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

function squash(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}<>%]+/gu, ' ')
    .trim();
}
