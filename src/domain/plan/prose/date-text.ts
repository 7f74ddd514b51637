/** A day as a plan writes it; the year only where the plan gives one. */
export interface WrittenDate {
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
}

/** A date or a range of dates in a text. */
export interface WrittenRange {
  readonly start: WrittenDate;
  readonly end: WrittenDate | null;
  /** "October 9+", "5/27/25-?": an end is meant and not given. */
  readonly isOpen: boolean;
  readonly text: string;
}

interface Token extends WrittenDate {
  readonly from: number;
  readonly to: number;
  /** "April 3-12": the second day of a range inside one month. */
  readonly lastDay: number | null;
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthWord =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const iso = String.raw`(?<iy>20\d\d)[-/](?<im>\d{1,2})[-/](?<id>\d{1,2})`;
const numeric = String.raw`(?<nm>\d{1,2})(?<ns>[/.-])(?<nd>\d{1,2})(?:\k<ns>(?<ny>\d{4}|\d{2}))?`;
const named = String.raw`(?<wm>${monthWord})\.?\s+(?<wd>\d{1,2})(?:st|nd|rd|th)?(?:\s*[-–—]\s*(?<we>\d{1,2})(?:st|nd|rd|th)?(?![\d/]))?(?:,?\s+(?<wy>20\d\d)\b)?`;
const dayFirst = String.raw`(?<dd>\d{1,2})(?:st|nd|rd|th)?\s+(?<dm>${monthWord})\b\.?(?:,?\s+(?<dy>20\d\d)\b)?`;
const anyDate = new RegExp(
  String.raw`(?<![\d/.:$#])(?:${iso}|${numeric}|\b${named}|${dayFirst})(?![\d%]|/\d)`,
  'gi',
);
const between =
  /^\s*(?:\([^)]{0,20}\)\s*)?(?:[-–—]+>?|to|through|thru|until|till|and|→)\s*(?:on\s+|the\s+)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?$/i;

/** Every date or range of dates of a text, in order. Fractions, version numbers and impossible days are none. */
export function readDates(value: string): readonly WrittenRange[] {
  const text = value.slice(0, 1_000);
  const tokens = [...text.matchAll(anyDate)].flatMap((match) => tokenOf(match) ?? []);
  const ranges: WrittenRange[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const next = tokens[i + 1];
    if (token === undefined) continue;
    const tail = text.slice(token.to, token.to + 40);
    if (next !== undefined && token.lastDay === null && between.test(text.slice(token.to, next.from))) {
      ranges.push(withYears(token, next, text, text.slice(token.from, next.to)));
      i++;
    } else if (token.lastDay !== null) {
      const last = { year: token.year, month: token.month, day: token.lastDay };
      ranges.push(withYears(token, { ...last, to: token.to }, text, text.slice(token.from, token.to)));
    } else {
      const isOpen = /^\s*(?:\+|[-–—]\s*(?:\?|$|$|tbd|x|_)|onwards?\b|forward\b)/i.test(tail);
      const start = plain(token, trailingYear(text, token.to) ?? null);
      ranges.push({ start, end: null, isOpen, text: text.slice(token.from, token.to) });
    }
  }
  return ranges;
}

function tokenOf(match: RegExpExecArray): Token | null {
  const group = (...names: readonly string[]): string | undefined =>
    names.map((name) => match.groups?.[name]).find((text) => text !== undefined);
  const month = monthOf(group('wm', 'dm'), group('im', 'nm'));
  const day = Number(group('id', 'nd', 'wd', 'dd'));
  const year = yearOf(group('iy', 'ny', 'wy', 'dy'));
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  // "1.5" and "2-7" are dates only with a year: alone they are a figure or a range.
  if ((group('ns') ?? '/') !== '/' && year === null) return null;
  const last = group('we');
  const lastDay = last === undefined ? null : Number(last);
  return { year, month, day, from: match.index, to: match.index + match[0].length, lastDay };
}

function monthOf(name: string | undefined, number: string | undefined): number {
  return name === undefined ? Number(number) : monthNames.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function yearOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

function plain(date: WrittenDate, year: number | null): WrittenDate {
  return { year: date.year ?? year, month: date.month, day: date.day };
}

/** "8/21 - 8/28,2025", "3/3-3/4 2025": a year behind a date belongs to it. */
function trailingYear(text: string, at: number): number | undefined {
  const match = /^[^;()]{0,24}?\b(20\d\d)\b/.exec(text.slice(at));
  return match === null ? undefined : Number(match[1]);
}

function withYears(
  a: WrittenDate,
  b: WrittenDate & { readonly to: number },
  text: string,
  words: string,
): WrittenRange {
  const late = b.year ?? trailingYear(text, b.to) ?? a.year;
  const turns = late !== null && late !== undefined && a.year === null && a.month > b.month + 6;
  const end = plain(b, late ?? null);
  const start = plain(a, turns ? late - 1 : (late ?? null));
  return { start, end, isOpen: false, text: words };
}

/** A day as `YYYY-MM-DD`; `null` without a year or where the calendar has no such day. */
export function isoDay(date: WrittenDate): string | null {
  const { year, month, day } = date;
  if (year === null) return null;
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 ? at.toISOString().slice(0, 10) : null;
}

/** Days since 1970 of an ISO day. */
export function dayNumber(day: string): number {
  return Math.floor(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
}

/** Whether a text names a month without a day ("December", "mid-May", "2/2024"). */
export function namesMonthOnly(text: string): boolean {
  // "may" in small letters is more often the verb.
  const words = text.replace(/\bmay\b/g, ' ');
  return (
    new RegExp(String.raw`\b(?:${monthWord})\b|\b\d{1,2}/20\d\d\b`, 'i').test(words) &&
    readDates(text).length === 0
  );
}
