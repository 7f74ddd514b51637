import { isUpper, keeps, sayLimit, type Limit } from '../plan/limit.ts';
import { hasGaps, type Buckets } from './basis.ts';
import { proportionEvidence, type ProportionEvidence } from '../stats/proportion-evidence.ts';
import type { MoreNeeded } from '../stats/more-needed.ts';
import type { Reading, ReadingState } from './reading.ts';
import { draft, sayProvenance, type CriterionContext } from './reading-draft.ts';
import { sayCount, sayRange, sayShare } from './say-value.ts';

/** Events out of trials per bucket. `null` where either is unknown. */
export interface ShareBuckets {
  readonly events: readonly (number | null)[];
  readonly trials: readonly (number | null)[];
}

/** False roll-backs per stage (statistics §0). */
const alpha = 0.01;

/** False "met" per criterion. */
const alphaMet = 0.05;

/** Met with less than this part of the limit left is Close. */
const closeRoom = 0.1;

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
): Reading {
  const upper = isUpper(limit);
  const bad = upper ? share.events : complement(share);
  const p0 = upper ? limit.value : 1 - limit.value;
  const usable = pairs(bad, share.trials);
  const contradiction = usable.find((pair) => pair.x > pair.n);
  if (contradiction !== undefined) {
    const evidence = `One bucket has ${sayCount(contradiction.x)} events out of ${sayCount(contradiction.n)}: the two signals don't count the same thing.`;
    return {
      ...draft(context, 'source-error', evidence),
      source: buckets.source,
      judgedThrough: buckets.window.to,
    };
  }
  const n = usable.reduce((total, pair) => total + pair.n, 0);
  const x = usable.reduce((total, pair) => total + pair.x, 0);
  const shownEvents = upper ? x : n - x;
  const base: Reading = {
    ...draft(context, 'no-traffic', ''),
    counts: {
      events: n === 0 ? null : shownEvents,
      of: n,
      measured: buckets.measured,
      expected: buckets.expected,
    },
    window: buckets.window,
    judgedThrough: buckets.window.to,
    source: buckets.source,
  };
  if (n === 0)
    return { ...base, evidence: `No requests in this stage. ${sayProvenance(buckets, context.zone)}` };
  const evidence = proportionEvidence({
    pairs: usable,
    p0,
    plannedBuckets:
      context.run.length === null ? null : Math.max(1, Math.ceil(context.run.length / buckets.width)),
    lookAt: lookAt(buckets, bad, share.trials),
    alpha,
    alphaMet,
    sharedOver: context.sharedOver,
  });
  const value = upper ? x / n : 1 - x / n;
  const range = upper ? evidence.range : { low: 1 - evidence.range.high, high: 1 - evidence.range.low };
  const state = stateOf(limit, value, evidence, hasGaps(buckets));
  const filled: Reading = {
    ...base,
    state: context.criterion.watch ? 'watched' : state,
    value,
    range,
    more: moreNeeded(state, evidence),
    logEvidence: evidence.logBadMax,
  };
  return { ...filled, evidence: say(context, buckets, filled, limit) };
}

/** The range shown and the value of a share that has no limit, or is only watched. */
export function watchShare(
  context: CriterionContext,
  buckets: Buckets,
  share: ShareBuckets,
  state: ReadingState,
): Reading {
  const usable = pairs(share.events, share.trials);
  const n = usable.reduce((total, pair) => total + pair.n, 0);
  const x = usable.reduce((total, pair) => total + pair.x, 0);
  const value = n === 0 ? null : x / n;
  return {
    ...draft(context, state, ''),
    value,
    counts: { events: x, of: n, measured: buckets.measured, expected: buckets.expected },
    window: buckets.window,
    judgedThrough: buckets.window.to,
    source: buckets.source,
    evidence: `${value === null ? 'No requests' : `${sayCount(x)} of ${sayCount(n)} (${sayShare(value)})`}. No limit to judge it by. ${sayProvenance(buckets, context.zone)}`,
  };
}

/** How many usable pairs the exact look at the planned end sees; `null` before it is due. */
function lookAt(
  buckets: Buckets,
  events: readonly (number | null)[],
  trials: readonly (number | null)[],
): number | null {
  const { plannedRows } = buckets;
  return plannedRows === null
    ? null
    : pairs(events.slice(0, plannedRows), trials.slice(0, plannedRows)).length;
}

function complement(share: ShareBuckets): readonly (number | null)[] {
  return share.trials.map((n, i) => {
    const x = share.events[i];
    return n === null || x === null || x === undefined ? null : n - x;
  });
}

function pairs(
  events: readonly (number | null)[],
  trials: readonly (number | null)[],
): readonly { x: number; n: number }[] {
  return trials.flatMap((n, i) => {
    const x = events[i];
    return n === null || x === null || x === undefined ? [] : [{ x, n }];
  });
}

function stateOf(limit: Limit, value: number, evidence: ProportionEvidence, gaps: boolean): ReadingState {
  const inside = keeps(limit, value);
  if (evidence.broken) return inside ? 'broke-earlier' : 'over';
  if (!inside) return 'over-not-certain';
  if (!evidence.met || gaps) return 'not-enough-data';
  const room = Math.abs(limit.value - value) / (isUpper(limit) ? limit.value : 1 - limit.value);
  return room < closeRoom ? 'close' : 'met';
}

function moreNeeded(state: ReadingState, { more, met }: ProportionEvidence): MoreNeeded | null {
  // Where the counts would do and only gaps stand in the way, no number of requests would help.
  return met || (state !== 'not-enough-data' && state !== 'over-not-certain') ? null : more;
}

function say(context: CriterionContext, buckets: Buckets, reading: Reading, limit: Limit): string {
  const { counts, value, range } = reading;
  const likely = range === null ? '' : `; ${sayRange(range, 'share')}`;
  const main = `${sayCount(counts.events ?? 0)} of ${sayCount(counts.of ?? 0)} (${sayShare(value ?? 0)}${likely}). Limit: ${sayLimit(limit)}.`;
  return `${main}${sayMore(reading.more)} ${sayProvenance(buckets, context.zone)}`;
}

function sayMore(more: MoreNeeded | null): string {
  if (more === null) return '';
  if (more.kind === 'undecidable') return ' It cannot be decided at this rate.';
  return more.assuming === 'error-free'
    ? ` About ${sayCount(more.n)} more, if none fails, would show it.`
    : ` About ${sayCount(more.n)} more at this rate would decide it.`;
}
