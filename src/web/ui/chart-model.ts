import type { CriterionView } from '#contract/rollout.ts';
import type { Point } from '#domain/series/decimate.ts';
import type { SeriesData, SeriesResult } from '#domain/series/series.ts';
import type { Window } from '#domain/time/time.ts';

export interface ChartModel {
  /** Complete buckets; gaps are null. */
  readonly points: readonly Point[];
  /** Buckets that may still change, drawn apart; they begin with the last complete one. */
  readonly open: readonly Point[];
  readonly unit: 'share' | 'ms' | 'count';
  /** Complete buckets that nobody measured. */
  readonly gaps: number;
  /** The same as stretches of time, to be hatched. */
  readonly gapSpans: readonly Window[];
  /** Beginnings of buckets that were measured and held nothing to take a share of. */
  readonly quiet: ReadonlySet<number>;
  readonly start: number;
  /** Distance of the buckets. */
  readonly width: number;
  /** Whose numbers they are, and when they were read. */
  readonly source: string;
  readonly fetchedAt: number;
}

type Chart = NonNullable<CriterionView['chart']>;

/** Models by what they were made from: a row, its chart and a table of one answer share them. */
const known = new WeakMap<readonly SeriesResult[], Map<string, ChartModel | string>>();

/** What a criterion's chart draws; a sentence says why there is none. */
export function chartModel(chart: Chart, series: readonly SeriesResult[]): ChartModel | string {
  const models = known.get(series) ?? new Map<string, ChartModel | string>();
  known.set(series, models);
  const key = JSON.stringify(chart);
  const model = models.get(key) ?? makeModel(chart, series);
  models.set(key, model);
  return model;
}

function makeModel(chart: Chart, series: readonly SeriesResult[]): ChartModel | string {
  const read = (id: string): Read | string => {
    const result = series.find((one) => one.id === id);
    if (result === undefined) return `"${id}" was not read.`;
    return result.status === 'error' ? result.error.message : { ...result.data, from: result.source };
  };
  switch (chart.kind) {
    case 'ratio':
      return ratioModel(read(chart.numerator), read(chart.denominator));
    case 'single':
      return singleModel(read(chart.signal));
    case 'window-sum':
      return windowModel(read(chart.signal), chart.within);
    case 'slower':
      return slowerModel(read(chart.signal), chart.than);
  }
}

type Read = SeriesData & { readonly from: string };

function ratioModel(top: Read | string, bottom: Read | string): ChartModel | string {
  if (typeof top === 'string') return top;
  if (typeof bottom === 'string') return bottom;
  const values = bottom.values.map((n, i) => {
    const x = top.values[i];
    return n === null || n === 0 || x === null || x === undefined ? null : x / n;
  });
  return made(bottom, values, 'share', quietOf(bottom));
}

function singleModel(data: Read | string): ChartModel | string {
  if (typeof data === 'string') return data;
  return made(data, data.values, data.kind === 'duration' ? 'ms' : 'count');
}

function windowModel(data: Read | string, within: number): ChartModel | string {
  if (typeof data === 'string') return data;
  const length = Math.max(1, Math.floor(within / data.width));
  return made(data, windowSums(data.values, length), 'count');
}

/** Sums of so many buckets up to each: what leaves is taken off, for whole numbers exactly; fractions are added up anew. */
function windowSums(values: readonly (number | null)[], length: number): readonly (number | null)[] {
  const sums: (number | null)[] = [];
  let [sum, gaps] = [0, 0];
  for (const [i, value] of values.entries()) {
    const left = i < length ? 0 : (values[i - length] ?? null);
    sum += (value ?? 0) - (left ?? 0);
    gaps += (value === null ? 1 : 0) - (left === null ? 1 : 0);
    if (!Number.isSafeInteger(sum))
      sum = values
        .slice(Math.max(0, i - length + 1), i + 1)
        .reduce<number>((all, one) => all + (one ?? 0), 0);
    sums.push(gaps > 0 ? null : sum);
  }
  return sums;
}

function slowerModel(data: Read | string, than: number): ChartModel | string {
  if (typeof data === 'string') return data;
  const fast = data.groups?.find((group) => Number(group.key) === than);
  const values = data.values.map((n, i) => {
    const within = fast?.values[i];
    return n === null || n === 0 || within === null || within === undefined ? null : (n - within) / n;
  });
  return made(data, values, 'share', quietOf(data));
}

/** A share of nothing is no gap: it was measured that nobody came. */
function quietOf({ values, start, width }: SeriesData): ReadonlySet<number> {
  const quiet = new Set<number>();
  for (const [i, n] of values.entries()) if (n === 0) quiet.add(start + i * width);
  return quiet;
}

function made(
  data: Read,
  values: readonly (number | null)[],
  unit: ChartModel['unit'],
  quiet: ReadonlySet<number> = new Set(),
): ChartModel {
  const { start, width } = data;
  const all = values.map((value, i): Point => ({ at: start + i * width, value }));
  const complete = Math.floor(((data.completeThrough ?? start) - start) / width);
  const points = all.slice(0, Math.max(0, complete));
  const missing: number[] = [];
  for (const { at, value } of points) if (value === null && !quiet.has(at)) missing.push(at);
  return {
    points,
    open: all.slice(Math.max(0, points.length - 1)),
    unit,
    gaps: missing.length,
    gapSpans: spansOf(missing, width),
    quiet,
    start,
    width,
    source: data.from,
    fetchedAt: data.fetchedAt,
  };
}

/** Buckets that touch, as one stretch each. */
export function spansOf(beginnings: readonly number[], width: number): readonly Window[] {
  const out: { from: number; to: number }[] = [];
  for (const at of beginnings) {
    const last = out.at(-1);
    if (last !== undefined && last.to === at) last.to = at + width;
    else out.push({ from: at, to: at + width });
  }
  return out;
}

/** Every bucket of a model, the incomplete ones too. */
export function allPoints({ points, open }: ChartModel): readonly Point[] {
  return [...points, ...(points.length === 0 ? open : open.slice(1))];
}

/** What the bucket shows in which an instant lies; `undefined` outside the model. */
export function pointAt(model: ChartModel, at: number): Point | undefined {
  const i = Math.floor((at - model.start) / model.width);
  const { points, open } = model;
  if (i < points.length) return points[i];
  return open[points.length === 0 ? i : i - points.length + 1];
}

/** True for a bucket that may still change. */
export function isOpen(model: ChartModel, at: number): boolean {
  return at > (model.points.at(-1)?.at ?? -Infinity);
}

/**
 * Another line's values at the times of `points`: each the other's newest at or before that time, and nothing where the
 * other has a gap or has not begun. Both lines are on one grid.
 */
export function alignedTo(points: readonly Point[], other: readonly Point[]): readonly (number | null)[] {
  let next = 0;
  return points.map((point) => {
    while (next < other.length && (other[next]?.at ?? Infinity) <= point.at) next += 1;
    return other[next - 1]?.value ?? null;
  });
}
