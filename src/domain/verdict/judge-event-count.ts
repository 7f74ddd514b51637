import { windowedCount } from '../stats/windowed-count.ts';
import { keeps, sayLimit, type Limit } from '../plan/limit.ts';
import { sayBothNear, saySpanNear, withAt } from '../time/say-near.ts';
import type { Buckets } from './basis.ts';
import { hasUnseen } from './basis.ts';
import type { Reading, ReadingState } from './reading.ts';
import { draft, sayProvenance, type CriterionContext } from './reading-draft.ts';
import { sayCount } from './say-value.ts';

/**
 * Judges a number of events over the whole stage: "fewer than 5", "never".
 * An event rule is exact, not statistical: once over it is over, with no need for complete data; it is met only
 * on complete data.
 */
export function judgeEventTotal(context: CriterionContext, buckets: Buckets, limit: Limit): Reading {
  const counts = openCounts(context, buckets);
  const total = sum(counts);
  const inside = keeps(limit, total);
  const growing = limit.comparator === '<' || limit.comparator === '<=' || limit.comparator === '=';
  const first = counts.findIndex((n) => n !== null && n > 0);
  const seen =
    total > 0 && first !== -1
      ? ` First ${withAt(sayBothNear(buckets.window.from + first * buckets.width, context.now, context.zone))}.`
      : '';
  return {
    ...draft(context, totalState(buckets, inside, growing), ''),
    value: total,
    counts: { events: total, of: null, measured: buckets.measured, expected: buckets.expected },
    window: buckets.window,
    judgedThrough: buckets.window.to,
    source: buckets.source,
    evidence: `${sayCount(total)} in this stage. Limit: ${sayLimit(limit)}.${seen} ${sayProvenance(buckets, context)}`,
  };
}

function totalState(buckets: Buckets, inside: boolean, growing: boolean): ReadingState {
  if (growing && !inside) return 'over';
  if (hasUnseen(buckets) || buckets.measured === 0) return 'not-enough-data';
  if (inside) return 'met';
  // "At least n" is not broken before the window is over: more may still come.
  return buckets.plannedRows !== null ? 'over' : 'not-enough-data';
}

/** Judges "fewer than k in any W" on the buckets; what lies between the sure bounds is over, not certain. */
export function judgeWindowedCount(
  context: CriterionContext,
  buckets: Buckets,
  limit: Limit,
  within: number,
): Reading {
  const counts = openCounts(context, buckets);
  // "< 10" breaks at 10, "<= 10" at 11, "= 0" at 1.
  const breaksAt = limit.comparator === '<' ? Math.ceil(limit.value) : Math.floor(limit.value) + 1;
  const result = windowedCount({ counts, width: buckets.width, window: within, breaksAt });
  const base = draft(context, windowState(result.state, buckets), '');
  const at = result.worst === null ? null : buckets.window.from + result.worst.from * buckets.width;
  const to = result.worst === null ? null : buckets.window.from + result.worst.to * buckets.width;
  const worst =
    result.worst === null || at === null || to === null
      ? null
      : { value: result.worst.count, window: { from: at, to } };
  const when =
    worst === null ? '' : `, ${saySpanNear(worst.window.from, worst.window.to, context.now, context.zone)}`;
  return {
    ...base,
    value: worst?.value ?? null,
    latest: result.now,
    worst,
    counts: { events: sum(counts), of: null, measured: buckets.measured, expected: buckets.expected },
    window: buckets.window,
    judgedThrough: buckets.window.to,
    source: buckets.source,
    evidence: `Worst window: ${sayCount(worst?.value ?? 0)}${when}. Now: ${result.now === null ? 'not measured' : sayCount(result.now)}. Limit: ${sayLimit(limit)}. ${sayProvenance(buckets, context)}`,
  };
}

/** What is not there in an answer in part may break the rule. */
function windowState(state: keyof typeof windowStates, { partial }: Buckets): ReadingState {
  return windowStates[partial && state === 'ok' ? 'unknown' : state];
}

const windowStates: Readonly<Record<'violated' | 'possible' | 'ok' | 'unknown', ReadingState>> = {
  violated: 'over',
  possible: 'over-not-certain',
  ok: 'met',
  unknown: 'not-enough-data',
};

/** The complete buckets and whatever has arrived since: a count already over needs no completeness. */
function openCounts(context: CriterionContext, buckets: Buckets): readonly (number | null)[] {
  const [data] = buckets.data;
  const [known = []] = buckets.columns;
  // What a person decided not to count is no event and no gap.
  const complete = known.map((n, i) => (n === null && buckets.leftOut.has(i) ? 0 : n));
  if (data === undefined) return complete;
  const end = Math.min(context.run.end ?? Infinity, context.now);
  const offset = Math.round((buckets.window.to - data.start) / data.width);
  const last = Math.floor((end - data.start) / data.width);
  // What has not arrived counts as nothing here: it can only break a rule, never keep it. Buckets stay in their places.
  const tail = data.values.slice(offset, Math.max(offset, last)).map((value, i) => {
    const from = data.start + (offset + i) * data.width;
    const out = context.excluded.some((window) => from < window.to && from + data.width > window.from);
    return out || value === null || !(value >= 0) ? 0 : value;
  });
  return [...complete, ...tail];
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
