import { expect, it } from 'vitest';
import { worstStretch } from '../../../src/domain/stats/worst-stretch.ts';
import type { Verdict } from '../../../src/domain/verdict/verdict.ts';
import { flat, judgeWorld, readingOf, worldPlan, worldSeries } from '../../support/judged-world.ts';

const plan = (breach: string): ReturnType<typeof worldPlan> =>
  worldPlan({
    criteria: `  - { id: failing, label: Failing, ratio: [fails, tries], limit: "< 5%", breach: ${breach} }`,
    signals: ['fails', 'tries'],
  });

/** Forty quiet minutes, then three in which a third fails, then quiet again. */
const spike = [...flat(0, 40), ...flat(33, 3), ...flat(0, 17)];

const at = (minutes: number, previous: Verdict | null, breach = 'roll back'): Verdict =>
  judgeWorld(plan(breach), {
    series: worldSeries({ fails: spike.slice(0, minutes), tries: flat(100, minutes) }, minutes),
    minutes,
    previous,
  });

it('rolls back for a problem that begins in mid-stage, while the whole stage is still inside its limit', () => {
  const verdict = at(43, at(40, null));
  expect(verdict.state).toBe('roll-back');
  const reading = readingOf(verdict, 'failing');
  expect(reading.state).toBe('over');
  expect(reading.value).toBeLessThan(0.05);
  expect(reading.evidence).toContain('99 of 4,300 (2.3%');
  expect(reading.evidence).toContain(
    'It broke from 9:40 a.m. ET to 9:43 a.m. ET (13:40 to 13:43 UTC): 99 of 300 (33%).',
  );
});

it('keeps what broke once it is quiet again, and what broke while nobody looked', () => {
  const seen = at(60, at(43, at(40, null)));
  expect([seen.state, readingOf(seen, 'failing').state]).toEqual(['roll-back', 'broke-earlier']);
  const missed = at(60, at(40, null));
  expect([missed.state, readingOf(missed, 'failing').state]).toEqual(['roll-back', 'broke-earlier']);
  expect(missed.evidence).toContain('It broke from 9:40 a.m. ET to 9:43 a.m. ET');
});

it('a hold limit that broke earlier holds until it is accepted', () => {
  const verdict = at(60, null, 'hold');
  expect(verdict.state).toBe('over');
  expect(verdict.reason).toBe('Failing broke its limit earlier in this stage and is back inside it.');
  const { state, value } = readingOf(verdict, 'failing');
  const accept = {
    criterion: 'failing',
    by: 'A monitor',
    reason: 'a deploy',
    at: 0,
    until: Infinity,
    state,
    value,
  };
  const after = judgeWorld(plan('hold'), {
    series: worldSeries({ fails: spike, tries: flat(100, 60) }, 60),
    minutes: 60,
    previous: verdict,
    accepts: [accept],
  });
  expect(after.state).toBe('ready');
});

it('finds the worst stretch, and none where nothing speaks against the limit', () => {
  const x = Float64Array.from([0, 0, 9, 9, 0, 1, 0]);
  const n = Float64Array.from([50, 50, 20, 20, 50, 50, 50]);
  expect(worstStretch(x, n, 0.05)).toEqual({ from: 2, to: 4, x: 18, n: 40 });
  expect(worstStretch(new Float64Array(5), n.subarray(0, 5), 0.05)).toBeNull();
});
