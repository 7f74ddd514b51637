import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchRatio, type BatchCounts } from '../../../src/domain/stats/batch-ratio.ts';

const once = { once: true, alpha: 0.05 };
const counts = (events: number, trials: number): BatchCounts => ({ events, trials });

describe('batchRatio', () => {
  it('with equal trials is the odds of the exact share of all events', () => {
    // Clopper & Pearson for 8 of 10: 0.44390 to 0.97479 (as in R: binom.test(8, 10)); as odds 0.79824 to 38.666.
    const range = batchRatio(counts(2, 100), counts(8, 100), once);
    expect(range?.low).toBeCloseTo(0.443904538 / (1 - 0.443904538), 5);
    expect(range?.high).toBeCloseTo(0.974789274 / (1 - 0.974789274), 3);
  });

  it('with unequal trials is that divided by how many times the trials are', () => {
    const equal = batchRatio(counts(2, 100), counts(8, 100), once);
    const tenfold = batchRatio(counts(2, 100), counts(8, 1_000), once);
    expect(tenfold?.low).toBeCloseTo((equal?.low ?? 0) / 10, 9);
    expect(tenfold?.high).toBeCloseTo((equal?.high ?? 0) / 10, 7);
  });

  it.each([
    ['no trials before', counts(0, 0), counts(1, 10)],
    ['no trials after', counts(1, 10), counts(0, 0)],
    ['no event in either', counts(0, 100), counts(0, 100)],
  ])('says nothing with %s', (_, before, after) => {
    expect(batchRatio(before, after, once)).toBeNull();
  });

  it('has no upper end where nothing happened before, and none below where nothing happened after', () => {
    expect(batchRatio(counts(0, 100), counts(5, 100), once)?.high).toBe(Infinity);
    expect(batchRatio(counts(5, 100), counts(0, 100), once)?.low).toBe(0);
  });

  it('holds the ratio seen, turns over with the batches, and only widens with more looks or less alpha', () => {
    const batch = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 61, max: 4_000 }));
    fc.assert(
      fc.property(batch, batch, ([x, n], [y, m]) => {
        const [before, after] = [counts(x, n), counts(y, m)];
        const range = batchRatio(before, after, once);
        const seen = y / m / (x / n);
        expect(range?.low).toBeLessThanOrEqual(seen * (1 + 1e-9));
        expect(range?.high).toBeGreaterThanOrEqual(seen * (1 - 1e-9));
        const turned = batchRatio(after, before, once);
        expect(turned?.low).toBeCloseTo(1 / (range?.high ?? 0), 6);
        for (const wider of [
          { once: true, alpha: 0.01 },
          { once: false, alpha: 0.05 },
        ]) {
          const other = batchRatio(before, after, wider);
          expect(other?.low).toBeLessThanOrEqual((range?.low ?? 0) * (1 + 1e-9));
          expect(other?.high).toBeGreaterThanOrEqual((range?.high ?? 0) * (1 - 1e-9));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('misses the true ratio of two like batches in at most one look of twenty', () => {
    // Every pair of outcomes of two batches of 40 at one rate in ten, weighed by its binomial chance: no simulation.
    const n = 40;
    const p = 0.1;
    const chance = Array.from({ length: n + 1 }, (_, x) => binomial(n, x) * p ** x * (1 - p) ** (n - x));
    let missed = 0;
    for (let x = 0; x <= n; x++) {
      for (let y = 0; y <= n; y++) {
        const range = batchRatio(counts(x, n), counts(y, n), once);
        if (range !== null && (range.low > 1 || range.high < 1))
          missed += (chance[x] ?? 0) * (chance[y] ?? 0);
      }
    }
    expect(missed).toBeLessThanOrEqual(0.05);
    expect(missed).toBeGreaterThan(0);
  });
});

function binomial(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i;
  return product;
}
