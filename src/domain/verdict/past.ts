import type { SeriesResult } from '../series/series.ts';
import type { Window } from '../time/time.ts';
import { basisFor, type Basis, type Buckets } from './basis.ts';

/** A stretch of the past a criterion can be compared with, and the series read for it. */
export interface Past {
  /** As a person would say it: "Stage C", "the same hours a week before launch". */
  readonly label: string;
  readonly window: Window;
  /** Percent of people who had the feature then; `null` where everyone is counted alike. */
  readonly percent: number | null;
  readonly series: ReadonlyMap<string, SeriesResult>;
}

/** What the past offers to compare with. */
export interface Baselines {
  /** The stage before, its accepted run; `null` in the first stage. */
  readonly previousStage: Past | null;
  /** The same weekday and hours in the weeks before launch. */
  readonly sameHours: readonly Past[];
  /** The days before launch, whatever the hour: where the same hours hold too little. */
  readonly lately: readonly Past[];
}

/** Nothing to compare with. */
export const noBaselines: Baselines = { previousStage: null, sameHours: [], lately: [] };

/** Buckets of one stretch of the past, or why it can't be used. */
function pastBasis(past: Past, ids: readonly string[]): Basis {
  const { from, to } = past.window;
  return basisFor({
    ids,
    series: past.series,
    run: {
      id: 'past',
      stage: '',
      attempt: 1,
      start: from,
      end: to,
      length: to - from,
      openedBy: '',
      closedBy: null,
    },
    now: to,
    excluded: [],
  });
}

/** Stretches of the past that can be used, each with its buckets; and why the first of the others can't. */
export interface UsablePast {
  readonly used: readonly { readonly past: Past; readonly buckets: Buckets }[];
  readonly failed: Exclude<Basis, Buckets> | null;
}

/** Why a stretch can't be used. An answer in part may lack requests as well as errors: it would be no measure of a rate. */
function reasonOf({ label }: Past, basis: Basis): Exclude<Basis, Buckets> | null {
  if (basis.kind !== 'buckets') return basis;
  if (!basis.partial) return null;
  return { kind: 'no-data', source: basis.source, message: `${label} was answered only in part.` };
}

/** Reads the same signals from each stretch. One that failed or was empty is left out, and named if none is left. */
export function usablePast(pasts: readonly Past[], ids: readonly string[]): UsablePast {
  const read = pasts.map((past) => ({ past, basis: pastBasis(past, ids) }));
  const used = read.flatMap(({ past, basis }) =>
    basis.kind === 'buckets' && basis.measured > 0 && !basis.partial ? [{ past, buckets: basis }] : [],
  );
  const failed =
    read.map(({ past, basis }) => reasonOf(past, basis)).find((reason) => reason !== null) ?? null;
  return { used, failed };
}
