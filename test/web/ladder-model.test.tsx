import { expect, it } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import type { Rollout } from '../../src/contract/rollout.ts';
import { rungOf, sayPlanned, sayRamp } from '../../src/web/screens/rollout/ladder-model.ts';
import { rampOf } from '../../src/web/ui/ramp-model.ts';

type Stage = Rollout['stages'][number];
type Run = Stage['runs'][number];

const now = Date.UTC(2024, 10, 5, 21);
const minute = 60_000;
const { rollout } = buildWorld('healthy', now);

function stage(changes: Partial<Stage>): Stage {
  const [, second] = rollout.stages;
  if (second === undefined) throw new Error('the demo has two stages');
  return { ...second, runs: [], ...changes };
}

function run(from: number, to: number | null, attempt = 1): Run {
  return {
    id: String(attempt),
    stage: 'stage-b',
    attempt,
    start: now + from * minute,
    end: to === null ? null : now + to * minute,
    length: 60 * minute,
    openedBy: 'Engineer',
    closedBy: null,
  };
}

function rung(one: Stage): ReturnType<typeof rungOf> {
  const ramp = rampOf({ toggles: ['change_of_address'], stages: [one], changes: [], allotments: [], now });
  return rungOf(one, rollout, ramp, now);
}

it.each<readonly [string, Partial<Stage>, string]>([
  ['a percentage', {}, '25%, 1 hour'],
  [
    'a date, in Eastern time and UTC',
    { plannedStart: Date.UTC(2024, 10, 5, 19) },
    '25%, 1 hour, from Tuesday, November 5, 2024, 2:00 p.m. ET (19:00 UTC)',
  ],
  ['off', { off: true, length: null }, 'Off, no length stated'],
  ['named people', { actors: 3 }, '3 named users, 1 hour'],
  ['no percentage', { percents: {} }, 'No percentage stated, 1 hour'],
  ['toggles that differ', { percents: { one: 10, two: 5 } }, 'one 10%, two 5%, 1 hour'],
])('planned: %s', (_, changes, text) => {
  expect(sayPlanned(stage(changes), rollout.zone)).toBe(text);
});

it.each<readonly [string, Partial<Stage>, readonly string[]]>([
  ['overdue', { runs: [run(-240, null)] }, ['Overdue 3 hours']],
  ['in time', { runs: [run(-30, null)] }, []],
  ['ended early', { runs: [run(-60, -20)] }, ['Ended 20 minutes early']],
  ['ended late', { runs: [run(-90, -20)] }, ['Ended 10 minutes late']],
  ['ended as planned', { runs: [run(-60, 0)] }, []],
  ['off on purpose', { off: true }, ['Off on purpose']],
  [
    'twice',
    { runs: [run(-200, -190), run(-120, null, 2)] },
    ['Ended 50 minutes early', 'Overdue 1 hour (attempt 2)'],
  ],
])('marks: %s', (_, changes, marks) => {
  expect(rung(stage(changes)).marks).toEqual(marks);
});

it('names each attempt where there are two', () => {
  const { happened } = rung(stage({ runs: [run(-120, -60), run(-30, null, 2)] }));
  expect(happened).toEqual([
    'Attempt 1: Tuesday, November 5, 2024, 2:00 p.m. ET (19:00 UTC) to Tuesday, November 5, 2024, 3:00 p.m. ET (20:00 UTC), for 1 hour',
    'Attempt 2: Since Tuesday, November 5, 2024, 3:30 p.m. ET (20:30 UTC), for 30 minutes',
  ]);
});

it('says when a planned start has passed and nothing runs', () => {
  expect(rung(stage({ plannedStart: now - 90 * minute })).happened).toEqual([
    'Has not run. Its planned start passed 1 hour 30 minutes ago',
  ]);
});

it('a toggle that can’t be read is not the plan’s percentage', () => {
  const blind = { ...rollout, allotments: [] };
  const one = stage({ runs: [run(-30, null)] });
  const ramp = rampOf({ toggles: ['change_of_address'], stages: [one], changes: [], allotments: [], now });
  expect(rungOf(one, blind, ramp, now).given).toEqual([
    'Changes of the toggle are not on record',
    'What the toggle gives now can’t be read',
  ]);
});

it('says of named people that they are few, and not that the toggle is off', () => {
  const line = { toggles: ['t'], from: 'toggles' as const, planned: [], happened: [] };
  const stages = [stage({ actors: 3, percents: {} }), stage({ percents: { t: 20 } })];
  expect(sayRamp(line, { lines: [line], moved: 0 }, stages)).toBe(
    'Planned: 3 named users, 20%. Nothing has run yet. The plan gives no dates to draw.',
  );
});

it('says the ramp in its order, down as well as up', () => {
  const line = {
    toggles: ['t'],
    from: 'toggles' as const,
    planned: [5, 50, 0, 20].map((percent, i) => ({ from: i, to: i + 1, percent })),
    happened: [5, null].map((percent, i) => ({ from: i, to: i + 1, percent })),
  };
  const stages = [5, 50, null, 20].map((percent) =>
    stage(percent === null ? { off: true } : { percents: { t: percent } }),
  );
  expect(sayRamp(line, { lines: [line], moved: 48 * 60 * minute }, stages)).toBe(
    'Planned: 5%, 50%, off, 20%. So far: 5%, not known. The plan’s dates lie 2 days earlier; they are drawn from the real start.',
  );
});
