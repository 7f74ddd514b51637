import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimate, type Point } from '../../../src/domain/series/decimate.ts';

const lines = fc
  .array(fc.option(fc.double({ min: 0, max: 1000, noNaN: true }), { nil: null }), { maxLength: 3000 })
  .map((values) => values.map((value, at): Point => ({ at, value })));

/** The points of each pixel column, as an eye would see them. */
function byColumn(points: readonly Point[], to: number, columns: number): readonly (readonly Point[])[] {
  return Array.from({ length: columns }, (_, column) =>
    points.filter((point) => Math.floor((point.at / Math.max(1, to)) * columns) === column),
  );
}

function known(line: readonly Point[]): readonly number[] {
  return line.flatMap(({ value }) => (value === null ? [] : [value]));
}

it('keeps of every pixel its lowest and highest, a gap where there is one, the order, and invents none', () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 1, max: 600 }), (points, columns) => {
      const to = points.length;
      const thin = decimate(points, { from: 0, to }, columns);
      expect(thin.length).toBeLessThanOrEqual(Math.max(columns * 3, 1));
      expect(thin.every((point) => points.includes(point))).toBe(true);
      expect(thin.map(({ at }) => at)).toEqual(thin.map(({ at }) => at).toSorted((a, b) => a - b));
      const [before, after] = [byColumn(points, to, columns), byColumn(thin, to, columns)];
      for (const [i, column] of before.entries()) {
        const kept = after[i] ?? [];
        expect(Math.max(...known(kept))).toBe(Math.max(...known(column)));
        expect(Math.min(...known(kept))).toBe(Math.min(...known(column)));
        expect(kept.some(({ value }) => value === null)).toBe(column.some(({ value }) => value === null));
      }
    }),
    { numRuns: 60 },
  );
});

it('shows a breach of any limit in every pixel that has one', () => {
  fc.assert(
    fc.property(
      lines,
      fc.integer({ min: 1, max: 600 }),
      fc.double({ min: 0, max: 1000, noNaN: true }),
      (points, columns, limit) => {
        const to = points.length;
        const thin = decimate(points, { from: 0, to }, columns);
        const breached = (line: readonly Point[]): readonly boolean[] =>
          byColumn(line, to, columns).map((column) => known(column).some((value) => value > limit));
        expect(breached(thin)).toEqual(breached(points));
      },
    ),
    { numRuns: 60 },
  );
});

it('leaves a line as it is that has no more points than pixels', () => {
  const points = Array.from({ length: 100 }, (_, at): Point => ({ at, value: at }));
  expect(decimate(points, { from: 0, to: 100 }, 100)).toBe(points);
});

it('draws no line over a stretch without data', () => {
  const points = Array.from({ length: 1000 }, (_, at): Point => ({
    at,
    value: at >= 400 && at < 600 ? null : 1,
  }));
  const within = decimate(points, { from: 0, to: 1000 }, 20).filter(({ at }) => at >= 400 && at < 600);
  expect(within.length).toBeGreaterThan(0);
  expect(within.every(({ value }) => value === null)).toBe(true);
});

it('keeps a gap of one bucket, however thin the line gets', () => {
  const points = Array.from({ length: 1000 }, (_, at): Point => ({ at, value: at === 500 ? null : 1 }));
  const thin = decimate(points, { from: 0, to: 1000 }, 100);
  expect(thin.filter(({ value }) => value === null)).toEqual([{ at: 500, value: null }]);
});
