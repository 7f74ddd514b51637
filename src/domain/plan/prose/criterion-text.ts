import { numberPattern, readNumber } from './number-text.ts';
import type { ProseCriterion } from './prose-plan.ts';

type Comparator = NonNullable<ProseCriterion['comparator']>;

/** What a criterion's words say about its limit. */
export interface CriterionLimit {
  readonly comparator: Comparator | null;
  readonly limit: number | null;
  readonly unit: string | null;
  readonly window: string | null;
  readonly isRelative: boolean;
}

const phrases: readonly (readonly [Comparator, RegExp])[] = [
  [
    '<=',
    /<=|=<|≤|\b(?:no|not) (?:more|greater|higher) than\b|\b(?:does|do|should|must|can|will)?\s?(?:not|n['’]t) (?:exceed|surpass|go above|rise above|be above)\b|\bnot (?:to )?exceed(?:ing)?\b|\bat most\b|\bat or (?:below|under)\b|\bup to\b|\bmax(?:imum)?(?: of)?\b|\bwithin\b(?= \d)|\bno longer than\b/i,
  ],
  [
    '>=',
    />=|=>|≥|\bat least\b|\b(?:no|not) (?:less|fewer|lower) than\b|(?:\bnot|n['’]t) (?:drop|fall|go|dip|be) (?:below|under)\b|\bat or above\b|\bmin(?:imum)?(?: of)?\b(?! \d+ (?:hours?|days?))/i,
  ],
  ['<', /<|\b(?:less|fewer|lower|smaller|faster|under) than\b|\bbelow\b|\bunder\b/i],
  [
    '>',
    />|\b(?:more|greater|higher|larger|longer|slower) than\b|\babove\b|\bover\b(?! time)|\bexceed(?:s|ing)?\b|\bsurpass(?:es)?\b/i,
  ],
];
const unitPattern = String.raw`%|percent(?:age points?)?\b|ms\b|milliseconds?\b|s\b|secs?\b|seconds?\b|min(?:ute)?s?\b|hours?\b|hrs?\b|days?\b|x\b|[a-z]+`;
const figure = new RegExp(
  String.raw`^[^\d<>≤≥.;]{0,28}?([±+-]?)\s?(?:%\s?)?(${numberPattern})\s?([kKmM](?![a-z]))?\s?(${unitPattern})?`,
  'i',
);
const orLess = new RegExp(
  String.raw`(${numberPattern})\s?([kKmM](?![a-z]))?\s?(%|percent|[a-z]+)?\s+(?:or (less|fewer|lower|below|under|faster|more|higher|greater|above)|(max(?:imum)?|min(?:imum)?)\b)`,
  'i',
);
const none =
  /\b(?:zero|no|0)\s+(?:(?:new|major|critical|severe|significant|unexpected|additional|increase in|sev\S*|p[01]|blocking|related|\d{3}s?|http|user-reported|reported|server|client|sentry|datadog)\s+){0,3}(?:errors?|failures?|alerts?|bugs?|defects?|issues?|complaints?|calls?|incidents?|outages?|exceptions?|duplicates?|regressions?|crashes|tickets|reports)\b|\b(?:not|n['’]t) (?:register|trigger|raise|fire|produce|generate|have|see) (?:any|an)\b.{0,20}\b(?:alerts?|errors?|failures?|alarms?)/i;
const relative =
  /\bbaselines?\b|\bpre-?launch\b|\bprevious\b|\bprior\b|\bconstant\b|\bsame as\b|\bconsistent\b|\bcompared? (?:to|with)\b|\bno (?:increase|change|decrease|drop|regression)\b|\bstable\b|\bunchanged\b|\bnormal\b|\busual\b|\bcurrent\b|\bproportional/i;
const windowPattern =
  /\b(?:for |in |within |over |during |per |each |every |across )?(?:any|a|each|every|the first|the last|the)? ?\d*[\s-]?(?:minutes?|mins?|hours?|days?|weeks?|months?)(?:[\s-]*(?:period|window|span))\b|\bduring (?:the )?(?:rollout|roll-out|stage|phase|launch|release|period)\b|\b(?:per|a|each|every|\/) ?(?:second|minute|hour|day|week|month|stage)\b|\b(?:hourly|daily|weekly|monthly)\b|\b(?:in|over|within|for) (?:any|a|the first|the last)? ?\d+[\s-]?(?:minutes?|mins?|hours?|days?|weeks?)\b/i;

/** Reads comparator, number, unit and window of a criterion. Codes, ids and baselines in words are no limits. */
export function readCriterionLimit(words: string): CriterionLimit {
  const text = words.slice(0, 500).replace(/\[\s?[xX]?\s?\]/g, ' ');
  const window = windowPattern.exec(text)?.[0].trim() ?? null;
  const isRelative = relative.test(text);
  const bare = window === null ? text : text.replace(window, ' ');
  const found = fromTrailing(bare) ?? fromComparator(bare) ?? fromNone(bare) ?? fromValue(bare);
  if (found !== null) return { ...found, window, isRelative };
  const comparator = phraseIn(bare)?.comparator ?? null;
  return { comparator, limit: null, unit: null, window, isRelative };
}

type Found = Pick<CriterionLimit, 'comparator' | 'limit' | 'unit'>;

function fromTrailing(text: string): Found | null {
  const match = orLess.exec(text);
  if (match === null) return null;
  const [, number = '', scale = '', unit, word = '', bound = ''] = match;
  const isUpper = /less|fewer|lower|below|under|faster/i.test(word) || /^max/i.test(bound);
  return { comparator: isUpper ? '<=' : '>=', limit: readNumber(number + scale), unit: unitOf(unit) };
}

function fromComparator(text: string): Found | null {
  const phrase = phraseIn(text);
  if (phrase === null) return null;
  const { comparator, end } = phrase;
  const rest = text.slice(end);
  const zero = /^\s*(?:zero|none)\b/i.test(rest);
  if (zero) return { comparator, limit: 0, unit: null };
  const match = figure.exec(rest);
  if (match === null || isCode(match[2] ?? '', rest)) return { comparator, limit: null, unit: null };
  // "at or below the baseline (75% …)": the figure in brackets is the baseline's.
  return {
    comparator,
    limit: readNumber(`${match[2] ?? ''}${match[3] ?? ''}`),
    unit: unitOf(/^[^\d]*%\s?\d/.test(rest) ? '%' : match[4]),
  };
}

function fromNone(text: string): Found | null {
  return none.test(text) && !/\bno (?:increase|change|decrease)/i.test(text)
    ? {
        comparator: '=',
        limit: 0,
        unit:
          /errors?|alerts?|failures?|calls?|complaints?|bugs?|issues?/i.exec(text)?.[0].toLowerCase() ?? null,
      }
    : null;
}

/** "Failures to write: 0", "Availability: 99%", "100% of orders routed": a figure that leads the value. */
function fromValue(text: string): Found | null {
  const value = text.includes(': ') ? text.slice(text.lastIndexOf(': ') + 2) : text;
  if (/^\W*none\W*$/i.test(value)) return { comparator: '=', limit: 0, unit: null };
  const match = new RegExp(
    String.raw`^\s*(?:~|≈|about|around|approx\.?|target(?: of)?|±|\+|-)?\s*(${numberPattern})\s?([kKmM](?![a-z]))?\s?(${unitPattern})?`,
    'i',
  ).exec(value);
  if (match === null || isCode(match[1] ?? '', value)) return null;
  const limit = readNumber(`${match[1] ?? ''}${match[2] ?? ''}`);
  const unit = unitOf(match[3]);
  if (!text.includes(': ') && unit !== '%' && !/^\d[\d,]* [a-z]+/i.test(value.trim())) return null;
  const isAll = limit === 0 || (limit === 100 && unit === '%');
  return { comparator: isAll ? '=' : null, limit, unit };
}

function phraseIn(text: string): { readonly comparator: Comparator; readonly end: number } | null {
  const found = phrases.flatMap(([comparator, pattern]) => {
    const match = pattern.exec(text);
    return match === null ? [] : [{ comparator, at: match.index, end: match.index + match[0].length }];
  });
  // The longer reading of the same words comes first in the list: "not below" before "below".
  const first = found.toSorted((a, b) => a.at - b.at || b.end - a.end)[0];
  const over = found.find((one) => first !== undefined && one.at <= first.at && one.end >= first.end);
  return over ?? first ?? null;
}

/** HTTP codes, ids, forms and steps are numbers, but no limits. */
function isCode(number: string, text: string): boolean {
  const at = text.indexOf(number);
  const before = text.slice(Math.max(0, at - 14), at);
  const after = text.slice(at + number.length, at + number.length + 12);
  if (/(?:monitor|#|form|step|phase|stage|version|v|id|http|code|status|ticket)\s?$/i.test(before))
    return true;
  return /^[45]\d\d$/.test(number) && /^\s?(?:s\b|errors?|status|codes?|responses?|\/)/i.test(after);
}

function unitOf(raw: string | undefined): string | null {
  const unit = raw?.toLowerCase();
  if (
    unit === undefined ||
    [
      'of',
      'or',
      'and',
      'to',
      'in',
      'for',
      'the',
      'a',
      'per',
      'is',
      'at',
      'on',
      'with',
      'from',
      'by',
      'if',
    ].includes(unit)
  )
    return null;
  if (unit.startsWith('percent')) return '%';
  if (unit.startsWith('milli')) return 'ms';
  if (unit.startsWith('sec')) return 's';
  return unit;
}
