import { readNumber, numberPattern, numberWords } from './number-text.ts';

/** A length of time as a plan writes it: the words, and seconds where they are one length in fixed units. */
export interface LengthText {
  readonly text: string;
  readonly seconds: number | null;
}

const unitSeconds: Readonly<Record<string, number>> = {
  minute: 60,
  min: 60,
  hour: 3_600,
  hr: 3_600,
  day: 86_400,
  week: 604_800,
  wk: 604_800,
};

const unit = '(?:minutes?|mins?|hours?|hrs?|hr|days?|weeks?|wks?|months?)';
const amount = `(?:${numberPattern}|${numberWords}|an?)`;
const length = new RegExp(
  `\\b(${amount})[\\s-]*((?:full |whole |consecutive )?(?:[a-z]+ )?)(${unit})\\b`,
  'i',
);
const range = new RegExp(
  `\\b${amount}\\s*(?:${unit})?\\s*(?:[-–—]|to|or)\\s*${amount}[\\s-]*(?:[a-z]+ )?${unit}\\b`,
  'i',
);
const open =
  /\b(?:on-?going|indefinite(?:ly)?|permanent(?:ly)?|infinity|forever|until [^,;.]{2,60}|continuous(?:ly)?|open[- ]ended|as long as[^,;.]*|remainder|forward)\b/i;

/** Reads a length of time anywhere in a short text; `null` where it names none. The words of a range or a business day stay words. */
export function readLength(value: string): LengthText | null {
  const text = value
    .slice(0, 400)
    .replace(/\((?:[*_]*)min(?:imum)?\b[^)]*\)/gi, ' ')
    // The end of a date is no start of a range: "4/22/2025 - 1 day".
    .replace(/\d{1,4}([/.])\d{1,2}\1\d{2,4}|\d{4}-\d{2}-\d{2}|\b20\d\d\b|\b\d{1,2}\/\d{1,2}\b/g, ' . ')
    .trim();
  const span = range.exec(text);
  const one = length.exec(text);
  if (span !== null && (one === null || span.index <= one.index)) return { text: span[0], seconds: null };
  if (one === null) return open.test(text) ? { text: text.slice(0, 120), seconds: null } : null;
  const [words = '', figure = '', qualifier = '', rawUnit = ''] = one;
  const isBusiness = /\bbus|\bwork/i.test(qualifier);
  const size = unitSeconds[rawUnit.toLowerCase().replace(/s$/, '')];
  const n = /^an?$/i.test(figure) ? 1 : readNumber(figure);
  const seconds = isBusiness || size === undefined || n === null ? null : n * size;
  return { text: words, seconds };
}

/** Whether a "length of time" is a hint the template came with, and nothing else. */
export function isLengthHint(value: string): boolean {
  return (
    /^\W*(?:x|\[?fill[ _]in\]?)?\W*\(?\W*min(?:imum)? (?:of )?\d+ \w+\W*$/i.test(value) &&
    /[(*_[]/.test(value)
  );
}
