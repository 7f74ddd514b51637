import { parseDuration } from '#domain/time/duration.ts';
import type { Ms } from '#domain/time/time.ts';
import type { Faults, Steps, Stretch } from './example-query.ts';

/** The words of one query, before they mean anything. What nobody asks for is reported by `leftOver`. */
export interface Clauses {
  readonly word: string;
  readonly seed: string;
  readonly faults: Faults;
  /** Filled while reading. */
  readonly problems: readonly string[];
  text(key: string): string | undefined;
  number(key: string): number | undefined;
  percent(key: string): number | undefined;
  length(key: string): Ms | undefined;
  /** The value of `key`, then those of every `then=VALUE@OFFSET`. */
  steps(key: string, read: (text: string) => number | undefined): Steps;
  /** Every `key=value` pair not asked for yet, in order; `then` excepted. */
  rest(): readonly (readonly [string, string])[];
  /** `then=NAME:VALUE@OFFSET` pairs by name. */
  namedThens(read: (text: string) => number | undefined): ReadonlyMap<string, Steps>;
  asNumber(text: string): number | undefined;
  asPercent(text: string): number | undefined;
  asLength(text: string): Ms | undefined;
  leftOver(): readonly string[];
}

export function readClauses(words: string): Clauses {
  const [word = '', ...tokens] = words.trim().split(/\s+/);
  const problems: string[] = [];
  const pairs: (readonly [string, string])[] = [];
  for (const token of tokens) {
    const at = token.indexOf('=');
    if (at <= 0 || at === token.length - 1) problems.push(`"${token}" is not key=value.`);
    else pairs.push([token.slice(0, at), token.slice(at + 1)]);
  }
  const asked = new Set(['seed', 'gap', 'silent', 'outage', 'since']);
  const all = (key: string): readonly string[] => pairs.filter(([k]) => k === key).map(([, value]) => value);
  const one = <T>(key: string, read: (text: string) => T | undefined, like: string): T | undefined => {
    asked.add(key);
    const [first, second] = all(key);
    if (second !== undefined) problems.push(`${key} is given twice.`);
    if (first === undefined) return undefined;
    const value = read(first);
    if (value === undefined) problems.push(`"${key}=${first}" should read like ${key}=${like}.`);
    return value;
  };
  const thens = <T>(read: (text: string) => T | undefined, like: string): readonly [T, Ms][] => {
    asked.add('then');
    return all('then').flatMap((text): readonly [T, Ms][] => {
      const [value = '', offset = ''] = text.split('@');
      const read1 = read(value);
      const at = asLength(offset);
      if (read1 !== undefined && at !== undefined) return [[read1, at]];
      problems.push(`"then=${text}" should read like then=${like}.`);
      return [];
    });
  };
  const timeless = tokens.filter((token) => !/^(?:seed|gap|silent|outage|since)=/.test(token));
  return {
    word,
    seed: all('seed')[0] ?? [word, ...timeless].join(' '),
    faults: faultsOf(all, problems),
    problems,
    text: (key) => one(key, (value) => value, 'word'),
    number: (key) => one(key, asNumber, '20'),
    percent: (key) => one(key, asPercent, '5%'),
    length: (key) => one(key, asLength, '90s'),
    steps: (key, read) => {
      const first = one(key, read, 'the examples of its kind');
      if (first === undefined) return [];
      const later = thens(read, 'VALUE@40m, with a value as in the first').map(([value, at]) => ({
        at,
        value,
      }));
      return [{ at: -Infinity, value: first }, ...later.toSorted((a, b) => a.at - b.at)];
    },
    rest: () => {
      const found = pairs.filter(([key]) => !asked.has(key) && key !== 'then');
      for (const [key] of found) asked.add(key);
      return found;
    },
    namedThens: (read) => {
      const named = thens((text) => {
        const [name = '', value = ''] = text.split(':');
        const n = read(value);
        return name === '' || n === undefined ? undefined : { name, n };
      }, '504:3%@40m');
      const out = new Map<string, Steps>();
      for (const [{ name, n }, at] of named.toSorted((a, b) => a[1] - b[1])) {
        out.set(name, [...(out.get(name) ?? []), { at, value: n }]);
      }
      return out;
    },
    asNumber,
    asPercent,
    asLength,
    leftOver: () =>
      [...new Set(pairs.map(([key]) => key))]
        .filter((key) => !asked.has(key))
        .map((key) => `"${key}" means nothing to "${word}".`),
  };
}

function faultsOf(all: (key: string) => readonly string[], problems: string[]): Faults {
  const stretch = (key: string, text: string): readonly Stretch[] => {
    const [from = '', to] = text.split('..');
    const start = asLength(from);
    const end = to === undefined && key === 'outage' ? Infinity : asLength(to ?? '');
    if (start !== undefined && end !== undefined && start < end) return [{ from: start, to: end }];
    problems.push(`"${key}=${text}" should read like ${key}=20m..30m.`);
    return [];
  };
  const offset = (key: string): Ms | undefined => {
    const [text] = all(key);
    if (text === undefined) return undefined;
    const length = asLength(text.replace(/^-/, ''));
    if (length === undefined || (text.startsWith('-') && key !== 'since')) {
      problems.push(`"${key}=${text}" should read like ${key}=3h.`);
      return undefined;
    }
    return text.startsWith('-') ? -length : length;
  };
  return {
    gaps: all('gap').flatMap((text) => stretch('gap', text)),
    outages: all('outage').flatMap((text) => stretch('outage', text)),
    silentFrom: offset('silent') ?? Infinity,
    since: offset('since') ?? 0,
  };
}

function asNumber(text: string): number | undefined {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function asPercent(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text);
  const share = match === null ? undefined : Number(match[1]) / 100;
  return share === undefined || share > 1 ? undefined : share;
}

function asLength(text: string): Ms | undefined {
  return parseDuration(text);
}
