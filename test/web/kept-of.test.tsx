import { expect, it } from 'vitest';
import { keptOf } from '../../src/web/screens/criterion/kept-of.ts';

const minute = 60_000;

it.each([
  ['before the stretch alone', [5], null],
  ['within it', [5, 22, 30], 22],
  ['soon after it, as sources lag', [5, 38], 38],
  ['long after it', [5, 90], null],
  ['never', [], null],
])('a judgement kept %s', (_, kept, found) => {
  const stretch = { from: 20 * minute, to: 30 * minute };
  const at = kept.map((n) => n * minute);
  expect(keptOf(stretch, minute, at)).toBe(found === null ? null : found * minute);
});

it('gives wide buckets their width', () => {
  expect(keptOf({ from: 0, to: 60 * minute }, 30 * minute, [85 * minute])).toBe(85 * minute);
});
