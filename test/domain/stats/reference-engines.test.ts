import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  concurrentEngine,
  concurrentRatio,
  type TwoPaths,
} from '../../../src/domain/stats/concurrent-bets.ts';
import { countTail } from '../../../src/domain/stats/count-evidence.ts';
import { downtimeBudget } from '../../../src/domain/stats/downtime-budget.ts';
import { wilson } from '../../../src/domain/stats/exact-binomial.ts';
import { calibrate, shiftEngine } from '../../../src/domain/stats/latency-bets.ts';
import { meanSequence } from '../../../src/domain/stats/mean-sequence.ts';
import { bestRho, normalBound } from '../../../src/domain/stats/normal-mixture.ts';
import { overdispersion } from '../../../src/domain/stats/overdispersion.ts';
import { pastRatio, startPast, startPoints, stepPast } from '../../../src/domain/stats/past-baseline.ts';
import { countEngine } from '../../../src/domain/stats/poisson-bets.ts';
import { startWeight } from '../../../src/domain/stats/sequential-engine.ts';
import { logRatio, shareEngine } from '../../../src/domain/stats/share-bets.ts';

// Reference values of the statistics specification, computed there in exact or 50-digit arithmetic.

/** Relative agreement to ten digits. */
function expectAgreement(seen: number, wanted: number, relative = 1e-10): void {
  expect(Math.abs(seen - wanted) / Math.abs(wanted)).toBeLessThan(relative);
}

it('R4: the engine on counts, two allowed per bucket', () => {
  const { add, state } = countEngine(60);
  const wanted = [0.617703315142, 0.593883426655, 3.17668570504, 14934.0943606];
  for (const [i, x] of [1, 2, 9, 11].entries()) {
    add(x, 2);
    expectAgreement(Math.exp(state.logE), wanted[i] ?? Number.NaN);
  }
});

const bucket = ([newEvents, oldEvents, newTrials, oldTrials]: readonly [
  number,
  number,
  number,
  number,
]): TwoPaths => ({
  newEvents,
  oldEvents,
  newTrials,
  oldTrials,
});

it('R5, R6: the engine on both paths at once', () => {
  const { add, state } = concurrentEngine(1, 60);
  const wanted = [0.844146307125, 2.3056936002, 77.9467529572];
  const buckets = [
    [1, 10, 50, 950],
    [3, 9, 52, 940],
    [4, 8, 48, 960],
  ] as const;
  for (const [i, one] of buckets.entries()) {
    add(bucket(one));
    expectAgreement(Math.exp(state.logE), wanted[i] ?? Number.NaN);
  }
  expectAgreement(Math.exp(concurrentRatio(5, 1, bucket([4, 8, 48, 960]))), 77.1314418858);
});

it('R7: the engine on standardised latencies', () => {
  const { add, state } = shiftEngine(60, [0.5, 1, 2, 4]);
  // The fifth value is capped at 3: one freak minute is worth four nats at most.
  const wanted = [
    0.70308728852, 0.704186336862, 0.571760186374, 0.896802033997, 6.38206271044, 203.229851489,
  ];
  for (const [i, z] of [0, 0.5, -1, 2.5, 3.5, 3].entries()) {
    add(z);
    expectAgreement(Math.exp(state.logE), wanted[i] ?? Number.NaN);
  }
});

it.each([
  ['R13', 3, 71, 0.0144732606, 0.1170241604],
  ['R14', 15, 132, 0.0700855038, 0.1790391678],
  ['R14', 30, 218, 0.0981250578, 0.1896545988],
  ['R15', 27, 472, 0.039608203, 0.0819479535],
  ['R15', 445, 517, 0.8282217735, 0.8879270539],
  ['R15', 0, 8, 0, 0.3244075649],
])('%s: Wilson interval of %d of %d', (_id, x, n, low, high) => {
  const range = wilson(x, n);
  expect(range.low).toBeCloseTo(low, 9);
  expect(range.high).toBeCloseTo(high, 9);
});

