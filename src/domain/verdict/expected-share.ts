import type { Allotment } from './traffic-reading.ts';

/** The share all gates of a toggle open for together, or why it can't be said. */
export type ExpectedShare =
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'unknown'; readonly why: string };

/**
 * Share of checks (with an actor) that a toggle opens for: its gates are OR-ed, and by actor and by time they are
 * independent, so p = a + t − a·t. Named actors add people, not a share: they are allowed for where people are counted.
 */
export function expectedShare(allotment: Allotment): ExpectedShare {
  if (allotment.everyone) return { kind: 'share', share: 1 };
  if (allotment.expression) return { kind: 'unknown', why: 'The toggle uses an expression.' };
  if (allotment.groups > 0) return { kind: 'unknown', why: 'The toggle is on for groups of unknown size.' };
  const percent = allotment.percentOfActors ?? allotment.percent;
  const { percentOfTime: time, actors: named } = allotment;
  if (percent === null && time === null && named === 0)
    return { kind: 'unknown', why: 'The share of the toggle is not known.' };
  const a = (percent ?? 0) / 100;
  const t = (time ?? 0) / 100;
  return { kind: 'share', share: a + t - a * t };
}

/** True where chance decides anew at every check, so that one person can get both paths. */
export function flipsByTime(allotment: Allotment): boolean {
  const time = allotment.percentOfTime ?? 0;
  return !allotment.everyone && time > 0 && time < 100 && allotment.percentOfActors !== 100;
}
