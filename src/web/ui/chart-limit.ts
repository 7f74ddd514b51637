import type { CriterionView } from '#contract/rollout.ts';
import { sayLimit } from '#domain/plan/limit.ts';
import type { Point } from '#domain/series/decimate.ts';
import type { Window } from '#domain/time/time.ts';
import type { Reading } from '#domain/verdict/reading.ts';
import { sayValue } from '#domain/verdict/say-value.ts';
import type { ChartModel } from './chart-model.ts';

/** A limit on a chart's own axis. */
export interface LimitLine {
  readonly value: number;
  readonly label: string;
  /** The side of the line that is the wrong one. */
  readonly wrong: 'above' | 'below';
  /** True where the line itself is already wrong ("under 5%"). */
  readonly strict: boolean;
}

/** What the line is called, where there is room for it; else what a value on the axis must keep to. */
export function limitLabel(limit: LimitLine, unit: ChartModel['unit'], plotWidth: number): string {
  const { label, value, wrong, strict } = limit;
  if (label.length * letter <= plotWidth) return label;
  const [open, closed] = wrong === 'above' ? ['under', 'at most'] : ['over', 'at least'];
  return `Limit: ${strict ? open : closed} ${sayValue(value, unit)}`;
}

/** About as wide as a letter of 15 px is on average. */
const letter = 7;

/** "Over 99.9%" of what went well is "under 0.1%" of what failed. */
const turnedRound = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=' } as const;

/** Where the limit stands on the chart's own axis. Where a chart shows the complement of what is limited, so does it. */
export function limitLine({ chart }: CriterionView, reading: Reading | undefined): LimitLine | null {
  const limit = reading?.limit ?? null;
  if (reading === undefined || limit === null) return null;
  const label = `Limit: ${sayLimit(limit)}`;
  const strict = limit.comparator === '<' || limit.comparator === '>';
  if (limit.unit === 'x') return relativeLine(chart, reading, label);
  const isFloor = limit.comparator === '>' || limit.comparator === '>=';
  const isTurned = chart?.kind === 'ratio' && chart.turned;
  const wrong = isFloor === isTurned ? 'above' : 'below';
  if (!isTurned) return { value: limit.value, label, wrong, strict };
  const value = Number((1 - limit.value).toPrecision(6));
  const turned = { ...limit, value, comparator: turnedRound[limit.comparator] };
  return { value, label: `Limit: ${sayLimit(turned)} failing`, wrong, strict };
}

/** So many times another rate: drawn where the axis shows rates and that rate is known. */
function relativeLine(
  chart: CriterionView['chart'],
  { limit, comparedWith }: Reading,
  label: string,
): LimitLine | null {
  const rate = comparedWith?.value ?? null;
  if (rate === null || limit === null || (chart?.kind !== 'ratio' && chart?.kind !== 'slower')) return null;
  return {
    value: limit.value * rate,
    label: `${label} ${sayValue(rate, 'share')}`,
    wrong: 'above',
    strict: false,
  };
}

/** True for a value on the wrong side of a limit's line. */
function isBeyond(value: number, { value: line, wrong, strict }: LimitLine): boolean {
  if (value === line) return strict;
  return wrong === 'above' ? value > line : value < line;
}

/** The bucket that lies furthest on the wrong side; without a limit the highest. `null` where nothing is above zero. */
export function worstPoint(model: ChartModel, limit: LimitLine | null): Known | null {
  const worse = limit?.wrong === 'below' ? -1 : 1;
  let worst: Known | null = null;
  for (const point of model.points)
    if (isKnown(point) && (worst === null || worse * (point.value - worst.value) > 0)) worst = point;
  return worse === 1 && worst?.value === 0 ? null : worst;
}

type Known = Point & { readonly value: number };

function isKnown(point: Point): point is Known {
  return point.value !== null;
}

/** Where the true value of all that was judged so far lies 95 times in 100, on a chart's own axis, and over which time. */
export interface LikelyBand extends Window {
  readonly low: number;
  readonly high: number;
}

/** The likely range of a reading as a band; `null` where there is none, or it is not of what the axis shows. */
export function likelyBand(
  { chart }: CriterionView,
  reading: Reading | undefined,
  { unit }: Pick<ChartModel, 'unit'>,
): LikelyBand | null {
  // A count's range is of the whole time, and the axis shows buckets.
  if (reading === undefined || reading.unit !== unit || unit === 'count') return null;
  const { range, window, judgedThrough } = reading;
  if (range === null || judgedThrough === null) return null;
  const isTurned = chart?.kind === 'ratio' && chart.turned;
  const [low, high] = isTurned ? [1 - range.high, 1 - range.low] : [range.low, range.high];
  return { from: window.from, to: judgedThrough, low, high };
}

/** A stretch of buckets that all lie beyond a limit's line. */
export interface Beyond extends Window {
  readonly buckets: number;
  readonly worst: number;
}

/** Every stretch of complete buckets beyond the limit's line, in order. A gap ends a stretch: nobody knows what was in it. */
export function beyondLimit(model: ChartModel, limit: LimitLine): readonly Beyond[] {
  const out: { from: number; to: number; buckets: number; worst: number }[] = [];
  for (const { at, value } of model.points) {
    if (value === null || !isBeyond(value, limit)) continue;
    const last = out.at(-1);
    if (last === undefined || last.to !== at) {
      out.push({ from: at, to: at + model.width, buckets: 1, worst: value });
      continue;
    }
    last.to = at + model.width;
    last.buckets += 1;
    last.worst = limit.wrong === 'above' ? Math.max(last.worst, value) : Math.min(last.worst, value);
  }
  return out;
}
