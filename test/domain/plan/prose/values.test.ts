import { expect, it } from 'vitest';
import { blankKind } from '../../../../src/domain/plan/prose/blank.ts';
import { readCriterionLimit } from '../../../../src/domain/plan/prose/criterion-text.ts';
import { isoDay, readDates } from '../../../../src/domain/plan/prose/date-text.ts';
import { readLength } from '../../../../src/domain/plan/prose/length-text.ts';
import { readPercents } from '../../../../src/domain/plan/prose/percent-text.ts';
import { readUsers, readUsersBesidePercent } from '../../../../src/domain/plan/prose/users-text.ts';
import { collectYears, dayOf } from '../../../../src/domain/plan/prose/years.ts';
import { plainEntry } from '../../../../src/domain/plan/prose/entry.ts';

it.each([
  ['2 hrs', 7_200],
  ['Six Days 7/16/25 - 7/21/25', 518_400],
  ['4/22/2025 - 1 day', 86_400],
  ['1.5 weeks', 907_200],
  ['~1 week', 604_800],
  ['8 hours (one day)', 28_800],
  ['at least 7 days', 604_800],
  ['2-3 days', null],
  ['0-4 hrs', null],
  ['5 business days', null],
  ['Ongoing', null],
])('reads the length %s as %s seconds', (text, seconds) => {
  expect(readLength(text)?.seconds).toBe(seconds);
});

it.each([
  ['5%', 5],
  ['12.5 percent', 12.5],
  ['< %5', 5],
  ['1–5%', null],
  ['5% to 10%', null],
  ['Phase 2 - 10%', 10],
  ['5% then 50%', null],
  ['20% (of the 40% who can see it)', 20],
  ['x%', null],
])('reads the percentage of %s as %s', (text, percent) => {
  expect(readPercents(text).single).toBe(percent);
});

it.each([
  ['5 participants', 5],
  ['2x offices', 2],
  ['about 300', 300],
  ['three riders', 3],
  ['1-2 participants', null],
  ['600, 1000, 1400', null],
  ['lots', null],
])('reads %s users as %s', (text, users) => {
  expect(readUsers(text)).toBe(users);
});

it.each([
  ['10% (23,019 users)', 23_019],
  ['10% of daily trips, 12 users', 12],
  ['20%, 10-15 users', null],
  ['25% (about 35 users per day)', null],
  ['25%', null],
])('reads the users beside %s as %s', (text, users) => {
  expect(readUsersBesidePercent(text)).toBe(users);
});

it.each([
  ['7/16/25 - 7/21/25', '2025-07-16', '2025-07-21'],
  ['12/18-1/2/2024', '2023-12-18', '2024-01-02'],
  ['April 3-12, 2024', '2024-04-03', '2024-04-12'],
  ['8/21 - 8/28,2025', '2025-08-21', '2025-08-28'],
  ['3/10 2025', '2025-03-10', null],
  ['2026/05/04', '2026-05-04', null],
  ['February 12, 2026', '2026-02-12', null],
])('reads the days of %s', (text, start, end) => {
  const [range] = readDates(text);
  expect([range && isoDay(range.start), range?.end ? isoDay(range.end) : null]).toEqual([start, end]);
});

it.each(['24/7', '401/403', '10%/25%', '2-7', 'version 1.5', '13/40/2026', 'mm/dd/yy', 'December'])(
  'finds no day in %s',
  (text) => {
    expect(readDates(text)).toEqual([]);
  },
);

it('never invents a year: it takes the nearest of the plan, or none', () => {
  const years = collectYears([
    plainEntry('line', 1, 'Updated 12/20/2025'),
    plainEntry('line', 90, 'Live 2/1/2026'),
  ]);
  expect(dayOf({ year: null, month: 1, day: 9 }, 5, years)).toBe('2026-01-09');
  expect(dayOf({ year: null, month: 1, day: 9 }, 5, { known: [] })).toBeNull();
});

it.each([
  ['', 'empty'],
  ['[FILL_IN]', 'marker'],
  ['[PICK_ONE]: yes | no | N/A', 'marker'],
  ['xx lorem ipsum', 'lorem'],
  ['_[mm/dd/yy - mm/dd/yy]_', 'date-marker'],
  ['TBD (after the review)', 'put-off'],
  ['n/a', 'not-applicable'],
  ['___', 'empty'],
  ['x', 'marker'],
  ['[PICK_ONE]: No', null],
  ['8', null],
])('knows %j for %s', (text, kind) => {
  expect(blankKind(text)).toBe(kind);
});

it.each([
  ['Error rate: <1%', '<', 1, '%', null],
  ['Drop-off: 15% or less', '<=', 15, '%', null],
  ["Bounce rate doesn't exceed 20%", '<=', 20, '%', null],
  ["Score doesn't drop below 3.0", '>=', 3, null, null],
  ['Errors < %5', '<', 5, '%', null],
  ['p95 well below 500 ms', '<', 500, 'ms', null],
  ['More than 1k visits', '>', 1000, 'visits', null],
  ['Fewer than 10 errors for any 10 minute period', '<', 10, 'errors', 'for any 10 minute period'],
  ['Failures to write: 0', '=', 0, null, null],
  ['Zero errors on new claims', '=', 0, 'errors', null],
  ['100% of parcels routed', '=', 100, '%', null],
  ['Crew: 10 bookings', null, 10, 'bookings', null],
  ['Errors ≤ pre-launch baseline', '<=', null, null, null],
  ['High volume of 500 errors', null, null, null, null],
  ['Error logs above a certain threshold', '>', null, null, null],
  ['No increase in calls', null, null, null, null],
] as const)('reads %j as a limit', (text, comparator, limit, unit, window) => {
  expect(readCriterionLimit(text)).toMatchObject({ comparator, limit, unit, window });
});
