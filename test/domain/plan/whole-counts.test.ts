import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wholeCounts } from '../../../src/domain/plan/findings/whole-counts.ts';

it.each([
  ['86.24 % of 218', 86.24, 2, 218, [188]],
  ['5.7 % of 472', 5.7, 1, 472, [27]],
  ['5.7 % of 517', 5.7, 1, 517, []],
  ['17.8 % of 4,368', 17.8, 1, 4368, [776, 777, 778, 779]],
])('R39: %s', (_what, percent, decimals, n, wanted) => {
  expect(wholeCounts(percent, decimals, n)).toEqual(wanted);
});

it('R39: 17.8 % failing beside 2,299 successes means 497 to 499 failures', () => {
  const possible = Array.from({ length: 1_000 }, (_, f) => f).filter((f) =>
    wholeCounts(17.8, 1, 2_299 + f).includes(f),
  );
  expect(possible).toEqual([497, 498, 499]);
});

it('a percentage that was rounded from a count always finds it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000 }),
      fc.nat(5_000),
      fc.integer({ min: 0, max: 3 }),
      (n, k, decimals) => {
        const count = k % (n + 1);
        const printed = Number(((100 * count) / n).toFixed(decimals));
        expect(wholeCounts(printed, decimals, n)).toContain(count);
      },
    ),
  );
});
