import betainc from '@stdlib/math-base-special-betainc';
import { calibrate, shiftEngine } from '../../src/domain/stats/latency-bets.ts';
import { engineOnly } from './as-shipped.ts';
import type { Rule, Scenario } from './measure.ts';
import { isHigh } from './rank-judge.ts';
import type { Rng } from './rng.ts';

/** Averages of one minute on both paths; the first bucket also brings what was measured before. */
interface Bucket {
  mine: number;
  theirs: number;
  /** Differences of log-latency in healthy minutes before the stage. */
  before: readonly number[];
}

interface Design {
  readonly id: string;
  /** Latencies are so many times as long once it is broken. */
  readonly times: number;
  readonly newRate: number;
  readonly oldRate: number;
  /** Minutes of calibration. */
  readonly before: number;
  /** Swings both paths share. */
  readonly shared: { readonly sd: number; readonly phi: number };
  /** Swings of the new path alone. */
  readonly own: { readonly sd: number; readonly phi: number };
  /** Share of the new path's minutes that are three times as slow for no reason. */
  readonly freak: number;
}

const still = { sd: 0, phi: 0 };
const swing = { sd: 0.15, phi: 0.8 };

/** Latency from averages per minute (statistics §6.5), an hour long. */
const designs: readonly Design[] = [
  { id: 'L1', times: 1.3, newRate: 20, oldRate: 380, before: 60, shared: swing, own: still, freak: 0 },
  { id: 'L2', times: 1.15, newRate: 200, oldRate: 200, before: 60, shared: swing, own: still, freak: 0 },
  { id: 'L3', times: 2, newRate: 20, oldRate: 380, before: 60, shared: swing, own: still, freak: 0 },
  { id: 'L4', times: 1.3, newRate: 20, oldRate: 380, before: 300, shared: swing, own: still, freak: 0 },
  { id: 'L5', times: 1.3, newRate: 20, oldRate: 380, before: 60, shared: swing, own: still, freak: 0.02 },
  {
    id: 'L6',
    times: 1.15,
    newRate: 200,
    oldRate: 200,
    before: 60,
    shared: swing,
    own: { sd: 0.05, phi: 0.7 },
    freak: 0,
  },
];

const minutes = 60;
const middle = 30;

/** Spread of single requests on the log scale. */
const sigma = 0.8;

/** Every latency scenario. */
export function latencyScenarios(): readonly Scenario<Bucket>[] {
  return designs.map(scenarioOf);
}

function scenarioOf(design: Design): Scenario<Bucket> {
  return {
    design: design.id,
    buckets: minutes,
    problems: [
      { after: 0, optimum: optimum(design, true) },
      { after: middle, optimum: optimum(design, false) },
    ],
    rules: [
      ours('stagewatch', 1),
      ours('stagewatch-default', usualRise),
      consecutive(),
      cumulative(),
      peeked(),
      ranked(),
    ],
    stage: (rng, after) => {
      const minute = minutesOf(design, rng);
      const before = Array.from({ length: design.before }, () => {
        const { mine, theirs } = minute(1);
        return Math.log(mine / theirs);
      });
      const bucket: Bucket = { mine: 0, theirs: 0, before };
      return (i) => {
        const next = minute(after !== null && i >= after ? design.times : 1);
        bucket.mine = next.mine;
        bucket.theirs = next.theirs;
        return bucket;
      };
    },
  };
}

/** One minute after another of both paths' averages. */
function minutesOf(design: Design, rng: Rng): (times: number) => { mine: number; theirs: number } {
  const shared = walk(rng, design.shared);
  const own = walk(rng, design.own);
  return (times) => {
    const level = shared();
    const freak = design.freak > 0 && rng.uniform() < design.freak ? 3 : 1;
    return {
      mine: Math.exp(level + own()) * times * freak * averageOf(rng, design.newRate),
      theirs: Math.exp(level) * averageOf(rng, design.oldRate),
    };
  };
}

/** An autoregressive swing of standard deviation `sd`, from its stationary state. */
function walk(rng: Rng, { sd, phi }: Design['shared']): () => number {
  if (sd === 0) return () => 0;
  let at = sd * rng.normal();
  return () => {
    at = phi * at + sd * Math.sqrt(1 - phi * phi) * rng.normal();
    return at;
  };
}

