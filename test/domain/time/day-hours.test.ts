import { expect, it } from 'vitest';
import { isWithin, parseDayHours } from '../../../src/domain/time/day-hours.ts';

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
