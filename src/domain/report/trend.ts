import { clopperPearson, type Range } from '../stats/exact-binomial.ts';
import { sayCount, sayRange, sayShare } from '../verdict/say-value.ts';
import type { RateCounts } from './kpi-counts.ts';

/** One rate of a launch, from its first stage to the newest check-in. */
export interface TrendPoint {
  readonly id: string;
  readonly label: string;
  readonly kind: 'stage' | 'check-in';
  readonly events: number;
  readonly of: number;
  readonly about: boolean;
  readonly value: number;
  /** Exact 95 % interval (Clopper–Pearson). */
  readonly range: Range;
  /** Where the counts come from: "measured", "entered by hand", "as the plan says". */
  readonly origin: string;
  readonly said: string;
}

/** A point of the trend; `null` where the counts are no share of anything. */
export function trendPoint(
  at: Pick<TrendPoint, 'id' | 'label' | 'kind' | 'origin'>,
  { events, of, about }: RateCounts,
): TrendPoint | null {
  if (!(of > 0) || events < 0 || events > of) return null;
  const value = events / of;
  const range = clopperPearson(events, of);
  const said = `${sayShare(value)} (${sayRange(range, 'share')}, n ${about ? 'about' : '='} ${sayCount(of)})`;
  return { ...at, events, of, about, value, range, said };
}

/**
 * The stage from which a rate has risen at every step up to the last stage; `null` where it has not over at least
 * three stages in a row. A rise says nothing of chance: the ranges stand beside it.
 */
export function risesFrom(points: readonly TrendPoint[]): TrendPoint | null {
  const stages = points.filter((point) => point.kind === 'stage');
  let from = stages.length - 1;
  while (from > 0 && (stages[from - 1]?.value ?? 1) < (stages[from]?.value ?? 0)) from--;
  return stages.length - from >= 3 ? (stages[from] ?? null) : null;
}
