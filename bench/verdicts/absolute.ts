import { upperTail } from '../../src/domain/stats/exact-binomial.ts';
import { logRatio, shareEngine } from '../../src/domain/stats/share-bets.ts';
import { engineOnly, withLook } from './as-shipped.ts';
import type { Rule, Scenario } from './measure.ts';

interface Bucket {
  x: number;
  n: number;
}

interface Design {
  readonly id: string;
  readonly p0: number;
  readonly p1: number;
  /** Requests per bucket. */
  readonly rate: number;
  readonly buckets: number;
  readonly midStage: boolean;
}

/** Absolute limits on an error rate (statistics §6.3). */
const designs: readonly Design[] = [
  { id: 'A1', p0: 0.01, p1: 0.05, rate: 20, buckets: 240, midStage: true },
  { id: 'A2', p0: 0.01, p1: 0.02, rate: 200, buckets: 240, midStage: true },
  { id: 'A3', p0: 0.01, p1: 0.05, rate: 50, buckets: 60, midStage: true },
  { id: 'A4', p0: 0.01, p1: 0.015, rate: 2000, buckets: 240, midStage: true },
  { id: 'A5', p0: 0.05, p1: 0.15, rate: 1, buckets: 240, midStage: true },
  { id: 'A6', p0: 0.001, p1: 0.005, rate: 200, buckets: 240, midStage: true },
  { id: 'A7', p0: 0.05, p1: 0.15, rate: 0.6, buckets: 144, midStage: false },
  { id: 'A8', p0: 0.01, p1: 0.2, rate: 100, buckets: 60, midStage: true },
  { id: 'A9', p0: 0.01, p1: 0.03, rate: 100, buckets: 1008, midStage: true },
];

/** Every absolute scenario, with the problem from the start and, where it is designed, from the middle. */
export function absoluteScenarios(): readonly Scenario<Bucket>[] {
  return designs.map(scenarioOf);
}

function scenarioOf(design: Design): Scenario<Bucket> {
  const { p0, p1, rate, buckets } = design;
  return {
    design: design.id,
    buckets,
    problems: [
      { after: 0, optimum: sequentialRatio(p0, p1) },
      ...(design.midStage ? [{ after: buckets / 2, optimum: cumulativeSum(p0, p1) }] : []),
    ],
    rules: [ours(p0, buckets), shipped(p0, buckets), consecutive(p0), cumulative(p0), peeked(p0)],
    stage: (rng, after) => {
      // One bucket, filled anew each time.
      const bucket: Bucket = { x: 0, n: 0 };
      return (i) => {
        const p = after !== null && i >= after ? p1 : p0;
        bucket.x = rng.poisson(rate * p);
        bucket.n = bucket.x + rng.poisson(rate * (1 - p));
        return bucket;
      };
    },
  };
}

/** The product's engine at its guaranteed threshold: one criterion, no look at the end. */
function ours(p0: number, buckets: number): Rule<Bucket> {
  return {
    method: 'stagewatch',
    nominal: engineOnly.bad,
    guaranteed: true,
    whole: false,
    start: () => {
      const { add, state } = shareEngine(p0, buckets);
      return ({ x, n }) => {
        add(x, n);
        return state.logE;
      };
    },
  };
}

/** As it ships: half of alpha for the engine, half for the exact look at the planned end. */
function shipped(p0: number, buckets: number): Rule<Bucket> {
  return {
    method: 'stagewatch-default',
    nominal: withLook.bad,
    guaranteed: true,
    whole: false,
    start: () => {
      const { add, state } = shareEngine(p0, buckets);
      const total: Bucket = { x: 0, n: 0 };
      return ({ x, n }) => {
        add(x, n);
        total.x += x;
        total.n += n;
        const look =
          state.step === buckets && total.n > 0 && upperTail(total.x, total.n, p0) <= withLook.lookBad;
        return look ? Infinity : state.logE;
      };
    },
  };
}

/** So many buckets over the limit in a row. */
function consecutive(p0: number): Rule<Bucket> {
  return {
    method: 'k-consecutive',
    nominal: 3,
    guaranteed: false,
    whole: true,
    start: () => {
      let row = 0;
      return ({ x, n }) => {
        row = x > p0 * n ? row + 1 : 0;
        return row;
      };
    },
  };
}

/** So many buckets over the limit in all, never set back: Flagger's rule, at its usual five. */
function cumulative(p0: number): Rule<Bucket> {
  return {
    method: 'cumulative-failure',
    nominal: 5,
    guaranteed: false,
    whole: true,
    start: () => {
      let failed = 0;
      return ({ x, n }) => {
        if (x > p0 * n) failed += 1;
        return failed;
      };
    },
  };
}

/** The exact binomial test on everything since the start, looked at after every bucket as if it were the only look. */
function peeked(p0: number): Rule<Bucket> {
  return {
    method: 'peeked-test',
    nominal: -Math.log(0.01),
    guaranteed: false,
    whole: false,
    start: () => {
      let [x, n] = [0, 0];
      return (bucket) => {
        x += bucket.x;
        n += bucket.n;
        // Below the limit the p-value is large and of no interest.
        return x <= p0 * n ? 0 : -Math.log(upperTail(x, n, p0));
      };
    },
  };
}

/** Wald's sequential probability ratio test with the true alternative: the best for a problem from the start. */
function sequentialRatio(p0: number, p1: number): Rule<Bucket> {
  return {
    method: 'optimum',
    nominal: Infinity,
    guaranteed: false,
    whole: false,
    start: () => {
      let sum = 0;
      return ({ x, n }) => (sum += logRatio(p1, p0, x, n));
    },
  };
}

/** Page's cumulative sum with the true alternative: the best where the start is unknown. */
function cumulativeSum(p0: number, p1: number): Rule<Bucket> {
  return {
    method: 'optimum',
    nominal: Infinity,
    guaranteed: false,
    whole: false,
    start: () => {
      let sum = 0;
      return ({ x, n }) => (sum = Math.max(0, sum) + logRatio(p1, p0, x, n));
    },
  };
}
