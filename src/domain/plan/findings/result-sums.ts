import { readNumber } from '../prose/number-text.ts';
import { checkIns } from './result-texts.ts';
import { fault, only, quote, type Rule } from './fault.ts';
import { wholeCounts } from './whole-counts.ts';
import { figuresOf, n, type Figures } from './result-figures.ts';

/** Successes and failures that do not make the total, and fractions upside down. */
export const sums: Rule = (plan) => {
  const groups = [...plan.stages.map((stage) => stage.fields), ...checkIns(plan)];
  return groups.flatMap((fields) => {
    const { users, success, failed, fraction, share, line } = figuresOf(fields);
    const failures = failed ?? (fraction === null ? null : Math.min(fraction.top, fraction.bottom));
    if (line === 0) return [];
    return only(
      users !== null && success !== null && failures !== null && sumFault(users, success, failures),
      fraction !== null && fraction.rate !== null && fractionFault(fraction, fraction.rate),
      users !== null && share !== null && wholeFault(share, users.value),
    );
  });
};

function sumFault(
  users: { readonly value: number; readonly line: number },
  success: number,
  failures: number,
) {
  const gap = users.value - success - failures;
  return (
    gap !== 0 &&
    fault(
      'look',
      'counts-dont-add-up',
      users.line,
      `${success} + ${failures} = ${success + failures}, but ${users.value} are reported: ${Math.abs(gap)} ${gap > 0 ? 'unaccounted for' : 'too many'}. A rate from these can't be trusted. Say which submissions are in neither.`,
    )
  );
}

/** A rounded percentage that no whole number of the reported users gives. */
function wholeFault({ percent, line }: NonNullable<Figures['share']>, users: number) {
  const decimals = String(percent).split('.')[1]?.length ?? 0;
  return (
    users > 0 &&
    wholeCounts(percent, decimals, users).length === 0 &&
    fault(
      'look',
      'percentage-of-nothing-whole',
      line,
      `No whole number of ${users} is ${percent}%. It is a share of something else, or mistyped. Write the two counts behind it.`,
    )
  );
}

function fractionFault({ top, bottom, line }: NonNullable<Figures['fraction']>, rate: number) {
  const actual = bottom > 0 ? (100 * top) / bottom : rate;
  if (top > bottom && rate < 100) {
    return fault(
      'look',
      'fraction-upside-down',
      line,
      `${quote(`${top}/${bottom}`)} is upside down for ${rate}%. Write the smaller number first.`,
    );
  }
  return Math.abs(actual - rate) > 1 && rateFault(top, bottom, rate, line);
}

function rateFault(top: number, bottom: number, rate: number, line: number) {
  return fault(
    'look',
    'rate-not-its-fraction',
    line,
    `${top} of ${bottom} is ${((100 * top) / bottom).toFixed(1)}%, and ${rate}% is reported: the rate doesn't match its fraction. Correct one.`,
  );
}

const ratePattern = new RegExp(
  `(\\d+(?:\\.\\d+)?)\\s?%[^.%]{0,30}?(?:\\(${n}\\s*/\\s*${n}\\s*\\)|\\b${n}\\s+(?:out )?of\\s+(?:the )?${n}\\b(?!\\s?%))`,
  'i',
);

/** "6% (2/100)": rates that their own fractions contradict. */
export const rates: Rule = (plan) =>
  plan.entries.flatMap((entry) => {
    const match = ratePattern.exec(entry.text.slice(0, 600));
    const [, rate = '', ...counts] = match ?? [];
    const [top = 0, bottom = 0] = counts.flatMap((count) => readNumber(count ?? '') ?? []);
    if (match === null || top > bottom || bottom < 5) return [];
    const actual = (100 * top) / bottom;
    const told = Number(rate);
    const isFar = Math.min(Math.abs(actual - told), Math.abs(100 - actual - told)) > 1;
    return isFar ? [rateFault(top, bottom, told, entry.line)] : [];
  });
