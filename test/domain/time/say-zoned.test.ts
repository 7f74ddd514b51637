import { expect, it } from 'vitest';
import {
  sayBoth,
  sayBothOn,
  sayInstantIn,
  speakZone,
  speakZones,
} from '../../../src/domain/time/say-zoned.ts';

const eastern = 'America/New_York';

it.each([
  ['2024-11-05T19:41:00Z', eastern, '2:41 p.m. ET (19:41 UTC)'],
  ['2024-11-05T19:41:00Z', 'UTC', '19:41 UTC (2:41 p.m. ET)'],
  // The other zone's day is named where it is another.
  ['2024-11-06T01:05:00Z', eastern, '8:05 p.m. ET (November 6, 01:05 UTC)'],
  ['2024-11-06T01:05:00Z', 'UTC', '01:05 UTC (November 5, 8:05 p.m. ET)'],
])('%s, %s first: %s', (at, shown, said) => {
  expect(sayBoth(Date.parse(at), shown, eastern)).toBe(said);
});

it('says one zone once, where a plan is kept in UTC', () => {
  expect(sayBoth(Date.parse('2024-11-05T19:41:00Z'), 'UTC', 'UTC')).toBe('19:41 UTC');
});

it('names the day of the zone it shows first', () => {
  const at = Date.parse('2024-11-06T01:05:00Z');
  expect(sayInstantIn(at, eastern, eastern)).toBe(
    'Tuesday, November 5, 2024, 8:05 p.m. ET (November 6, 01:05 UTC)',
  );
  expect(sayInstantIn(at, 'UTC', eastern)).toBe(
    'Wednesday, November 6, 2024, 01:05 UTC (November 5, 8:05 p.m. ET)',
  );
});

it('is heard as the zone’s name', () => {
  expect(speakZones('2:41 p.m. ET (19:41 UTC)')).toBe('2:41 p.m. Eastern time (19:41 UTC)');
  expect([speakZone(eastern), speakZone('UTC'), speakZone('Europe/Berlin')]).toEqual([
    'Eastern time',
    'UTC',
    'Europe/Berlin',
  ]);
});

it.each([
  ['the same day', '2025-07-28T22:00:00Z', '2:41 p.m. ET (18:41 UTC)'],
  ['two days later', '2025-07-30T18:41:00Z', 'July 28, 2:41 p.m. ET (18:41 UTC)'],
])('names the day of a time on a chart where it is not today: %s', (_name, now, said) => {
  const at = Date.parse('2025-07-28T18:41:00Z');
  expect(sayBothOn(at, Date.parse(now), 'America/New_York', 'America/New_York')).toBe(said);
});
