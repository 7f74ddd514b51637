import { describe, expect, it } from 'vitest';
import { isWithin, nextTurn, parseDayHours } from '../../../src/domain/time/day-hours.ts';

const zone = 'America/New_York';

it.each([
  ['mon-fri 08:00-17:00', '2025-07-28T12:00Z', true],
  ['mon-fri 08:00-17:00', '2025-07-28T11:59Z', false],
  ['mon-fri 08:00-17:00', '2025-07-28T21:00Z', false],
  ['mon-fri 08:00-17:00', '2025-07-27T15:00Z', false],
  ['sat-mon 08:00-17:00', '2025-07-27T15:00Z', true],
  ['sun 08:00-17:00', '2025-07-28T15:00Z', false],
  ['22:00-06:00', '2025-07-28T02:00Z', true],
  ['22:00-06:00', '2025-07-28T10:00Z', false],
  ['fri 22:00-06:00', '2025-08-02T08:00Z', true],
  ['fri 22:00-06:00', '2025-08-01T08:00Z', false],
  // After the clocks went back on November 3, 2024.
  ['mon-fri 08:00-17:00', '2024-11-04T12:30Z', false],
])('%s holds %s: %s', (text, at, within) => {
  const hours = parseDayHours(text);
  if (hours === undefined) throw new Error('no hours');
  expect(isWithin(hours, Date.parse(at), zone)).toBe(within);
});

it.each(['', '8-17', '25:00-26:00', 'abc 08:00-17:00', 'mon-fri', '08:00-17:00 daily'])(
  '"%s" is no hours of a day',
  (text) => {
    expect(parseDayHours(text)).toBeUndefined();
  },
);

function turn(text: string, at: number): string | null {
  const hours = parseDayHours(text);
  if (hours === undefined) throw new Error(text);
  const next = nextTurn(hours, at, zone);
  return next === null ? null : new Date(next).toISOString();
}

describe('nextTurn', () => {
  // Monday, July 28, 2025, 9:00 a.m. Eastern time.
  const monday = Date.UTC(2025, 6, 28, 13);

  it.each([
    ['while they run, their end', 'mon-fri 08:00-17:00', monday, '2025-07-28T21:00:00.000Z'],
    [
      'in the evening, the next morning',
      'mon-fri 08:00-17:00',
      monday + 10 * 3_600_000,
      '2025-07-29T12:00:00.000Z',
    ],
    [
      'on Friday evening, Monday',
      'mon-fri 08:00-17:00',
      monday + 106 * 3_600_000,
      '2025-08-04T12:00:00.000Z',
    ],
    ['a night belongs to two days', '22:00-06:00', monday + 14 * 3_600_000, '2025-07-29T10:00:00.000Z'],
    [
      'at the turn itself, the one after',
      'mon-fri 08:00-17:00',
      monday + 8 * 3_600_000,
      '2025-07-29T12:00:00.000Z',
    ],
  ])('%s', (_, text, at, next) => {
    expect(turn(text, at)).toBe(next);
  });

  it('keeps to the clocks of the zone when they change', () => {
    // Friday evening before the clocks go back: Monday 8:00 a.m. is 13:00 UTC, no longer 12:00.
    expect(turn('mon-fri 08:00-17:00', Date.UTC(2024, 10, 1, 22))).toBe('2024-11-04T13:00:00.000Z');
  });

  it('there is none where they never end', () => {
    expect(turn('mon-sun 00:00-24:00', monday)).toBeNull();
  });
});