/** The average of n log-normal latencies: drawn one by one for few, by the central limit for many. */
function averageOf(rng: Rng, n: number): number {
  const expected = Math.exp((sigma * sigma) / 2);
  if (n > 50) {
    const sd = expected * Math.sqrt((Math.exp(sigma * sigma) - 1) / n);
    return Math.max(expected / 10, expected + sd * rng.normal());
  }
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.exp(sigma * rng.normal());
  return sum / n;
}

/** Rise of latency that the product tolerates where the plan names none. */
const usualRise = 1.1;

/**
 * The product's engine, calibrated on the minutes before. To compare with the others no rise is tolerated; as it ships a
 * small one is. Averages have no look at the end, so that the engine has all of alpha either way.
 */
function ours(method: string, tolerated: number): Rule<Bucket> {
  return {
    method,
    nominal: engineOnly.bad,
    guaranteed: true,
    whole: false,
    start: () => {
      const { add, state } = shiftEngine(minutes);
      let known: ReturnType<typeof calibrate> | undefined;
      return ({ mine, theirs, before }) => {
        known ??= calibrate(before);
        if (known === null) return 0;
        add((Math.log(mine / theirs) - known.mean - Math.log(tolerated)) / known.sigma);
        return state.logE;
      };
    },
  };
}

/** Five minutes in a row more than a fifth above the old path. */
function consecutive(): Rule<Bucket> {
  return {
    method: 'k-consecutive',
    nominal: 5,
    guaranteed: false,
    whole: true,
    start: () => {
      let row = 0;
      return ({ mine, theirs }) => (row = mine > 1.2 * theirs ? row + 1 : 0);
    },
  };
}

/** Five minutes in all more than a fifth above the old path, never set back. */
function cumulative(): Rule<Bucket> {
  return {
    method: 'cumulative-failure',
    nominal: 5,
    guaranteed: false,
    whole: true,
    start: () => {
      let failed = 0;
      return ({ mine, theirs }) => {
        if (mine > 1.2 * theirs) failed += 1;
        return failed;
      };
    },
  };
}

/** A paired t-test on the differences so far, looked at every minute from the fifth on. */
function peeked(): Rule<Bucket> {
  return {
    method: 'peeked-test',
    nominal: -Math.log(0.01),
    guaranteed: false,
    whole: false,
    start: () => {
      let [n, sum, squares] = [0, 0, 0];
      return ({ mine, theirs }) => {
        const d = Math.log(mine / theirs);
        n += 1;
        sum += d;
        squares += d * d;
        if (n < 5 || sum <= 0) return 0;
        const variance = (squares - (sum * sum) / n) / (n - 1);
        const t = sum / n / Math.sqrt(variance / n);
        return -Math.log(betainc((n - 1) / (n - 1 + t * t), (n - 1) / 2, 0.5) / 2);
      };
    },
  };
}

function ranked(): Rule<Bucket> {
  return {
    method: 'rank-judge',
    nominal: 1,
    guaranteed: false,
    whole: true,
    start: () => {
      const now: number[] = [];
      const old: number[] = [];
      return ({ mine, theirs }) => {
        now.push(mine);
        old.push(theirs);
        return now.length % 5 === 0 && isHigh(now, old) ? 1 : 0;
      };
    },
  };
}

/** Normal likelihood ratio of the differences with their true mean, spread and rise: the best from minute averages alone. */
function optimum(design: Design, fromStart: boolean): Rule<Bucket> {
  const spread = Math.exp(sigma * sigma) - 1;
  const variance = spread / design.newRate + spread / design.oldRate + design.own.sd ** 2;
  const mean = (spread / design.oldRate - spread / design.newRate) / 2;
  const rise = Math.log(design.times);
  return {
    method: 'optimum',
    nominal: Infinity,
    guaranteed: false,
    whole: false,
    start: () => {
      let sum = 0;
      return ({ mine, theirs }) => {
        const z = Math.log(mine / theirs) - mean;
        const gain = (rise * (z - rise / 2)) / variance;
        return (sum = (fromStart ? sum : Math.max(0, sum)) + gain);
      };
    },
  };
}
