import { second, type Ms } from '../time/time.ts';
import { parseDuration, sayDuration } from '../time/duration.ts';

type Comparator = '<' | '<=' | '>' | '>=' | '=';

/** `%` values are kept as shares (0.05), durations in milliseconds, counts as they stand, `x` as a factor. */
type LimitUnit = '%' | 'ms' | 'count' | 'x';

/** A limit: comparator, value, unit, and for counts the length of the sliding window it holds in. */
export interface Limit {
  readonly comparator: Comparator;
  readonly value: number;
  readonly unit: LimitUnit;
  /** "in any 10m": milliseconds; `null` means over the whole stage. */
  readonly within: Ms | null;
  /** "per 1h": an average number of events in so much time; absent for other limits. */
  readonly per?: Ms | undefined;
}

const comparators: Readonly<Record<string, Comparator>> = {
  '<': '<',
  '<=': '<=',
  '≤': '<=',
  '>': '>',
  '>=': '>=',
  '≥': '>=',
  '=': '=',
};

const shape = /^(<=|>=|<|>|=|≤|≥)\s*(\d+(?:\.\d+)?)\s*(%|ms|s|x)?\s*(?:in any\s+(.+)|per\s+(.+))?$/i;

/** How a limit is written, for error messages. */
const limitHelp =
  'a comparator, a value and a unit (%, ms, s, x or none), such as "< 5%", "< 200ms", "< 10 in any 10m" or "< 3 per 1h"';

/**
 * Reads the limit language used in the block and in prose.
 * @returns the limit, or a sentence that says what is wrong with `text`.
 */
export function parseLimit(text: string): Limit | string {
  const match = shape.exec(text.trim());
  if (match === null) return `"${text}" is not a limit. Write ${limitHelp}.`;
  const [, sign = '', number = '', rawUnit, window, each] = match;
  const comparator = comparators[sign];
  const n = Number(number);
  if (comparator === undefined || !Number.isFinite(n)) return `"${text}" is not a limit. Write ${limitHelp}.`;
  const unit = rawUnit?.toLowerCase();
  const read = { comparator, n, unit, text };
  if (window !== undefined) return windowLimit({ ...read, window });
  if (each !== undefined) return rateLimit({ ...read, each });
  if (unit === '%') return percentLimit(comparator, n, text);
  return { comparator, ...scaled(n, unit), within: null };
}

interface ReadLimit {
  readonly comparator: Comparator;
  readonly n: number;
  readonly unit: string | undefined;
  readonly text: string;
}

function windowLimit(read: ReadLimit & { readonly window: string }): Limit | string {
  const { comparator, n, unit, window, text } = read;
  const within = parseDuration(window);
  if (within === undefined || within === 0)
    return `"${window}" in "${text}" is not a length of time. Write it as 10m, 1h or 30s.`;
  if (unit !== undefined) return `"${text}": only a count can have "in any ${window}". Leave out "${unit}".`;
  if (comparator === '>' || comparator === '>=')
    return `"${text}": "in any ${window}" needs a most, such as "< 10 in any 10m".`;
  return { comparator, value: n, unit: 'count', within };
}

function rateLimit(read: ReadLimit & { readonly each: string }): Limit | string {
  const { comparator, n, unit, each, text } = read;
  const per = parseDuration(each) ?? parseDuration(`1 ${each}`);
  if (per === undefined || per === 0)
    return `"${each}" in "${text}" is not a length of time. Write it as 1h, 1 day or 10m.`;
  if (unit !== undefined) return `"${text}": only a count can have "per ${each}". Leave out "${unit}".`;
  if (comparator !== '<' && comparator !== '<=')
    return `"${text}": an average number per time needs "<" or "<=".`;
  return { comparator, value: n, unit: 'count', within: null, per };
}

function scaled(n: number, unit: string | undefined): Pick<Limit, 'value' | 'unit'> {
  if (unit === 's') return { value: n * second, unit: 'ms' };
  if (unit === 'ms' || unit === 'x') return { value: n, unit };
  return { value: n, unit: 'count' };
}

function percentLimit(comparator: Comparator, n: number, text: string): Limit | string {
  if (n > 100) return `"${text}" is more than 100%, which no share can reach.`;
  // Divide the way people read it: 99.9 becomes 0.999, not 0.9990000000000001.
  return { comparator, value: Number((n / 100).toPrecision(12)), unit: '%', within: null };
}

/** Whether `value` (in the limit's own unit) keeps the limit. */
export function keeps(limit: Limit, value: number): boolean {
  switch (limit.comparator) {
    case '<':
      return value < limit.value;
    case '<=':
      return value <= limit.value;
    case '>':
      return value > limit.value;
    case '>=':
      return value >= limit.value;
    case '=':
      return value === limit.value;
  }
}

/** True where staying below the limit is good. */
export function isUpper(limit: Limit): boolean {
  return limit.comparator === '<' || limit.comparator === '<=' || limit.comparator === '=';
}

const words: Readonly<Record<Comparator, string>> = {
  '<': 'under',
  '<=': 'at most',
  '>': 'over',
  '>=': 'at least',
  '=': 'exactly',
};

/** Says a limit as a person would: "under 5%", "fewer than 10 in any 10 minutes". */
export function sayLimit(limit: Limit): string {
  const word = limit.unit === 'count' && limit.comparator === '<' ? 'fewer than' : words[limit.comparator];
  const within = limit.within === null ? '' : ` in any ${sayDuration(limit.within)}`;
  const per = limit.per === undefined ? '' : ` per ${sayDuration(limit.per).replace(/^1 /, '')} on average`;
  return `${word} ${sayLimitValue(limit)}${within}${per}`;
}

/** The limit's value with its unit: "5%", "200 ms", "5 s", "10", "1.1 times". */
export function sayLimitValue(limit: Limit): string {
  switch (limit.unit) {
    case '%':
      return `${Number((limit.value * 100).toPrecision(6))}%`;
    case 'ms':
      return limit.value >= second
        ? `${Number((limit.value / second).toPrecision(4))} s`
        : `${limit.value} ms`;
    case 'count':
      return String(limit.value);
    case 'x':
      return `${limit.value} times`;
  }
}
