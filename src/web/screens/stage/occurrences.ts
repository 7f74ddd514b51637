import type { CriterionView, StageSeries, StageView } from '#contract/rollout.ts';
import type { SeriesData } from '#domain/series/series.ts';
import { minute, type EpochMs, type Ms } from '#domain/time/time.ts';
import { saySource } from '#domain/verdict/say-value.ts';

/** A bucket in which something happened that must not. */
export interface Occurrence {
  readonly at: EpochMs;
  readonly until: EpochMs;
  readonly times: number;
  /** Failed and all requests of the two minutes before; `null` where nothing counts them. */
  readonly before: { readonly failed: number; readonly of: number } | null;
}

/** Flow that explains why a breaker opened is looked at this far back. */
const lookBack: Ms = 2 * minute;

/** Each time a signal fired that never should, oldest first; `null` where its series can't be read. */
export function occurrencesOf(
  criterion: CriterionView,
  view: StageView,
  answer: StageSeries,
): readonly Occurrence[] | null {
  const { chart } = criterion;
  if (chart?.kind !== 'single') return null;
  const own = dataOf(answer, chart.signal);
  if (own === null) return null;
  const counted = countedBy(view, answer);
  return own.values.flatMap((value, i) => {
    const times = value ?? 0;
    if (times <= 0) return [];
    const at = own.start + i * own.width;
    return [{ at, until: at + own.width, times, before: counted(at) }];
  });
}

/** A page of the source itself. */
export interface SourceLink {
  readonly to: string;
  readonly place: string;
}

/** Where the source itself shows what a criterion lists; `null` where it has no page, or names none on the web. */
export function linkOf({ chart }: CriterionView, { series }: StageSeries): SourceLink | null {
  if (chart?.kind !== 'single') return null;
  const result = series.find((one) => one.id === chart.signal);
  const data = result?.status === 'error' ? result.lastGood : result?.data;
  const to = data?.provenance.link;
  if (result === undefined || to === undefined || !/^https?:\/\//.test(to)) return null;
  return { to, place: saySource(result.source) };
}

/** What "not once" stands on: from when, up to when and when it was read, and how many requests there were. */
export interface Checked {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly readAt: EpochMs;
  /** `null` where nothing counts them, or a part is unknown. */
  readonly requests: number | null;
}

/** `null` where its series can't be read, or nothing of it is known. */
export function checkedOf(criterion: CriterionView, view: StageView, answer: StageSeries): Checked | null {
  const { chart } = criterion;
  const own = chart?.kind === 'single' ? dataOf(answer, chart.signal) : null;
  if (own === null || own.completeThrough === null) return null;
  const { start, completeThrough: to, fetchedAt: readAt } = own;
  const from = Math.max(start, view.run?.start ?? start);
  return { from, to, readAt, requests: requestsIn(view, answer, start, to) };
}

/** All requests of the buckets that begin in a window; `null` where nothing counts them, or one is unknown. */
function requestsIn(view: StageView, answer: StageSeries, from: EpochMs, to: EpochMs): number | null {
  const counted = view.criteria.find((one) => isFailing(one, view))?.chart;
  const all = counted?.kind === 'ratio' ? dataOf(answer, counted.denominator) : null;
  if (all === null) return null;
  const within = all.values.filter((_, i) => {
    const begins = all.start + i * all.width;
    return begins >= from && begins < to;
  });
  const known = within.filter((value) => value !== null);
  return known.length < within.length ? null : known.reduce((sum, n) => sum + n, 0);
}

/** Failed and all requests of a stretch, by the first criterion of the stage that is a share of failures. */
function countedBy(view: StageView, answer: StageSeries): (at: EpochMs) => Occurrence['before'] {
  const chart = view.criteria.find((one) => isFailing(one, view))?.chart;
  if (chart?.kind !== 'ratio') return () => null;
  const failed = dataOf(answer, chart.numerator);
  const all = dataOf(answer, chart.denominator);
  return (at) => {
    const some = failed === null ? null : sumBefore(failed, at);
    const of = all === null ? null : sumBefore(all, at);
    return some === null || of === null ? null : { failed: some, of };
  };
}

/** A share with a ceiling, or an uptime: what is counted are failures. A share of successes has a floor. */
function isFailing({ id, chart }: CriterionView, view: StageView): boolean {
  if (chart?.kind !== 'ratio') return false;
  const comparator = view.verdict.readings.find((one) => one.criterion === id)?.limit?.comparator ?? null;
  return chart.turned || comparator === '<' || comparator === '<=';
}

type Data = SeriesData;

function dataOf({ series }: StageSeries, id: string): Data | null {
  const result = series.find((one) => one.id === id);
  return result === undefined || result.status === 'error' ? null : result.data;
}

/** What fell in the buckets that begin within the look back; `null` where one of them is unknown. */
function sumBefore({ start, width, values }: Data, at: EpochMs): number | null {
  const before = values.filter((_, i) => {
    const begins = start + i * width;
    return begins >= at - Math.max(lookBack, width) && begins < at;
  });
  const known = before.filter((value) => value !== null);
  if (known.length === 0 || known.length < before.length) return null;
  return known.reduce((sum, value) => sum + value, 0);
}
