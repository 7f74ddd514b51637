import { expect, it } from 'vitest';
import { errorsSince } from '../../../src/domain/verdict/errors-since.ts';
import { byId, madeSeries } from '../../support/made-series.ts';
import type { SeriesResult } from '../../../src/domain/series/series.ts';
import { flat, worldInput, worldPlan, worldSeries, worldStart } from '../../support/judged-world.ts';

const minute = 60_000;

const plan = worldPlan({
  criteria: `  - { id: rate, label: Fees failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }
  - { id: burst, label: Failures, count: fails, limit: "< 10 in any 10m", breach: roll back }
  - { id: up, label: Uptime, uptime: { failed: fails, of: tries }, limit: "> 95%", breach: roll back }
  - { id: held, label: Held, ratio: [fails, tries], limit: "< 1%" }`,
  signals: ['tries', 'fails'],
});

/** Half an hour in which every fifth try fails, then `after` failures a minute of twenty tries. */
function since(after: number | null, tries = 20): ReturnType<typeof errorsSince> {
  const fails = [...flat(4, 30), ...Array.from({ length: 10 }, () => after)];
  const all = [...flat(20, 30), ...flat(tries, 10)];
  const series = worldSeries({ fails, tries: all }, 40);
  return errorsSince(worldInput(plan, { series, minutes: 40 }), worldStart + 30 * minute);
}

it('says of each roll-back limit that it is back inside, with the counts of the last minutes', () => {
  const { still, rest } = since(0);
  expect(still).toEqual([]);
  expect(rest).toEqual([
    'Fees failing is back inside its limit: 0 of 100 (0%) in the last minutes; limit under 5%.',
    'Failures is back inside its limit: 0 in the last minutes; limit fewer than 10 in any 10 minutes.',
    'Uptime is back inside its limit: 0 of 100 (0%) in the last minutes; limit over 95%.',
  ]);
});

it('says what is still over, and nothing of limits that only hold', () => {
  const { still, rest } = since(4);
  expect(still).toHaveLength(3);
  expect(still[0]).toBe(
    'Fees failing is still over its limit: 20 of 100 (20%) in the last minutes; limit under 5%.',
  );
  expect(rest).toEqual([]);
});

it.each([
  ['a gap', null, 20, 'Fees failing: not seen since.'],
  ['no requests', 0, 0, 'Fees failing: no requests since.'],
])('%s is no sign of health, and no sign of failure', (_name, after, tries, said) => {
  const { still, waiting, rest } = since(after, tries);
  expect(still).toEqual([]);
  // What is not seen is waited for first.
  expect([...waiting, ...rest][0]).toBe(said);
});

/** As many minutes after the roll back, with so many failures in each. */
function minutesAfter(minutes: number, fails: number): ReturnType<typeof errorsSince> {
  const values = { fails: [...flat(4, 30), ...flat(fails, minutes)], tries: flat(20, 30 + minutes) };
  const series = worldSeries(values, 30 + minutes);
  return errorsSince(worldInput(plan, { series, minutes: 30 + minutes }), worldStart + 30 * minute);
}

it.each([0, 1, 2])('waits while only %i quiet minutes are complete, and says what is missing', (minutes) => {
  const { still, waiting, rest } = minutesAfter(minutes, 0);
  expect(still).toEqual([]);
  expect(rest).toEqual([]);
  expect(waiting).toHaveLength(3);
  expect(waiting[0]).toBe(
    `Fees failing: too early to tell. ${minutes} of 3 complete readings of 1 minute since the toggles showed it.`,
  );
});

it('says that a limit is back inside from the third complete minute on', () => {
  const { waiting, rest } = minutesAfter(3, 0);
  expect(waiting).toEqual([]);
  expect(rest[0]).toBe(
    'Fees failing is back inside its limit: 0 of 60 (0%) in the last minutes; limit under 5%.',
  );
});

it('waits for no third minute to say that errors go on', () => {
  const { still } = minutesAfter(1, 4);
  expect(still[0]).toContain('Fees failing is still over its limit: 4 of 20 (20%)');
});

it('looks at three buckets where they are wider than its five minutes', () => {
  const wide = (values: readonly number[], id: string): SeriesResult =>
    madeSeries({ id, start: worldStart, width: 10 * minute, values });
  const series = byId(wide([40, 40, 40, 0, 0, 0], 'fails'), wide(flat(200, 6), 'tries'));
  const { rest } = errorsSince(worldInput(plan, { series, minutes: 60 }), worldStart + 30 * minute);
  expect(rest[0]).toContain('Fees failing is back inside its limit: 0 of 600');
});

it('does not call old minutes the last ones: a source that stopped after the roll back shows nothing', () => {
  const series = worldSeries({ fails: [...flat(4, 30), ...flat(0, 10)], tries: flat(20, 40) }, 40);
  const input = worldInput(plan, { series, minutes: 40 });
  const later = (minutes: number): ReturnType<typeof errorsSince> =>
    errorsSince({ ...input, now: input.now + minutes * minute }, worldStart + 30 * minute);
  const said = 'Fees failing: not seen since.';
  // One failed read must not end the wait for the roll back's first minutes; a source that stays away may.
  expect(later(15)).toMatchObject({
    still: [],
    waiting: [said, expect.any(String), expect.any(String)],
    rest: [],
  });
  expect(later(21)).toMatchObject({
    still: [],
    waiting: [],
    rest: [said, expect.any(String), expect.any(String)],
  });
});
