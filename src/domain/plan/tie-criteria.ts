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
    const named = ofBlock.filter((entry) => linesOf(entry).includes(prose.line));
    const free = ofBlock.filter((entry) => entry.line === undefined);
    const alike = named.length > 0 ? [] : free.filter((entry) => isAlike(prose, entry));
    return { prose, named, alike };
  });
}

/** The prose's limit in the block's own terms: what must hold, also where the prose says when to roll back. `null` without a number. */
export function proseLimit(prose: ProseCriterion): Limit | null {
  const { limit, unit, window } = prose;
  if (prose.comparator === null || limit === null) return null;
  const comparator = isFault(prose) ? opposite[prose.comparator] : prose.comparator;
  const known = unit === '%' || unit === 'ms' || unit === 's' || unit === 'x' ? unit : '';
  const within = window === null ? null : parseDuration(window.replace(/^in any /, ''));
  const read = parseLimit(`${comparator} ${limit}${known}`);
  return typeof read === 'string' ? null : { ...read, within: within ?? null };
}

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

/** Whether two limits draw the line at the same place; "more than 5 %" as a fault equals "less than 5 %" as an aim. */
export function sameLine(a: Limit, b: Limit): boolean {
  if (a.unit === b.unit && a.value === b.value) return true;
  // "Over 95 % succeed" and "under 5 % fail" are one limit told from both sides.
  return a.unit === '%' && b.unit === '%' && Math.abs(a.value + b.value - 1) < 1e-9;
}

function isAlike(prose: ProseCriterion, entry: BlockCriterion): boolean {
  const limit = proseLimit(prose);
  const other = blockLimit(entry);
  const shared = sharedWords(prose.text, wordsOf(entry));
  if (limit !== null && other !== null && sameLine(limit, other)) return shared > 0 || limit.unit !== '%';
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
