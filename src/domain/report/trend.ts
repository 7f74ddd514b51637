import { clopperPearson, type Range } from '../stats/exact-binomial.ts';
import type { ValueUnit } from '../verdict/reading.ts';
import { sayCount, sayRange, sayShare, sayValue } from '../verdict/say-value.ts';
import type { RateCounts } from './kpi-counts.ts';
import type { KpiResult } from './kpi-result.ts';

/** A KPI from the first stage of a launch to its newest check-in. */
export interface Trend {
  readonly kpi: string;
  readonly label: string;
  readonly points: readonly TrendPoint[];
}

/** What a KPI came to over a stage, or from the launch to a check-in. */
export interface TrendPoint {
  readonly id: string;
  readonly label: string;
  readonly kind: 'stage' | 'check-in';
  /** The counts behind a rate; `null` for any other number. */
  readonly events: number | null;
  readonly of: number | null;
  readonly about: boolean;
  readonly unit: ValueUnit;
  readonly value: number;
  /** Exact 95 % interval of a rate (Clopper–Pearson); `null` for what is no sample. */
  readonly range: Range | null;
  /** Where the counts come from: "measured", "entered by hand", "as the plan says". */
  readonly origin: string;
  readonly said: string;
}

/** A rate as a point of the trend; `null` where the counts are no share of anything. */
export function ratePoint(
  at: Pick<TrendPoint, 'id' | 'label' | 'kind' | 'origin'>,
  { events, of, about }: RateCounts,
): TrendPoint | null {
  if (!(of > 0) || events < 0 || events > of) return null;
  const value = events / of;
  const range = clopperPearson(events, of);
  const said = `${sayShare(value)} (${sayRange(range, 'share')}, n ${about ? 'about' : '='} ${sayCount(of)})`;
  return { ...at, events, of, about, unit: 'share', value, range, said };
}

/** A KPI of a launch as a point of its trend; `null` where it has no value there. */
export function kpiPoint(
  at: Pick<TrendPoint, 'id' | 'label' | 'kind' | 'origin'>,
  { value, unit, events, of, about }: KpiResult,
): TrendPoint | null {
  if (value === null) return null;
  if (events !== null && of !== null) return ratePoint(at, { events, of, about });
  const said = sayValue(value, unit);
  return { ...at, events: null, of: null, about: false, unit, value, range: null, said };
}

/**
 * The stage from which a rate has moved one way at every step up to the last stage; `null` where it has not over at
 * least three stages in a row. A rise says nothing of chance: the ranges stand beside it.
 */
export function movesFrom(points: readonly TrendPoint[], way: 'up' | 'down'): TrendPoint | null {
  const stages = points.filter((point) => point.kind === 'stage');
  const sign = way === 'up' ? 1 : -1;
  const step = (at: number): number => sign * ((stages[at]?.value ?? 0) - (stages[at - 1]?.value ?? 0));
  let from = stages.length - 1;
  while (from > 0 && step(from) > 0) from--;
  return stages.length - from >= 3 ? (stages[from] ?? null) : null;
}