it('R29: the normal mixture (confseq: 12.60056, 30.35209, −.6510052)', () => {
  const rho = bestRho(100, 0.05);
  expect(rho).toBeCloseTo(12.6005609793, 9);
  expect(normalBound(100, rho, 0.05)).toBeCloseTo(30.3520899038, 9);
  // The boundary is where the mixture martingale ½·log(ρ/(v+ρ)) + s²/2(v+ρ) reaches log(1/alpha).
  const martingale = (s: number, v: number): number =>
    0.5 * Math.log(rho / (v + rho)) + (s * s) / (2 * (v + rho));
  expect(martingale(10, 100)).toBeCloseTo(-0.651005160007, 9);
  expect(martingale(normalBound(100, rho, 0.05), 100)).toBeCloseTo(Math.log(20), 9);
});

it('R30: half-width of the confidence sequence of a mean, in standard deviations', () => {
  expect(bestRho(30, 0.05)).toBeCloseTo(3.78016829378, 9);
  expect(normalBound(60, bestRho(30, 0.05), 0.05) / 60).toBeCloseTo(0.395235009449, 9);
});

it('batches the buckets of a mean, and says nothing under thirty', () => {
  const rows = Array.from({ length: 60 }, (_, i) => ({ mean: i % 2 === 0 ? 9 : 11, n: 1 }));
  expect(meanSequence({ rows: rows.slice(0, 29), plannedBuckets: 60, alpha: 0.05 })).toBeNull();
  // Sixty buckets make thirty batches of two, each exactly the mean: no spread is left.
  expect(meanSequence({ rows, plannedBuckets: 60, alpha: 0.05 })).toEqual({ low: 10, high: 10 });
  const single = meanSequence({ rows: rows.slice(0, 59), plannedBuckets: 59, alpha: 0.05 });
  expect((single?.high ?? 0) - (single?.low ?? 0)).toBeGreaterThan(0.5);
});

it.each([
  [3, 71, 15, 132, 1.14284291222],
  [3, 71, 30, 218, 2.48063736385],
  [0, 26, 3, 71, 0.604737468983],
  [20, 2000, 60, 2000, 3087.07846016],
])('R31: %d of %d before against %d of %d now', (events, trials, x, n, wanted) => {
  expectAgreement(Math.exp(pastRatio({ events: x, trials: n }, { events, trials }, 1)), wanted);
});

it.each([
  [1, 3.6],
  [24, 86.4],
  [168, 604.8],
])('R41: 99.9 %% of %d hours may lose %d seconds', (hours, seconds) => {
  const planned = hours * 3_600_000;
  const one = { width: 1_000, target: 0.999, planned };
  expect(downtimeBudget({ ...one, down: [] }).budget / 1000).toBeCloseTo(seconds, 9);
  const lost = Array.from({ length: Math.floor(seconds) }, () => 1);
  expect(downtimeBudget({ ...one, down: lost }).state).toBe('spending');
  expect(downtimeBudget({ ...one, down: [...lost, 1] }).state).toBe('over');
  expect(downtimeBudget({ ...one, down: [0, 0, 0, null] }).state).toBe('ahead');
});

const divergence = (p1: number, p0: number): number => logRatio(p1, p0, p1, 1);

it('R35: what a trial tells apart on average (Kullback–Leibler)', () => {
  expectAgreement(divergence(0.05, 0.01), 0.0412910850144);
  expectAgreement(divergence(0.02, 0.01), 0.00391361957646);
  expectAgreement(divergence(0.15, 0.05), 0.0702500534565);
});

it('the Poisson tail is the complement of the sum of its terms', () => {
  const mean = 3.7;
  let below = 0;
  let term = Math.exp(-mean);
  for (let x = 1; x < 20; x++) {
    below += term;
    expectAgreement(countTail(x, mean), 1 - below, 1e-6);
    term *= mean / x;
  }
  expect([countTail(0, 0), countTail(1, 0)]).toEqual([1, 0]);
});

