import type { BlockCriterion } from './block-schema.ts';
import { parseDuration } from '../time/duration.ts';
import type { Limit } from './limit.ts';
import { parseLimit } from './limit.ts';
import type { ProseCriterion } from './prose/prose-plan.ts';

/** A criterion of the prose with the block's criteria that measure it. */
export interface TiedCriterion {
  readonly prose: ProseCriterion;
  /** Named by line: the team's own word. */
  readonly named: readonly BlockCriterion[];
  /** Not named, but of the same subject, or of the very same limit. */
  readonly alike: readonly BlockCriterion[];
  /** Whether another criterion stands on the same line, so that the line alone names neither. */
  readonly sharesLine: boolean;
}

/** The lines of the prose a criterion of the block stands for. */
export function linesOf({ line }: BlockCriterion): readonly number[] {
  if (line === undefined) return [];
  return typeof line === 'number' ? [line] : line;
}

/** Ties each criterion of the prose to those of the block: by the line an entry names, else by limit and by words. */
export function tieCriteria(
  ofProse: readonly ProseCriterion[],
  ofBlock: readonly BlockCriterion[],
): readonly TiedCriterion[] {
  return ofProse.map((prose) => {
    const onLine = ofProse.filter((other) => other.line === prose.line);
    const named = ofBlock.filter(
      (entry) => linesOf(entry).includes(prose.line) && isNearest(prose, entry, onLine),
    );
    const free = ofBlock.filter((entry) => entry.line === undefined);
    const alike = named.length > 0 ? [] : free.filter((entry) => isAlike(prose, entry));
    return { prose, named, alike, sharesLine: onLine.length > 1 };
  });
}

/** Of several criteria on the line an entry names it is tied to the one it has most in common with; to none without a likeness. */
function isNearest(prose: ProseCriterion, entry: BlockCriterion, onLine: readonly ProseCriterion[]): boolean {
  if (onLine.length === 1) return true;
  const own = likeness(prose, entry);
  return own > 0 && onLine.every((other) => likeness(other, entry) <= own);
}

/** How much a criterion of the prose and one of the block have in common; 0 where nothing. */
function likeness(prose: ProseCriterion, entry: BlockCriterion): number {
  const shared = sharedWords(prose.text, wordsOf(entry));
  const [limit, other] = [proseLimit(prose), blockLimit(entry)];
  if (limit === null || other === null) return shared;
  return shared + (sameLine(limit, other) ? 2 : 0) + (limit.unit === other.unit ? 0.5 : 0);
}

/** The prose's limit in the block's own terms: what must hold, also where the prose says when to roll back. `null` without a number. */
export function proseLimit(prose: ProseCriterion): Limit | null {
  const { limit, unit, window } = prose;
  if (prose.comparator === null || limit === null) return null;
  const comparator = isFault(prose) ? opposite[prose.comparator] : prose.comparator;
  const known = unit === '%' || unit === 'ms' || unit === 's' || unit === 'x' ? unit : '';
  const read = parseLimit(`${comparator} ${limit}${known}`);
  return typeof read === 'string' ? null : { ...read, ...spanOf(window) };
}

/** "per hour" is an average over so much time; "in any 10 minutes" and "over 10 minutes" hold in each such window. */
function spanOf(window: string | null): Pick<Limit, 'within' | 'per'> {
  const words = window?.toLowerCase() ?? '';
  const rate = /^(?:per|an?|each|every|\/) ?([a-z]+)$/.exec(words)?.[1] ?? adverbs[words];
  const per = rate === undefined ? undefined : parseDuration(`1 ${rate}`);
  if (per !== undefined) return { within: null, per };
  const bare = words
    .replace(/^(?:for|in|within|over|during|across) /, '')
    .replace(/^(?:any|an?|each|every) /, '')
    .replace(/[\s-]*(?:period|window|span)$/, '')
    .replaceAll('-', ' ');
  return { within: parseDuration(bare) ?? null };
}

const adverbs: Readonly<Record<string, string>> = { hourly: 'hour', daily: 'day', weekly: 'week' };

const opposite = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '=': '=' } as const;

/** "Roll back at more than 5 % errors" names what must not be; "stays under 5 %" in the same list names what must. */
function isFault({ from, comparator, text }: ProseCriterion): boolean {
  if (from !== 'rollback') return false;
  const isGood = /\bsuccess|\bcomplet|\buptime|\bavailab|\bpositive|\bsatisf/i.test(text);
  return isGood ? comparator === '<' || comparator === '<=' : comparator === '>' || comparator === '>=';
}

/** The limit a block's criterion states for itself; `null` without one. */
export function blockLimit(entry: BlockCriterion): Limit | null {
  const read = entry.limit === undefined ? null : parseLimit(entry.limit);
  return typeof read === 'string' ? null : read;
}

/**
 * Whether two limits draw the same line: value, side and, for counts, window. Fault and aim are told apart before:
 * `proseLimit` gives "roll back at more than 5 %" as what must hold, "at most 5 %".
 */
export function sameLine(a: Limit, b: Limit): boolean {
  if (a.unit !== b.unit) return false;
  if (a.unit === 'count' && (a.within !== b.within || a.per !== b.per)) return false;
  if (a.value === b.value) return sideOf(a) === sideOf(b);
  // "Over 95 % succeed" and "under 5 % fail" are one limit told from both sides.
  return a.unit === '%' && Math.abs(a.value + b.value - 1) < 1e-9 && sideOf(a) !== sideOf(b);
}

/** Where the good values lie. "Exactly none" and "exactly all" are the ends of a side. */
function sideOf({ comparator, value, unit }: Limit): 'below' | 'above' | 'at' {
  if (comparator === '<' || comparator === '<=') return 'below';
  if (comparator === '>' || comparator === '>=') return 'above';
  if (value === 0) return 'below';
  return unit === '%' && value === 1 ? 'above' : 'at';
}

function isAlike(prose: ProseCriterion, entry: BlockCriterion): boolean {
  const limit = proseLimit(prose);
  const other = blockLimit(entry);
  const shared = sharedWords(prose.text, wordsOf(entry));
  // An equal number alone says nothing: "fewer than 10" may be crashes or complaints.
  if (limit !== null && other !== null && sameLine(limit, other)) return shared > 0;
  return shared >= 2 || (shared === 1 && wordsIn(prose.text).size <= 2);
}

function wordsOf(entry: BlockCriterion): string {
  return `${entry.id} ${entry.label ?? ''} ${entry.ask?.text ?? ''}`;
}

const small = new Set(
  'a an and any are as at be been before below by each for from has have in is it its less like limit more no not of on or over per should stay stays than that the they this to under users was we were will with within'.split(
    ' ',
  ),
);

function wordsIn(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[a-z]{2,}|\d{3}/g) ?? [];
  return new Set(
    words.filter((word) => !small.has(word)).map((word) => word.replace(/(?<=.{3})(?:ing|ed|es|s)$/, '')),
  );
}

function sharedWords(a: string, b: string): number {
  const other = wordsIn(b);
  return [...wordsIn(a)].filter((word) => other.has(word)).length;
}
