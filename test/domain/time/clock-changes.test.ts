import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockChanges, sayClockChange } from '../../../src/domain/time/clock-changes.ts';
import { sayTimeLeft } from '../../../src/domain/time/duration.ts';

const hour = 3_600_000;
const newYork = 'America/New_York';
// Daylight saving time in the United States ends on the first Sunday of November and begins on the second of March, at
// 2:00 a.m. local time (15 U.S.C. 260a): in 2024 at 6:00 UTC on November 3 and at 7:00 UTC on March 10.
const back = Date.UTC(2024, 10, 3, 6);
const forward = Date.UTC(2024, 2, 10, 7);

describe('clockChanges', () => {
  it.each([
    ['back', back, -hour, 'Clocks went back 1 hour.'],
    ['forward', forward, hour, 'Clocks went forward 1 hour.'],
  ])('finds the change %s to the minute', (_, at, by, said) => {
    const changes = clockChanges({ from: at - 30 * hour, to: at + 50 * hour }, newYork);
    expect(changes).toEqual([{ at, by }]);
    expect(changes.map(sayClockChange)).toEqual([said]);
  });

  it.each([
    [
      'two days after the change',
      { from: Date.UTC(2024, 10, 5, 19), to: Date.UTC(2024, 10, 5, 20) },
      newYork,
    ],
    ['in a zone that keeps its clocks', { from: back - 30 * hour, to: back + 30 * hour }, 'UTC'],
    ['of no length', { from: back, to: back }, newYork],
  ])('finds none %s', (_, window, zone) => {
    expect(clockChanges(window, zone)).toEqual([]);
  });

  it('knows jumps of half an hour', () => {
    // Lord Howe Island goes back by thirty minutes on the first Sunday of April, at 15:00 UTC the day before.
    const changes = clockChanges(
      { from: Date.UTC(2025, 3, 4), to: Date.UTC(2025, 3, 7) },
      'Australia/Lord_Howe',
    );
    expect(changes).toEqual([{ at: Date.UTC(2025, 3, 5, 15), by: -hour / 2 }]);
  });

  it('of a whole year finds both, wherever the window begins', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2024, 1, 28) }), (from) => {
        const changes = clockChanges({ from, to: from + 320 * 24 * hour }, newYork);
        expect(changes.map((one) => one.at)).toEqual([forward, back]);
      }),
      { numRuns: 5 },
    );
  });
});

it.each([
  [3 * hour + 12 * 60_000 + 59_000, '3 hours 12 minutes'],
  [hour - 1, '59 minutes'],
  [5 * 60_000, '5 minutes'],
  [5 * 60_000 - 1, '4 minutes 59 seconds'],
  [999, 'less than a second'],
])('sayTimeLeft: %s ms is "%s"', (left, said) => {
  expect(sayTimeLeft(left)).toBe(said);
});
