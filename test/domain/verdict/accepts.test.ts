import { expect, it } from 'vitest';
import type { Accept } from '../../../src/domain/verdict/accepts.ts';
import { judgeAfterLaunch } from '../../../src/domain/verdict/after-launch.ts';
import type { JudgeInput } from '../../../src/domain/verdict/judge-stage.ts';
import type { Verdict } from '../../../src/domain/verdict/verdict.ts';
import { failedSeries } from '../../support/made-series.ts';
import {
  flat,
  judgeWorld,
  readingOf,
  worldInput,
  worldPlan,
  worldSeries,
  worldStart,
} from '../../support/judged-world.ts';

const minute = 60_000;

const plan = worldPlan({
  criteria: [
    '  - { id: hold, label: Slow answers, ratio: [slow, tries], limit: "< 5%", breach: hold }',
    '  - { id: back, label: Failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
  ].join('\n'),
  signals: ['slow', 'fails', 'tries'],
});

const series = (slow: number, fails: number, minutes = 60): JudgeInput['series'] =>
  worldSeries({ slow, fails, tries: 100 }, minutes);

const accept = (verdict: Verdict, criterion: string, more: Partial<Accept> = {}): Accept => {
  const { state, value } = readingOf(verdict, criterion);
  return {
    criterion,
    by: 'A monitor',
    reason: 'Known and harmless',
    at: verdict.judgedAt,
    until: verdict.judgedAt + 24 * 60 * minute,
    state,
    value,
    ...more,
  };
};

it('an accepted hold no longer holds, is said with its reason, and hides nothing else', () => {
  const before = judgeWorld(plan, { series: series(8, 1), minutes: 60 });
  expect(before.state).toBe('over');
  const accepts = [accept(before, 'hold')];
  const after = judgeWorld(plan, { series: series(8, 1), minutes: 60, accepts });
  expect(after.state).toBe('ready');
  expect(after.reason).toContain('met or accepted');
  expect(after.evidence).toContain('Accepted by A monitor: Known and harmless.');
  expect(readingOf(after, 'hold')).toMatchObject({ state: 'over', accepted: { by: 'A monitor' } });
  const broken = judgeWorld(plan, { series: series(8, 20), minutes: 60, accepts });
  expect(broken.state).toBe('roll-back');
});

it('ends when the value is more than a quarter worse, when it lapses, and when the state rises', () => {
  const before = judgeWorld(plan, { series: series(8, 1), minutes: 60 });
  const stateWith = (accepts: readonly Accept[], slow: number): string =>
    judgeWorld(plan, { series: series(slow, 1), minutes: 60, accepts }).state;
  expect(stateWith([accept(before, 'hold')], 10)).toBe('ready');
  expect(stateWith([accept(before, 'hold')], 11)).toBe('over');
  expect(stateWith([accept(before, 'hold', { until: before.judgedAt })], 8)).toBe('over');
  expect(stateWith([accept(before, 'hold', { state: 'not-enough-data' })], 8)).toBe('over');
});

it('a roll-back limit that is broken now can’t be accepted; one that broke earlier can be reviewed', () => {
  const broken = judgeWorld(plan, { series: series(1, 20, 20), minutes: 20 });
  expect(broken.state).toBe('roll-back');
  const still = judgeWorld(plan, {
    series: series(1, 20, 20),
    minutes: 20,
    previous: broken,
    accepts: [accept(broken, 'back')],
  });
  expect(still.state).toBe('roll-back');
  const calm = worldSeries({ slow: 1, fails: [...flat(20, 5), ...flat(0, 55)], tries: 100 }, 60);
  const earlier = judgeWorld(plan, { series: calm, minutes: 60, previous: broken });
  expect(earlier.state).toBe('roll-back');
  expect(readingOf(earlier, 'back').state).toBe('broke-earlier');
  const reviewed = judgeWorld(plan, {
    series: calm,
    minutes: 60,
    previous: earlier,
    accepts: [accept(earlier, 'back')],
  });
  expect(reviewed.state).toBe('ready');
  const again = worldSeries(
    { slow: 1, fails: [...flat(20, 5), ...flat(0, 40), ...flat(60, 15)], tries: 100 },
    60,
  );
  const second = judgeWorld(plan, {
    series: again,
    minutes: 60,
    previous: earlier,
    accepts: [accept(earlier, 'back')],
  });
  expect(second.state).toBe('roll-back');
});

it('accepting never hides what can’t be seen', () => {
  const before = judgeWorld(plan, { series: series(8, 1), minutes: 60 });
  const blinded = new Map([...series(8, 1), ['slow', failedSeries('slow')] as const]);
  const verdict = judgeWorld(plan, { series: blinded, minutes: 60, accepts: [accept(before, 'hold')] });
  expect(verdict.state).toBe('blind');
});

it('a planned outage that a person left out is neither an error nor a gap', () => {
  const outage = worldSeries(
    { slow: 1, fails: [...flat(0, 20), ...flat(80, 10), ...flat(0, 30)], tries: 100 },
    60,
  );
  const window = { from: worldStart + 20 * minute, to: worldStart + 30 * minute };
  expect(judgeWorld(plan, { series: outage, minutes: 60 }).state).toBe('roll-back');
  const verdict = judgeWorld(plan, { series: outage, minutes: 60, excluded: [window] });
  expect(verdict.state).toBe('ready');
  expect(readingOf(verdict, 'back').counts).toMatchObject({
    events: 0,
    of: 5_000,
    measured: 50,
    expected: 50,
  });
  const gap = worldSeries(
    {
      slow: 1,
      fails: [...flat(0, 20), ...Array.from({ length: 10 }, () => null), ...flat(0, 30)],
      tries: 100,
    },
    60,
  );
  expect(judgeWorld(plan, { series: gap, minutes: 60 }).state).toBe('thin');
  expect(judgeWorld(plan, { series: gap, minutes: 60, excluded: [window] }).state).toBe('ready');
});

const slowAt = (perThousand: number, previous: Verdict | null): Verdict =>
  judgeWorld(plan, {
    series: worldSeries({ slow: perThousand, fails: 1, tries: 1_000 }, 2),
    minutes: 2,
    previous,
  });

it('does not flap at the limit: over is left with room to spare, met and close with a margin', () => {
  const over = slowAt(52, null);
  expect(readingOf(over, 'hold').state).toBe('over-not-certain');
  const near = slowAt(49, over);
  expect(readingOf(near, 'hold').state).toBe('over-not-certain');
  expect(near.reason).toContain('back inside its limit, but not clear of it yet');
  expect(readingOf(slowAt(46, over), 'hold').state).toBe('not-enough-data');
  expect(readingOf(slowAt(49, null), 'hold').state).toBe('not-enough-data');
});

it('after the last stage only roll-back limits are judged, and they still call people', () => {
  const checkIns = [{ id: '1-week', due: worldStart + 7 * 24 * 60 * minute }];
  const calm = judgeAfterLaunch(worldInput(plan, { series: series(8, 1), minutes: 60 }), checkIns);
  expect(calm.state).toBe('complete');
  expect(calm.evidence).toContain('1 week');
  expect(calm.readings.map((reading) => reading.criterion)).toEqual(['back']);
  const broken = judgeAfterLaunch(worldInput(plan, { series: series(1, 20), minutes: 60 }), checkIns);
  expect(broken.state).toBe('roll-back');
  const blind = judgeAfterLaunch(
    worldInput(plan, { series: new Map([['fails', failedSeries('fails')]]), minutes: 60 }),
    checkIns,
  );
  expect(blind.state).toBe('blind');
});
