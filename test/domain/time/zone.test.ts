import { expect, it } from 'vitest';
import { isZone, parseLocalTime, sayInstant, sayTime } from '../../../src/domain/time/zone.ts';

const eastern = 'America/New_York';

it.each([
  // Clocks went back on November 3, 2024: two days later Eastern is five hours behind UTC.
  ['2024-11-05 14:00', eastern, '2024-11-05T19:00:00.000Z'],
  ['2025-07-21 09:00', eastern, '2025-07-21T13:00:00.000Z'],
  ['2025-07-21', eastern, '2025-07-21T04:00:00.000Z'],
  ['2025-07-21T09:00:30Z', eastern, '2025-07-21T09:00:30.000Z'],
  ['2025-07-21 09:00+02:00', eastern, '2025-07-21T07:00:00.000Z'],
])('reads %s in %s', (text, zone, iso) => {
  expect(new Date(parseLocalTime(text, zone) ?? 0).toISOString()).toBe(iso);
});

it.each(['7/21', '2025-02-30 09:00', '2025-13-01', '2025-07-21 25:00', 'tomorrow', ''])(
  'does not invent a time for %j',
  (text) => {
    expect(parseLocalTime(text, eastern)).toBeUndefined();
  },
);

it('says times the way VA writes them, with UTC beside', () => {
  const at = Date.UTC(2024, 10, 5, 19, 41);
  expect(sayTime(at, eastern)).toBe('2:41 p.m. ET');
  expect(sayInstant(at, eastern)).toBe('Tuesday, November 5, 2024, 2:41 p.m. ET (19:41 UTC)');
});

it.each([
  [
    'in the evening',
    '2024-11-06T01:41Z',
    eastern,
    'Tuesday, November 5, 2024, 8:41 p.m. ET (November 6, 01:41 UTC)',
  ],
  [
    'on the last of a year',
    '2025-01-01T04:59Z',
    eastern,
    'Tuesday, December 31, 2024, 11:59 p.m. ET (January 1, 04:59 UTC)',
  ],
  [
    'at midnight of the zone',
    '2024-11-06T05:00Z',
    eastern,
    'Wednesday, November 6, 2024, 12:00 a.m. ET (05:00 UTC)',
  ],
  [
    'where UTC is a day behind',
    '2024-11-05T19:41Z',
    'Asia/Tokyo',
    'Wednesday, November 6, 2024, 4:41 a.m. Asia/Tokyo (November 5, 19:41 UTC)',
  ],
])('names the day in UTC where that is another: %s', (_name, at, zone, said) => {
  expect(sayInstant(Date.parse(at), zone)).toBe(said);
});

it('knows IANA zones and nothing else', () => {
  expect(isZone(eastern)).toBe(true);
  expect(isZone('Eastern-ish')).toBe(false);
});
