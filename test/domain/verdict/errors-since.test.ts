import { expect, it } from 'vitest';
import { errorsSince } from '../../../src/domain/verdict/errors-since.ts';
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
  const { still, rest } = since(after, tries);
  expect(still).toEqual([]);
  expect(rest[0]).toBe(said);
});

it('says nothing before a minute after the decision is complete', () => {
  const series = worldSeries({ fails: flat(4, 30), tries: flat(20, 30) }, 30);
  const { rest } = errorsSince(worldInput(plan, { series, minutes: 30 }), worldStart + 30 * minute);
  expect(rest[0]).toBe('Fees failing: not seen since.');
});

it('does not call old minutes the last ones: a source that stopped after the roll back shows nothing', () => {
  const series = worldSeries({ fails: [...flat(4, 30), ...flat(0, 10)], tries: flat(20, 40) }, 40);
  const input = worldInput(plan, { series, minutes: 40 });
  const { still, rest } = errorsSince({ ...input, now: input.now + 15 * minute }, worldStart + 30 * minute);
  expect(still).toEqual([]);
  expect(rest[0]).toBe('Fees failing: not seen since.');
});
