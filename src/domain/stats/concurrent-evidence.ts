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
  const metAtEnd = look !== null && isUnder(look, margin, at.lookMet);
  return {
    ...decide({ engine: state, logMet, at, brokenAtEnd, metAtEnd }),
    range: ratioRange(total, input.lookAt === newEvents.length),
    more: more(asIfSteady(input, total), logTerms(state), { ...at, tolerated, margin }),
  };
}

/** What the buckets in which both paths had traffic come to: only those compare. */
interface Compared {
  readonly newEvents: number;
  readonly events: number;
  /** Share of the events expected on the new path at a rate ratio: the mean over events, not over trials. */
  readonly share: (ratio: number) => number;
}

/**
 * Where the split of traffic or the rate of both paths moves, pooling trials would mistake one for the other (Simpson).
 * Given the events, their shares are averaged event by event; by Hoeffding (1956) the binomial of that mean share can only
 * overstate the tail.
 */
function compared(columns: PathColumns, until: number): Compared {
  const rows = comparableRows(columns, until);
  const eventsAt = (i: number): number => (columns.newEvents[i] ?? 0) + (columns.oldEvents[i] ?? 0);
  const events = rows.reduce((sum, i) => sum + eventsAt(i), 0);
  return {
    newEvents: rows.reduce((sum, i) => sum + (columns.newEvents[i] ?? 0), 0),
    events,
    share: (ratio) =>
      rows.reduce(
        (sum, i) => sum + eventsAt(i) * newShare(ratio, columns.newTrials[i] ?? 0, columns.oldTrials[i] ?? 0),
        0,
      ) / events,
  };
}

function comparableRows({ newTrials, oldTrials }: PathColumns, until: number): readonly number[] {
  return Array.from({ length: until }, (_, i) => i).filter(
    (i) => (newTrials[i] ?? 0) > 0 && (oldTrials[i] ?? 0) > 0,
  );
}

/** The rate ratio over buckets that compare (Mantel & Haenszel 1959); `null` where there are none, infinite without old events. */
export function rateRatio(columns: PathColumns): number | null {
  const rows = comparableRows(columns, columns.newEvents.length);
  let above = 0;
  let below = 0;
  for (const i of rows) {
    const [n, m] = [columns.newTrials[i] ?? 0, columns.oldTrials[i] ?? 0];
    above += ((columns.newEvents[i] ?? 0) * m) / (n + m);
    below += ((columns.oldEvents[i] ?? 0) * n) / (n + m);
  }
  if (rows.length === 0) return null;
  return above === 0 && below === 0 ? 1 : above / below;
}

/** Exact tail of the events on the new path given all events. */
function tail({ newEvents, events, share }: Compared, ratio: number): number {
  return events === 0 ? 1 : upperTail(newEvents, events, share(ratio));
}

/** The events alone show, at one look, that the ratio is below `margin`. */
function isUnder({ newEvents, events, share }: Compared, margin: number, alpha: number): boolean {
  return events > 0 && upperLimit(newEvents, events, alpha) <= share(margin);
}

/** Likely range of the rate ratio, from that of the share of events on the new path; no upper end is known without events on the old. */
function ratioRange({ newEvents, events, share }: Compared, atEnd: boolean): Range | null {
  if (events === 0) return null;
  const even = share(1);
  const seen = atEnd ? clopperPearson(newEvents, events) : shareSequence(newEvents, events, even);
  const odds = (p: number): number => (p / (1 - p)) * ((1 - even) / even);
  return seen.high >= 1 ? null : { low: odds(seen.low), high: odds(seen.high) };
}

/** Totals with the trials split as the events were expected to fall, for saying how many more would do. */
function asIfSteady(columns: PathColumns, { newEvents, events, share }: Compared): TwoPaths {
  const trials = sumOf(columns.newTrials) + sumOf(columns.oldTrials);
  const even = events === 0 ? sumOf(columns.newTrials) / trials : share(1);
  return {
    newEvents,
    oldEvents: events - newEvents,
    newTrials: even * trials,
    oldTrials: (1 - even) * trials,
  };
}

function more(
  total: TwoPaths,
  terms: readonly number[],
  at: { readonly bad: number; readonly met: number; readonly tolerated: number; readonly margin: number },
): MoreNeeded {
  const { newEvents, newTrials, oldTrials, oldEvents } = total;
  if (!(newTrials > 0 && oldTrials > 0)) return { kind: 'undecidable' };
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