it('the prior over starts never exceeds one, however long a stage runs on', () => {
  fc.assert(
    fc.property(fc.option(fc.integer({ min: 1, max: 20_000 })), (planned) => {
      let mass = 0;
      for (let i = 1; i <= 30_000; i++) mass += startWeight(i, planned === 1 ? 2 : planned);
      expect(mass).toBeLessThanOrEqual(1 + 1e-9);
      const points = startPoints(planned);
      expect(points.length).toBeLessThanOrEqual(64);
      expect(points.reduce((sum, point) => sum + point.weight, 0)).toBeLessThanOrEqual(1 + 1e-9);
      expect(points.every((point, i) => point.at > (points[i - 1]?.at ?? 0))).toBe(true);
    }),
    { numRuns: 50 },
  );
});

it('evidence does not depend on how buckets are cut while only the first start counts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(4), fc.integer({ min: 4, max: 40 })), { minLength: 2, maxLength: 12 }),
      (pairs) => {
        // After one bucket no later start is mixed in, so one merged bucket is the product of the parts' ratios.
        const x = pairs.reduce((sum, [one]) => sum + one, 0);
        const n = pairs.reduce((sum, [, one]) => sum + one, 0);
        const merged = shareEngine(0.05, 60);
        merged.add(x, n);
        const parts = shareEngine(0.05, 60);
        for (const [one, of] of pairs) parts.add(one, of);
        const firstOnly = Math.exp(merged.state.logE) - 0.5;
        expect(Math.exp(parts.state.logE)).toBeGreaterThanOrEqual(firstOnly * (1 - 1e-9));
      },
    ),
  );
});

it('keeps counting when evidence outgrows a double, and comes back', () => {
  const { add, state } = shareEngine(0.01, 100);
  for (let i = 0; i < 20; i++) add(100, 100);
  expect(state.logE).toBeGreaterThan(5_000);
  const high = state.logE;
  add(0, 100_000);
  expect(state.logE).toBeLessThan(high);
  for (let i = 0; i < 20; i++) add(0, 100_000);
  expect(Number.isFinite(state.logE)).toBe(true);
  expect(state.logE).toBeLessThan(0);
  expect(state.logMax).toBe(high);
});

it('a past without events can still be exceeded, and one bucket of a huge rise shows it', () => {
  const state = startPast({ events: 0, trials: 10_000 }, 1, 60);
  stepPast(state, 30, 1_000);
  expect(state.logMax).toBeGreaterThan(Math.log(100));
});

it('overdispersion is one for independent trials, more for bursts, unknown for too few buckets', () => {
  const even = Array.from({ length: 40 }, (_, i) => ({ x: i % 2, n: 50 }));
  const bursts = Array.from({ length: 40 }, (_, i) => ({ x: i % 10 === 0 ? 10 : 0, n: 50 }));
  expect(overdispersion([even])).toBe(1);
  expect(overdispersion([bursts])).toBeGreaterThan(5);
  expect(overdispersion([even.slice(0, 29)])).toBeNull();
});

it('calibrates on sixty buckets at least, erring to the wide side', () => {
  const wave = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? -0.1 : 0.1));
  expect(calibrate(wave.slice(0, 59))).toBeNull();
  expect(calibrate(wave.map(() => 0))).toBeNull();
  const sd = Math.sqrt((60 * 0.01) / 59);
  expect(calibrate(wave)?.sigma).toBeGreaterThan(sd);
  expect(calibrate(wave)?.mean).toBeCloseTo((0.75 * (calibrate(wave)?.sigma ?? 0)) / Math.sqrt(60), 12);
  const slow = Array.from({ length: 60 }, (_, i) => Math.sin(i / 6));
  const shuffled = slow.map((_, i) => slow[(i * 37) % 60] ?? 0);
  expect(calibrate(slow)?.sigma ?? 0).toBeGreaterThan((calibrate(shuffled)?.sigma ?? Infinity) * 1.5);
});
