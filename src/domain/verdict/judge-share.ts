import { keeps, sayLimit, type Limit } from '../plan/limit.ts';
import { sumOf, type Evidence } from '../stats/evidence.ts';
import type { MoreNeeded } from '../stats/more-needed.ts';
import { proportionEvidence } from '../stats/proportion-evidence.ts';
import { hasGaps, type Buckets } from './basis.ts';
import type { Reading, ReadingState } from './reading.ts';
import { draft, levelsOf, sayProvenance, type CriterionContext } from './reading-draft.ts';
import { stateFrom } from './reading-state.ts';
import { sayMore } from './say-more.ts';
import { sayCount, sayRange, sayShare } from './say-value.ts';
import { contradictionAt, usableColumns, type ShareBuckets } from './share-columns.ts';
import { sideOf } from './share-side.ts';
import { sayWhere, whereItBroke } from './where-it-broke.ts';

/**
 * Judges a share against an absolute limit: "errors < 5 %", "success > 95 %".
 * A lower limit is judged on the complement, so that "success > 95 %" and "failure < 5 %" are one and the same rule.
 * States come from the sequential engine and, at the planned end, from one exact look (statistics §2); never from the range.
 */
export function judgeShare(
  context: CriterionContext,
  buckets: Buckets,
  share: ShareBuckets,
  limit: Limit,
  phi = 1,
): Reading {
  const side = sideOf(share, limit);
  const { bad, p0 } = side;
  const { xs, ns, x, n, lookAt, contradiction } = shareColumns(bad, share.trials, buckets);
  if (contradiction !== -1) return contradicting(context, buckets, share, contradiction);
  const base: Reading = {
    ...draft(context, 'no-traffic', ''),
    counts: {
      events: n === 0 ? null : side.events(x, n),
      of: n,
      measured: buckets.measured,
      expected: buckets.expected,
    },
    window: buckets.window,
    judgedThrough: buckets.window.to,
    source: buckets.source,
  };
  if (n === 0) return { ...base, evidence: `No requests in this stage. ${sayProvenance(buckets, context)}` };
  const evidence = proportionEvidence({
    ...levelsOf(context, buckets.width, lookAt),
    x: xs,
    n: ns,
    p0,
    phi,
    id: context.criterion.id,
    memo: context.memo,
  });
  const value = side.turn(x / n);
  const inside = keeps(limit, value);
  const state = stateFrom({
    evidence,
    inside,
    room: side.room(value),
    gaps: hasGaps(buckets),
    before: context.before,
  });
  const broke = evidence.broken && inside ? whereItBroke(xs, ns, side, { buckets, share }) : null;
  const filled: Reading = {
    ...base,
    state: context.criterion.watch ? 'watched' : state,
    value,
    range: side.turnRange(evidence.range),
    more: moreNeeded(state, evidence),
    logEvidence: evidence.logBadMax,
    worst: broke?.worst ?? null,
  };
  return {
    ...filled,
    evidence: say(context, buckets, filled, limit) + sayWhere(broke, context.now, context.zone),
  };
}

interface ShareColumns {
  readonly xs: Float64Array;
  readonly ns: Float64Array;
  /** Totals. */
  readonly x: number;
  readonly n: number;
  readonly lookAt: number | null;
  /** The first bucket with more events than trials; -1 where there is none. */
  readonly contradiction: number;
}

function shareColumns(
  events: readonly (number | null)[],
  trials: readonly (number | null)[],
  buckets: Buckets,
): ShareColumns {
  const { columns, lookAt } = usableColumns([events, trials], buckets);
  const [xs = new Float64Array(0), ns = new Float64Array(0)] = columns;
  return { xs, ns, x: sumOf(xs), n: sumOf(ns), lookAt, contradiction: contradictionAt(xs, ns) };
}

function contradicting(
  context: CriterionContext,
  buckets: Buckets,
  share: ShareBuckets,
  at: number,
): Reading {
  const { xs, ns } = shareColumns(share.events, share.trials, buckets);
  const evidence = `One bucket has ${sayCount(xs[at] ?? 0)} events out of ${sayCount(ns[at] ?? 0)}: the two signals don't count the same thing.`;
  return {
    ...draft(context, 'source-error', evidence),
    source: buckets.source,
    judgedThrough: buckets.window.to,
  };
}

/** The range shown and the value of a share that has no limit, or is only watched. */
export function watchShare(
  context: CriterionContext,
  buckets: Buckets,
  share: ShareBuckets,
  state: ReadingState,
): Reading {
  const { x, n } = shareColumns(share.events, share.trials, buckets);
  const value = n === 0 ? null : x / n;
  return {
    ...draft(context, state, ''),
    value,
    counts: { events: x, of: n, measured: buckets.measured, expected: buckets.expected },
    window: buckets.window,
    judgedThrough: buckets.window.to,
    source: buckets.source,
    evidence: `${value === null ? 'No requests' : `${sayCount(x)} of ${sayCount(n)} (${sayShare(value)})`}. No limit to judge it by. ${sayProvenance(buckets, context)}`,
  };
}

function moreNeeded(state: ReadingState, { more, met }: Evidence): MoreNeeded | null {
  // Where the counts would do and only gaps stand in the way, no number of requests would help.
  return met || (state !== 'not-enough-data' && state !== 'over-not-certain') ? null : more;
}

function say(context: CriterionContext, buckets: Buckets, reading: Reading, limit: Limit): string {
  const { counts, value, range } = reading;
  const likely = range === null ? '' : `; ${sayRange(range, 'share')}`;
  const main = `${sayCount(counts.events ?? 0)} of ${sayCount(counts.of ?? 0)} (${sayShare(value ?? 0)}${likely}). Limit: ${sayLimit(limit)}.`;
  return `${main}${sayMore(reading, context.run.length !== null && buckets.plannedRows === null)} ${sayProvenance(buckets, context)}`;
}
