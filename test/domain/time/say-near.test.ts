import { expect, it } from 'vitest';
import { sayBothNear, saySpanNear, sayTimeNear } from '../../../src/domain/time/say-near.ts';

const et = 'America/New_York';
const now = Date.parse('2025-07-21T22:00:00Z');

it.each<readonly [string, string, string, string]>([
  ['today', '2025-07-21T18:41:00Z', '2:41 p.m. ET', '2:41 p.m. ET (18:41 UTC)'],
  ['yesterday', '2025-07-20T18:41:00Z', 'July 20, 2:41 p.m. ET', 'July 20, 2:41 p.m. ET (18:41 UTC)'],
  [
    'another year',
    '2024-11-05T19:41:00Z',
    'November 5, 2024, 2:41 p.m. ET',
    'November 5, 2024, 2:41 p.m. ET (19:41 UTC)',
  ],
  [
    'today there, and tomorrow in UTC',
    '2025-07-22T02:10:00Z',
    '10:10 p.m. ET',
    '10:10 p.m. ET (July 22, 02:10 UTC)',
  ],
  [
    'today in UTC, and yesterday there',
    '2025-07-21T02:10:00Z',
    'July 20, 10:10 p.m. ET',
    'July 20, 10:10 p.m. ET (July 21, 02:10 UTC)',
  ],
])('names the day where it is not that of now: %s', (_, at, said, both) => {
  expect(sayTimeNear(Date.parse(at), now, et)).toBe(said);
  expect(sayBothNear(Date.parse(at), now, et)).toBe(both);
});

it('says a plan in UTC once', () => {
  expect(sayBothNear(now, now, 'UTC')).toBe('10:00 p.m. UTC');
});

it.each<readonly [string, string, string, string]>([
  [
    'within today',
    '2025-07-21T18:40:00Z',
    '2025-07-21T18:50:00Z',
    '2:40 p.m. ET to 2:50 p.m. ET (18:40 to 18:50 UTC)',
  ],
  [
    'within another day',
    '2025-07-20T18:40:00Z',
    '2025-07-20T18:50:00Z',
    'July 20, 2:40 p.m. ET to 2:50 p.m. ET (18:40 to 18:50 UTC)',
  ],
  [
    'over midnight',
    '2025-07-21T03:55:00Z',
    '2025-07-21T04:05:00Z',
    'July 20, 11:55 p.m. ET to July 21, 12:05 a.m. ET (July 21, 03:55 to 04:05 UTC)',
  ],
  [
    'over midnight in UTC',
    '2025-07-20T23:55:00Z',
    '2025-07-21T00:05:00Z',
    'July 20, 7:55 p.m. ET to 8:05 p.m. ET (23:55 to July 21, 00:05 UTC)',
  ],
])('says a stretch with its day once: %s', (_, from, to, said) => {
  expect(saySpanNear(Date.parse(from), Date.parse(to), now, et)).toBe(said);
});
