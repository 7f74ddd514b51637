import {
  concurrentEngine,
  concurrentRatio,
  newShare,
  type TwoPaths,
} from '../../src/domain/stats/concurrent-bets.ts';
import { upperTail } from '../../src/domain/stats/exact-binomial.ts';
import { engineOnly, withLook } from './as-shipped.ts';
import type { Rule, Scenario } from './measure.ts';
import { isHigh } from './rank-judge.ts';

type Bucket = { -readonly [Key in keyof TwoPaths]: TwoPaths[Key] };

interface Design {
  readonly id: string;
  /** Requests per bucket on both paths, and the new path's part of them. */
  readonly rate: number;
  readonly part: number;
  readonly control: number;
  readonly ratio: number;
  readonly buckets: number;
  /** Bucket the problem starts after, where it does not start at once. */
  readonly middle: number;
  /** An incident that hits both paths: buckets from..to, so many times the errors. */
  readonly incident: { readonly from: number; readonly to: number; readonly times: number } | null;
}

/** Error rates against the old path at the same time (statistics §6.4). */
const designs: readonly Design[] = [
  { id: 'B1', rate: 1000, part: 0.05, control: 0.01, ratio: 3, buckets: 60, middle: 30, incident: null },
  { id: 'B2', rate: 200, part: 0.25, control: 0.01, ratio: 3, buckets: 60, middle: 30, incident: null },
  { id: 'B3', rate: 2000, part: 0.5, control: 0.005, ratio: 1.5, buckets: 120, middle: 60, incident: null },
  { id: 'B4', rate: 1000, part: 0.01, control: 0.01, ratio: 10, buckets: 60, middle: 30, incident: null },
  {
    id: 'B5',
    rate: 200,
    part: 0.25,
    control: 0.01,
    ratio: 3,
    buckets: 60,
    middle: 40,
    incident: { from: 20, to: 30, times: 5 },
  },
];

/** Every scenario against the old path. */
export function relativeScenarios(): readonly Scenario<Bucket>[] {
  return designs.map(scenarioOf);
}

function scenarioOf(design: Design): Scenario<Bucket> {
  const { rate, part, buckets, incident } = design;
  return {
    design: design.id,
    buckets,
    problems: [
      { after: 0, optimum: optimum(design.ratio, true) },
      { after: design.middle, optimum: optimum(design.ratio, false) },
    ],
    rules: [ours(buckets), shipped(buckets), consecutive(), cumulative(), peeked(), ranked()],
    stage: (rng, after) => {
      const bucket: Bucket = { newEvents: 0, oldEvents: 0, newTrials: 0, oldTrials: 0 };
      return (i) => {
        const storm = incident !== null && i >= incident.from && i < incident.to ? incident.times : 1;
        const old = design.control * storm;
        const now = after !== null && i >= after ? Math.min(1, old * design.ratio) : old;
        bucket.newEvents = rng.poisson(rate * part * now);
        bucket.newTrials = bucket.newEvents + rng.poisson(rate * part * (1 - now));
        bucket.oldEvents = rng.poisson(rate * (1 - part) * old);
        bucket.oldTrials = bucket.oldEvents + rng.poisson(rate * (1 - part) * (1 - old));
        return bucket;
      };
    },
  };
}

function ours(buckets: number): Rule<Bucket> {
  return {
    method: 'stagewatch',
    nominal: engineOnly.bad,
    guaranteed: true,
    whole: false,
    start: () => {
      const { add, state } = concurrentEngine(1, buckets);
      return (bucket) => {
        add(bucket);
        return state.logE;
      };
    },
  };
}

function shipped(buckets: number): Rule<Bucket> {
  return {
    method: 'stagewatch-default',
    nominal: withLook.bad,
    guaranteed: true,
    whole: false,
    start: () => {
      const { add, state } = concurrentEngine(1, buckets);
      let [onNew, events, expected] = [0, 0, 0];
      return (bucket) => {
        add(bucket);
        const { newEvents, oldEvents, newTrials, oldTrials } = bucket;
        if (newTrials > 0 && oldTrials > 0) {
          onNew += newEvents;
          events += newEvents + oldEvents;
          // The look averages the expected share event by event, as the split and the rates may move.
          expected += (newEvents + oldEvents) * newShare(1, newTrials, oldTrials);
        }
        const due = state.step === buckets && events > 0;
        return due && upperTail(onNew, events, expected / events) <= withLook.lookBad ? Infinity : state.logE;
      };
    },
  };
}

function consecutive(): Rule<Bucket> {
  return {
    method: 'k-consecutive',
    nominal: 3,
    guaranteed: false,
    whole: true,
    start: () => {
      let row = 0;
      return (bucket) => (row = isOver(bucket) ? row + 1 : 0);
    },
  };
}

function cumulative(): Rule<Bucket> {
  return {
    method: 'cumulative-failure',
    nominal: 5,
    guaranteed: false,
    whole: true,
    start: () => {
      let failed = 0;
      return (bucket) => {
        if (isOver(bucket)) failed += 1;
        return failed;
      };
    },
  };
}

/** The exact conditional test on everything since the start, looked at after every bucket. */
function peeked(): Rule<Bucket> {
  return {
    method: 'peeked-test',
    nominal: -Math.log(0.01),
    guaranteed: false,
    whole: false,
    start: () => {
      const total = nothing();
      return (bucket) => {
        gather(total, bucket);
        return isOver(total) ? -Math.log(tail(total)) : 0;
      };
    },
  };
}

/** Kayenta's judge on the two paths' error rates per bucket, every five buckets; it says high or not. */
function ranked(): Rule<Bucket> {
  return {
    method: 'rank-judge',
    nominal: 1,
    guaranteed: false,
    whole: true,
    start: () => {
      const now: number[] = [];
      const old: number[] = [];
      return ({ newEvents, newTrials, oldEvents, oldTrials }) => {
        now.push(newTrials === 0 ? 0 : newEvents / newTrials);
        old.push(oldTrials === 0 ? 0 : oldEvents / oldTrials);
        return now.length % 5 === 0 && isHigh(now, old) ? 1 : 0;
      };
    },
  };
}

/** Likelihood ratio with the true rate ratio: summed from the start, or set back to zero where the start is unknown. */
function optimum(ratio: number, fromStart: boolean): Rule<Bucket> {
  return {
    method: 'optimum',
    nominal: Infinity,
    guaranteed: false,
    whole: false,
    start: () => {
      let sum = 0;
      return (bucket) => (sum = (fromStart ? sum : Math.max(0, sum)) + concurrentRatio(ratio, 1, bucket));
    },
  };
}

function nothing(): Bucket {
  return { newEvents: 0, oldEvents: 0, newTrials: 0, oldTrials: 0 };
}

function gather(total: Bucket, bucket: Bucket): void {
  total.newEvents += bucket.newEvents;
  total.oldEvents += bucket.oldEvents;
  total.newTrials += bucket.newTrials;
  total.oldTrials += bucket.oldTrials;
}

function isOver({ newEvents, newTrials, oldEvents, oldTrials }: Bucket): boolean {
  return newEvents * oldTrials > oldEvents * newTrials;
}

function tail({ newEvents, newTrials, oldEvents, oldTrials }: Bucket): number {
  const events = newEvents + oldEvents;
  return events === 0 ? 1 : upperTail(newEvents, events, newShare(1, newTrials, oldTrials));
}
