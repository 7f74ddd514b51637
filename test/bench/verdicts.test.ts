import { expect, it } from 'vitest';
import { measure, type Rule, type Scenario } from '../../bench/verdicts/measure.ts';
import { isHigh, rankShift } from '../../bench/verdicts/rank-judge.ts';
import { failures } from '../../bench/verdicts/report.ts';
import { createRng } from '../../bench/verdicts/rng.ts';

it('R42: xoshiro128** of seed 42', () => {
  const rng = createRng(42);
  expect([rng.next(), rng.next(), rng.next()]).toEqual([660444221, 3652823732, 77672526]);
});

it.each([0.2, 5, 12, 1980])('Poisson numbers of mean %d have that mean and variance', (lambda) => {
  const rng = createRng(7);
  const drawn = Array.from({ length: 40_000 }, () => rng.poisson(lambda));
  const mean = drawn.reduce((sum, k) => sum + k, 0) / drawn.length;
  const variance = drawn.reduce((sum, k) => sum + (k - mean) ** 2, 0) / drawn.length;
  expect(Math.abs(mean / lambda - 1)).toBeLessThan(0.03);
  expect(Math.abs(variance / lambda - 1)).toBeLessThan(0.05);
});

it('R34: the shift of {10, 20, 30, 40} against {1, 2, 3, 4} at 95 %', () => {
  expect(rankShift([10, 20, 30, 40], [1, 2, 3, 4], 0.95)).toEqual({ low: 6, high: 39, estimate: 22.5 });
});

it('the rank judge wants ten points, and a shift clear of a quarter of itself', () => {
  const low = Array.from({ length: 12 }, (_, i) => i);
  expect(isHigh([9, 9, 9], [1, 1, 1])).toBe(false);
  expect(
    isHigh(
      low.map((n) => n + 50),
      low,
    ),
  ).toBe(true);
  expect(isHigh(low, low)).toBe(false);
});

/** A stage of ten buckets that shows 0, and 2 from two buckets after it broke; one healthy stage in fifty shows 1 at once. */
const rule = (method: string, nominal: number): Rule<number> => ({
  method,
  nominal,
  guaranteed: true,
  whole: true,
  start: () => (bucket) => bucket,
});

const scenario: Scenario<number> = {
  design: 'A0',
  buckets: 10,
  problems: [
    { after: 5, optimum: rule('optimum', Infinity) },
    { after: 7, optimum: rule('optimum', Infinity) },
  ],
  rules: [rule('stagewatch', 1), rule('never', 9)],
  stage: (rng, after) => {
    const odd = after === null && rng.uniform() < 0.02;
    if (after === null) return () => Number(odd);
    return (i) => (i >= after + 2 ? 2 : 0);
  },
};

it('measures false alarms, detections and delays as they are defined', () => {
  const [found, never, later] = measure(scenario, { healthy: 5_000, broken: 100, seed: 1 });
  expect(found?.falseAlarm).toBeGreaterThan(0.015);
  expect(found?.falseAlarm).toBeLessThan(0.025);
  expect(found).toMatchObject({ detected: 1, delay: 3, optimum: 3, ratioEqualFa: 1, ratioGuaranteed: 1 });
  expect(later).toMatchObject({ id: 'A0 v=7', delay: 3, optimum: 3 });
  expect(never).toMatchObject({ falseAlarm: 0, detected: 0, delay: 5 });
});

it('names every bound that is not kept, and none that is', () => {
  const row = {
    id: 'A1 v=0',
    method: 'stagewatch',
    falseAlarm: 0.002,
    detected: 1,
    delay: 5,
    optimum: 4,
    ratioEqualFa: 1.2,
    ratioGuaranteed: 1.6,
  };
  expect(failures([row])).toEqual([]);
  expect(failures([{ ...row, id: 'A1 v=120' }])).toEqual([
    'MISSED A1 v=120 stagewatch: guaranteed delay 1.600 > 1.5',
  ]);
  expect(failures([{ ...row, falseAlarm: 0.02, ratioEqualFa: 1.5 }])).toHaveLength(2);
  expect(failures([{ ...row, ratioEqualFa: Number.NaN }])).toHaveLength(1);
  expect(failures([{ ...row, ratioGuaranteed: null }])).toHaveLength(1);
  expect(failures([{ ...row, falseAlarm: Number.NaN }])).toHaveLength(1);
  expect(failures([{ ...row, method: 'k-consecutive', falseAlarm: 1 }])).toEqual([]);
});
