import {
  concurrentEngine,
  concurrentMet,
  concurrentRatio,
  newShare,
  type TwoPaths,
} from './concurrent-bets.ts';
import { shareSequence } from './confidence-sequence.ts';
import { decide, sumOf, thresholdsOf, type Evidence, type Levels } from './evidence.ts';
import { clopperPearson, upperLimit, upperTail, type Range } from './exact-binomial.ts';
import { logAdd } from './log-sum.ts';
import { runKept, type EngineMemo } from './memo.ts';
import { least, type MoreNeeded } from './more-needed.ts';
import { equalWeights, multiples } from './share-bets.ts';
import { logTerms, startEngine } from './sequential-engine.ts';

/** Both paths, bucket by bucket. Trials may be an exposure, such as the share of people a path has. */
interface PathColumns {
  readonly newEvents: Float64Array;
  readonly newTrials: Float64Array;
  readonly oldEvents: Float64Array;
  readonly oldTrials: Float64Array;
}

interface ConcurrentInput extends Levels, PathColumns {
  /** Rate ratio the plan tolerates: what breaking is judged against. */
  readonly tolerated: number;
  /** Rate ratio below which the new path counts as no worse; the tolerated one where the plan gives it. */
  readonly margin: number;
  readonly id: string;
  readonly memo: EngineMemo | undefined;
}

/**
 * Evidence that the new path's rate is higher than the old path's at the same time (M2, statistics §3.1), with one exact
 * conditional look at the planned end. Only which path an event fell on counts, so an incident on both says nothing.
 */
export function concurrentEvidence(input: ConcurrentInput): Evidence {
  const { newEvents, oldEvents, newTrials, oldTrials, tolerated, margin, plannedBuckets } = input;
  const bucket = (i: number): TwoPaths => ({
    newEvents: newEvents[i] ?? 0,
    oldEvents: oldEvents[i] ?? 0,
    newTrials: newTrials[i] ?? 0,
    oldTrials: oldTrials[i] ?? 0,
  });
  const state = runKept({
    kept: input.memo?.sequential,
    id: input.id,
    settings: `concurrent ${tolerated} ${plannedBuckets}`,
    columns: [newEvents, oldEvents, newTrials, oldTrials],
    start: () => startEngine(plannedBuckets, equalWeights),
    stepper: (engine) => {
      const { add } = concurrentEngine(tolerated, plannedBuckets, engine);
      return (i) => add(bucket(i));
    },
  });
  const at = thresholdsOf(input);
  const total = compared(input, newEvents.length);
  const logMet = concurrentMet(
    margin,
    Array.from({ length: newEvents.length }, (_, i) => bucket(i)),
  );
  const look = input.lookAt === null ? null : compared(input, input.lookAt);
  const brokenAtEnd = look !== null && tail(look, tolerated) <= at.lookBad;
  const metAtEnd = look !== null && shareLimit(look, at.lookMet) <= expected(look, margin);
  return {
    ...decide({ engine: state, logMet, at, brokenAtEnd, metAtEnd }),
    range: ratioRange(total, input.lookAt === newEvents.length),
    more: more(total, logTerms(state), { ...at, tolerated, margin }),
  };
}

/** Totals over the buckets in which both paths had traffic: only those compare. */
function compared(columns: PathColumns, until: number): TwoPaths {
  const both = Float64Array.from({ length: until }, (_, i) =>
    (columns.newTrials[i] ?? 0) > 0 && (columns.oldTrials[i] ?? 0) > 0 ? 1 : 0,
  );
  const of = (column: Float64Array): number => sumOf(both.map((use, i) => use * (column[i] ?? 0)));
  return {
    newEvents: of(columns.newEvents),
    oldEvents: of(columns.oldEvents),
    newTrials: of(columns.newTrials),
    oldTrials: of(columns.oldTrials),
  };
}

function expected(total: TwoPaths, ratio: number): number {
  return newShare(ratio, total.newTrials, total.oldTrials);
}

/**
 * Exact tail of the events on the new path given all events. Where the split of traffic moved during the stage the
 * pooled share is used; by Hoeffding (1956) that can only overstate the tail.
 */
function tail(total: TwoPaths, ratio: number): number {
  const events = total.newEvents + total.oldEvents;
  const share = expected(total, ratio);
  return events === 0 || !(share > 0 && share < 1) ? 1 : upperTail(total.newEvents, events, share);
}

function shareLimit(total: TwoPaths, alpha: number): number {
  const events = total.newEvents + total.oldEvents;
  return events === 0 ? 1 : upperLimit(total.newEvents, events, alpha);
}

/** Likely range of the rate ratio, from that of the share of events on the new path; no upper end is known without events on the old. */
function ratioRange(total: TwoPaths, atEnd: boolean): Range | null {
  const events = total.newEvents + total.oldEvents;
  const even = expected(total, 1);
  if (events === 0 || !(even > 0 && even < 1)) return null;
  const share = atEnd
    ? clopperPearson(total.newEvents, events)
    : shareSequence(total.newEvents, events, even);
  const odds = (p: number): number => (p / (1 - p)) * ((1 - even) / even);
  return share.high >= 1 ? null : { low: odds(share.low), high: odds(share.high) };
}

function more(
  total: TwoPaths,
  terms: readonly number[],
  at: { readonly bad: number; readonly met: number; readonly tolerated: number; readonly margin: number },
): MoreNeeded {
  const { newEvents, newTrials, oldTrials, oldEvents } = total;
  if (newTrials <= 0 || oldTrials <= 0) return { kind: 'undecidable' };
  const newRate = newEvents === 0 ? 0 : (newEvents + 0.5) / newTrials;
  // One more trial on the new path comes with so many on the old one, and their events.
  const one: TwoPaths = {
    newEvents: newRate,
    oldEvents: oldEvents / newTrials,
    newTrials: 1,
    oldTrials: oldTrials / newTrials,
  };
  const rising = oldEvents === 0 || newRate / (oldEvents / oldTrials) >= at.tolerated;
  const found = rising
    ? least((m) => {
        const grown = multiples.map(
          (multiple, k) =>
            (terms[k] ?? -Infinity) + m * concurrentRatio(multiple * at.tolerated, at.tolerated, one),
        );
        return grown.reduce((sum, log) => logAdd(sum, log), -Infinity) >= at.bad;
      })
    : least((m) => {
        const grown: TwoPaths = {
          newEvents: newEvents + m * one.newEvents,
          oldEvents: oldEvents + m * one.oldEvents,
          newTrials: newTrials + m,
          oldTrials: oldTrials + m * one.oldTrials,
        };
        return concurrentMet(at.margin, [grown]) >= at.met;
      });
  if (found === null) return { kind: 'undecidable' };
  return { kind: 'to-meet', n: found, assuming: newEvents === 0 ? 'error-free' : 'current rate' };
}
