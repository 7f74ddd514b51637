import type { Limit } from '../plan/limit.ts';
import type { Measure, Plan } from '../plan/plan.ts';
import type { SeriesResult } from '../series/series.ts';
import { basisFor, type Buckets } from './basis.ts';
import { judgeAsk, type Answer } from './judge-ask.ts';
import { judgeAverage } from './judge-average.ts';
import { judgeEventTotal, judgeWindowedCount } from './judge-event-count.ts';
import { judgeDowntime } from './judge-downtime.ts';
import { judgeEventRate } from './judge-event-rate.ts';
import { burstsOf } from './bursts.ts';
import { judgeHighest } from './judge-highest.ts';
import { slowerThan } from './events-of.ts';
import { judgeRelative } from './judge-relative.ts';
import type { Baselines } from './past.ts';
import type { Window } from '../time/time.ts';
import { judgeShare, watchShare } from './judge-share.ts';
import type { Reading } from './reading.ts';
import type { ShareBuckets } from './share-columns.ts';
import { limitAt } from './limit-at.ts';
import { draft, unjudged, type CriterionContext } from './reading-draft.ts';

export interface CriterionInput {
  readonly context: CriterionContext;
  readonly plan: Plan;
  readonly series: ReadonlyMap<string, SeriesResult>;
  readonly baselines: Baselines;
  /** Planned outages a person has decided not to count. */
  readonly excluded: readonly Window[];
  /** What people answered to the plan's questions. */
  readonly answers?: readonly Answer[] | undefined;
}

/** Judges one criterion of a stage. Every way of not knowing has a state of its own, and none of them is green. */
export function judgeCriterion(input: CriterionInput): Reading {
  const reading = judgeNow(input);
  return { ...reading, last: lastKnown(input, reading) };
}

/** What a criterion said when its source was last good: judged as of then, and shown only. */
function lastKnown(input: CriterionInput, { state, judgedThrough }: Reading): Reading['last'] {
  const { context, series } = input;
  if ((state !== 'stale' && state !== 'source-error') || judgedThrough === null) return null;
  // A baseline that can't be read has times of its own, from before this run.
  if (judgedThrough <= context.run.start) return null;
  const then = judgeNow({
    ...input,
    // The engines kept for the next judgement must not go back in time.
    context: { ...context, now: judgedThrough, memo: undefined },
    series: new Map([...series].map(([id, result]) => [id, asLastGood(result)])),
  });
  // It is wrong in itself, and nothing was better before.
  if (then.state === 'source-error') return null;
  return { value: then.value, at: judgedThrough };
}

function asLastGood(result: SeriesResult): SeriesResult {
  if (result.status !== 'error' || result.lastGood === undefined) return result;
  const { id, source, example, lastGood } = result;
  return { id, source, example, status: 'ok', data: lastGood, issues: [] };
}

function judgeNow(input: CriterionInput): Reading {
  const { context, series } = input;
  const { criterion, run, now } = context;
  const { measure } = criterion;
  if (measure.kind === 'ask') return judgeAsk(context, measure, input.answers ?? []);
  if (criterion.baseline !== null) return judgeRelative({ ...input, baseline: criterion.baseline });
  if (measure.kind === 'classes')
    return draft(
      context,
      'no-limit',
      'Status classes are judged against a baseline, and the plan names none.',
    );
  const { excluded } = input;
  const basis = basisFor({ ids: idsFor(measure, input.plan), series, run, now, excluded });
  if (basis.kind !== 'buckets') return unjudged(context, basis);
  return judgeMeasure(context, basis, measure, burstsOf(input, basis));
}

/** The signals a measure is judged on: its own and, for an average, the count that weighs it. */
function idsFor(measure: Exclude<Measure, { kind: 'ask' | 'classes' }>, plan: Plan): readonly string[] {
  switch (measure.kind) {
    case 'ratio':
      return [measure.numerator, measure.denominator];
    case 'uptime':
      return [measure.failed, measure.of];
    case 'downtime':
      return [measure.up];
    case 'average': {
      const weight = plan.signals.find((signal) => signal.id === measure.signal)?.weight ?? null;
      return weight === null ? [measure.signal] : [measure.signal, weight];
    }
    case 'count':
    case 'never':
    case 'max':
    case 'slower':
    case 'new-issues':
      return [measure.signal];
  }
}

function judgeMeasure(
  context: CriterionContext,
  buckets: Buckets,
  measure: Exclude<Measure, { kind: 'ask' | 'classes' }>,
  phi: number,
): Reading {
  const limit = limitAt(context.criterion, context.stage);
  switch (measure.kind) {
    case 'ratio':
      return share(context, buckets, columnsAsShare(buckets), limit, phi);
    case 'uptime':
      return share(context, buckets, up(buckets), limit, phi);
    case 'slower': {
      const slow = slowerThan(buckets, measure.than);
      return typeof slow === 'string'
        ? { ...draft(context, 'no-data', slow), source: buckets.source }
        : share(context, buckets, slow, limit, phi);
    }
    case 'downtime':
      return judgeDowntime(context, buckets, limit);
    case 'average':
      return judgeAverage(context, buckets, limit);
    case 'max':
      return judgeHighest(context, buckets, limit);
    case 'count':
    case 'never':
    case 'new-issues':
      return events(context, buckets, limit);
  }
}

function share(
  context: CriterionContext,
  buckets: Buckets,
  pair: ShareBuckets,
  limit: Limit | null,
  phi: number,
): Reading {
  if (limit === null)
    return watchShare(context, buckets, pair, context.criterion.watch ? 'watched' : 'no-limit');
  return judgeShare(context, buckets, pair, limit, phi);
}

function events(context: CriterionContext, buckets: Buckets, limit: Limit | null): Reading {
  if (limit === null) {
    const [counts = []] = buckets.columns;
    const total = counts.reduce<number>((sum, n) => sum + (n ?? 0), 0);
    return {
      ...draft(
        context,
        context.criterion.watch ? 'watched' : 'no-limit',
        `${total} in this stage. No limit to judge it by.`,
      ),
      value: total,
      source: buckets.source,
      judgedThrough: buckets.window.to,
    };
  }
  const reading = eventsAgainst(context, buckets, limit);
  return context.criterion.watch ? { ...reading, state: 'watched' } : reading;
}

function eventsAgainst(context: CriterionContext, buckets: Buckets, limit: Limit): Reading {
  if (limit.per !== undefined) return judgeEventRate(context, buckets, limit, limit.per);
  return limit.within === null
    ? judgeEventTotal(context, buckets, limit)
    : judgeWindowedCount(context, buckets, limit, limit.within);
}

function columnsAsShare(buckets: Buckets): ShareBuckets {
  const [first = [], last = []] = buckets.columns;
  return { events: first, trials: last };
}

/** Uptime is the share that did not fail. */
function up(buckets: Buckets): ShareBuckets {
  const { events: failed, trials } = columnsAsShare(buckets);
  const fine = trials.map((n, i) => {
    const x = failed[i];
    // More failures than requests gives less than none, which the judge of shares refuses by name.
    return n === null || x === null || x === undefined ? null : n - x;
  });
  return { events: fine, trials };
}
