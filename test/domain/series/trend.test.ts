import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelTrend, shareTrend } from '../../../src/domain/series/trend.ts';

const of = (value: number, buckets: number): number[] => Array.from({ length: buckets }, () => value);

describe('shareTrend', () => {
  it.each([
    ['a rate that trebles', [...of(1, 10), ...of(3, 10)], of(100, 20), 'rising', 0.01, 0.03],
    ['a rate that falls to a third', [...of(3, 10), ...of(1, 10)], of(100, 20), 'falling', 0.03, 0.01],
    [
      'twice the errors of twice the people',
      [...of(2, 10), ...of(4, 10)],
      [...of(50, 10), ...of(100, 10)],
      'none',
      0.04,
      0.04,
    ],
  ] as const)('%s', (_, events, people, direction, first, second) => {
    const trend = shareTrend(events, people);
    expect(trend?.direction).toBe(direction);
    expect(trend?.first).toBeCloseTo(first, 10);
    expect(trend?.second).toBeCloseTo(second, 10);
  });

  it('has nothing to say of eight people, of no failures, or of no buckets', () => {
    expect(shareTrend(of(0, 8), of(1, 8))).toBeNull();
    expect(shareTrend(of(0, 60), of(100, 60))).toBeNull();
    expect(shareTrend([], [])).toBeNull();
  });

  // z = (20/1000 - 10/1000) / sqrt(.015 * .985 * 2/1000) = 1.84: far from three.
  it('does not call a doubling that chance explains', () => {
    expect(shareTrend([...of(1, 10), ...of(2, 10)], of(100, 20))?.direction).toBe('none');
  });

  it('leaves gaps out of both sides', () => {
    const gaps = of(0, 10).map(() => null);
    expect(
      shareTrend([...of(1, 10), ...gaps, ...of(3, 10)], [...of(100, 10), ...gaps, ...of(100, 10)]),
    ).toEqual(shareTrend([...of(1, 10), ...of(3, 10)], of(100, 20)));
  });
});

describe('levelTrend', () => {
  it('calls a latency that rises by more than its buckets spread', () => {
    const noise = [0, 8, -6, 4, -9, 7, -3, 2, -5, 2];
    const values = [...noise.map((n) => 200 + n), ...noise.map((n) => 240 + n)];
    expect(levelTrend(values)).toEqual({ direction: 'rising', first: 200, second: 240 });
    expect(levelTrend(values.toReversed())?.direction).toBe('falling');
  });

  it('says nothing of four buckets a side', () => {
    expect(levelTrend([1, 1, 1, 1, 2, 2, 2, 2])).toBeNull();
  });

  it('turns with the order of the buckets, and never depends on their unit', () => {
    const buckets = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 10, maxLength: 60 });
    fc.assert(
      fc.property(buckets, fc.integer({ min: 2, max: 9 }), (values, factor) => {
        const even = values.length % 2 === 0 ? values : values.slice(1);
        const there = levelTrend(even);
        const back = levelTrend(even.toReversed());
        expect([there?.first, there?.second]).toEqual(
          [back?.second, back?.first].map((v) => expect.closeTo(v ?? Number.NaN, 6)),
        );
        expect(levelTrend(even.map((value) => value * 2 ** factor))?.direction).toBe(there?.direction);
      }),
    );
  });
});
