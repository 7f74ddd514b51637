import { useState } from 'react';
import type { ReadingState } from '#domain/verdict/reading.ts';
import type { CriterionGroup, CriterionRow } from './stage-model.ts';

/** What a reader must see first: broken limits, then what can't be judged, then what is short of something. */
const worstFirst: readonly ReadingState[] = [
  'over',
  'broke-earlier',
  'source-error',
  'no-data',
  'stale',
  'over-not-certain',
  'no-limit',
  'not-enough-data',
  'no-traffic',
  'not-asked',
  'close',
  'met',
  'watched',
];

/** The rows of every group worst first; equal ones keep the plan's order. */
export function inStateOrder(groups: readonly CriterionGroup[]): readonly CriterionGroup[] {
  return sortedBy(groups, (row) => worstFirst.indexOf(row.reading.state));
}

/** The rows in an order given before; those it does not name come last, in the plan's order. */
export function inGivenOrder(
  groups: readonly CriterionGroup[],
  order: readonly string[],
): readonly CriterionGroup[] {
  return sortedBy(groups, (row) => {
    const at = order.indexOf(row.id);
    return at === -1 ? order.length : at;
  });
}

function sortedBy(
  groups: readonly CriterionGroup[],
  place: (row: CriterionRow) => number,
): readonly CriterionGroup[] {
  return groups.map((group) => ({ ...group, rows: group.rows.toSorted((a, b) => place(a) - place(b)) }));
}

/**
 * Worst first when the page opens; after that rows stay where they are, whatever happens, until the reader sorts them:
 * nothing moves under a pointer or a screen reader. `sort` is `null` while they stand in the order of their states.
 */
export function useRowOrder(groups: readonly CriterionGroup[]): {
  readonly groups: readonly CriterionGroup[];
  readonly sort: (() => void) | null;
} {
  const [order, setOrder] = useState(() => idsOf(inStateOrder(groups)));
  const shown = inGivenOrder(groups, order);
  const sorted = idsOf(inStateOrder(groups));
  const isSorted = idsOf(shown).join('\n') === sorted.join('\n');
  return { groups: shown, sort: isSorted ? null : () => setOrder(sorted) };
}

function idsOf(groups: readonly CriterionGroup[]): readonly string[] {
  return groups.flatMap((group) => group.rows.map((row) => row.id));
}
