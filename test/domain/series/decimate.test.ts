import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimate, type Point } from '../../../src/domain/series/decimate.ts';

const lines = fc
  .array(fc.option(fc.double({ min: 0, max: 1000, noNaN: true }), { nil: null }), { maxLength: 3000 })
  .map((values) => values.map((value, at): Point => ({ at, value })));

function known(line: readonly Point[]): readonly number[] {
  return line.flatMap(({ value }) => (value === null ? [] : [value]));
}

it('keeps the highest and the lowest, the order, and the bound', () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 2, max: 600 }), (points, most) => {
      const thin = decimate(points, most);
      expect(thin.length).toBeLessThanOrEqual(Math.max(most, 3));
      expect(Math.max(...known(thin))).toBe(Math.max(...known(points)));
      expect(Math.min(...known(thin))).toBe(Math.min(...known(points)));
      expect(thin.map(({ at }) => at)).toEqual(thin.map(({ at }) => at).toSorted((a, b) => a - b));
    }),
  );
});

it('draws no line over a column without data', () => {
  const points = Array.from({ length: 100 }, (_, at): Point => ({
    at,
    value: at >= 40 && at < 60 ? null : 1,
  }));
  expect(decimate(points, 20).some(({ at, value }) => value === null && at >= 40 && at < 60)).toBe(true);
});

it('keeps a gap of one bucket, however thin the line gets', () => {
  const points = Array.from({ length: 1000 }, (_, at): Point => ({ at, value: at === 500 ? null : 1 }));
  expect(decimate(points, 100).filter(({ value }) => value === null)).toEqual([{ at: 500, value: null }]);
});
