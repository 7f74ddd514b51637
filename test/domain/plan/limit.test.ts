import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isUpper, keeps, parseLimit, sayLimit, type Limit } from '../../../src/domain/plan/limit.ts';

it.each([
  ['< 5%', { comparator: '<', value: 0.05, unit: '%', within: null }, 'under 5%'],
  ['> 99.9%', { comparator: '>', value: 0.999, unit: '%', within: null }, 'over 99.9%'],
  ['<200ms', { comparator: '<', value: 200, unit: 'ms', within: null }, 'under 200 ms'],
  ['< 5s', { comparator: '<', value: 5000, unit: 'ms', within: null }, 'under 5 s'],
  ['≤ 1.1x', { comparator: '<=', value: 1.1, unit: 'x', within: null }, 'at most 1.1 times'],
  ['= 0', { comparator: '=', value: 0, unit: 'count', within: null }, 'exactly 0'],
  ['>= 90%', { comparator: '>=', value: 0.9, unit: '%', within: null }, 'at least 90%'],
  [
    '< 10 in any 10m',
    { comparator: '<', value: 10, unit: 'count', within: 600_000 },
    'fewer than 10 in any 10 minutes',
  ],
] as const)('reads %s', (text, limit, said) => {
  expect(parseLimit(text)).toEqual(limit);
  expect(sayLimit(limit)).toBe(said);
});

it.each([
  ['5%', 'is not a limit'],
  ['', 'is not a limit'],
  ['< five', 'is not a limit'],
  ['< 120%', 'more than 100%'],
  ['< 10 in any fortnight', 'is not a length of time'],
  ['< 5% in any 10m', 'only a count'],
])('refuses %j and says why', (text, why) => {
  expect(parseLimit(text)).toContain(why);
});

it('keeps a value on one side only, whatever the comparator', () => {
  const limits = fc.record({
    comparator: fc.constantFrom('<', '<=', '>', '>=', '='),
    value: fc.double({ min: 0, max: 1, noNaN: true }),
    unit: fc.constant('%'),
    within: fc.constant(null),
  }) satisfies fc.Arbitrary<Limit>;
  fc.assert(
    fc.property(limits, fc.double({ min: 0, max: 1, noNaN: true }), (limit, value) => {
      const below = value < limit.value;
      const above = value > limit.value;
      if (below) expect(keeps(limit, value)).toBe(isUpper(limit) && limit.comparator !== '=');
      if (above) expect(keeps(limit, value)).toBe(!isUpper(limit));
    }),
  );
});

it('never throws and never returns an unreadable limit, whatever is written', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = parseLimit(text);
      if (typeof read !== 'string') expect(Number.isFinite(read.value)).toBe(true);
    }),
  );
});
