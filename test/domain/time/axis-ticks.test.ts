import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks, valueTicks } from '../../../src/domain/time/axis-ticks.ts';
import { sayClock } from '../../../src/domain/time/say-zoned.ts';
import { day, hour, minute } from '../../../src/domain/time/time.ts';

const eastern = 'America/New_York';
const at = (text: string): number => Date.parse(text);

describe('round times', () => {
  it.each([
    [
      'an hour',
      eastern,
      '2025-07-21T13:00Z',
      hour,
      5,
      ['9:00 a.m.', '9:15 a.m.', '9:30 a.m.', '9:45 a.m.', '10:00 a.m.'],
    ],
    [
      'a day',
      eastern,
      '2025-07-21T04:00Z',
      day,
      6,
      ['12:00 a.m.', '6:00 a.m.', '12:00 p.m.', '6:00 p.m.', '12:00 a.m.'],
    ],
    // Clocks went back on November 2, 2025: the day had 25 hours, and noon stays noon.
    [
      'a day of 25 hours',
      eastern,
      '2025-11-02T04:00Z',
      25 * hour,
      6,
      ['12:00 a.m.', '6:00 a.m.', '12:00 p.m.', '6:00 p.m.', '12:00 a.m.'],
    ],
    ['an hour in UTC', 'UTC', '2025-07-21T13:00Z', hour, 4, ['13:00', '13:30', '14:00']],
    // India is half an hour off the grid of UTC.
    [
      'a zone off the hour',
      'Asia/Kolkata',
      '2025-07-21T06:00Z',
      4 * hour,
      5,
      ['12:00 p.m.', '1:00 p.m.', '2:00 p.m.', '3:00 p.m.'],
    ],
  ])('%s', (_name, zone, from, length, most, said) => {
    const window = { from: at(from), to: at(from) + length };
    expect(axisTicks(window, zone, most).map((tick) => sayClock(tick, zone).replace(/ \S+$/, ''))).toEqual(
      said,
    );
  });

  it('at least one, never more than asked for by more than one, none outside, in order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2024-01-01T00:00Z'), max: at('2026-01-01T00:00Z') }),
        fc.integer({ min: minute, max: 60 * day }),
        fc.integer({ min: 2, max: 12 }),
        (from, length, most) => {
          const ticks = axisTicks({ from, to: from + length }, eastern, most);
          expect(ticks.length).toBeLessThanOrEqual(most + 1);
          expect(ticks.length).toBeGreaterThan(0);
          expect(ticks.every((tick) => tick >= from && tick <= from + length)).toBe(true);
          expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('round values', () => {
  it.each([
    [0, [0, 1]],
    [0.05, [0, 0.02, 0.04, 0.06]],
    [1, [0, 0.5, 1]],
    [539, [0, 200, 400, 600]],
    [25, [0, 10, 20, 30]],
  ])('up to %d', (highest, ticks) => {
    expect(valueTicks(highest)).toEqual(ticks);
  });

  it('begin at zero, hold the highest, and are four lines at most', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (highest) => {
        const ticks = valueTicks(highest);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest * (1 - 1e-9));
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks.length - 1).toBeLessThanOrEqual(4);
      }),
    );
  });
});
