import { describe, expect, it } from 'vitest';
import type { SeriesResult } from '../../../src/domain/series/series.ts';
import type { KnownAllotment } from '../../../src/domain/verdict/known-allotment.ts';
import { isRequired } from '../../../src/domain/verdict/reading.ts';
import { unseenReading } from '../../../src/domain/verdict/unseen-reading.ts';
import { failedSeries, madeSeries } from '../../support/made-series.ts';
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
const calm = { fails: 1, slow: 2, tries: 100 };

const plan = worldPlan({
  criteria: [
    '  - { id: failing, label: Submissions failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    '  - { id: slow, label: Slow answers, ratio: [slow, tries], limit: "< 10%" }',
  ].join('\n'),
  signals: ['fails', 'slow', 'tries', 'old'],
  rest: 'traffic: [{ toggle: t, new: tries, old: old, unit: requests, per-actor: 2 }]',
});

/** A signal that failed, with what it last gave up to a minute. */
function failedAfter(id: string, value: number, minutes: number): SeriesResult {
  const before = madeSeries({ id, start: worldStart, values: flat(value, minutes) });
  const failed = failedSeries(id);
  if (before.status === 'error' || failed.status !== 'error') throw new Error('not as made');
  return { ...failed, lastGood: before.data };
}

describe('a row that can’t be judged keeps its last value, with its time, and is not judged by it', () => {
  it.each<readonly [string, ReadonlyMap<string, SeriesResult>, number, string]>([
    ['late', worldSeries({ ...calm, old: 300 }, 20), 35, 'stale'],
    [
      'failing',
      new Map([...worldSeries({ ...calm, old: 300 }, 35), ['fails', failedAfter('fails', 1, 20)]]),
      35,
      'source-error',
    ],
  ])('%s', (_, series, minutes, state) => {
    const verdict = judgeWorld(plan, { series, minutes });
    const reading = readingOf(verdict, 'failing');
    expect(reading).toMatchObject({ state, value: null, range: null });
    expect(reading.last).toEqual({ value: 0.01, at: worldStart + 20 * minute });
    expect(verdict.state).toBe('blind');
    expect(verdict.reason).toContain('for 15 minutes, so');
    expect(verdict.evidence).toContain('9:20 a.m. ET (13:20 UTC)');
    expect(verdict.evidence).toContain('Last values are shown, but not counted.');
  });

  it('has none where nothing was ever good, where it is wrong in itself, and where it is judged', () => {
    const dead = judgeWorld(plan, {
      series: new Map([...worldSeries({ ...calm, old: 300 }, 20), ['fails', failedSeries('fails')]]),
      minutes: 20,
    });
    expect(readingOf(dead, 'failing')).toMatchObject({ state: 'source-error', last: null });
    expect(readingOf(dead, 'slow').last).toBeNull();
    expect(dead.reason).toMatch(/^Prometheus has given no good answer, so 1 of 2/);
    const wrong = judgeWorld(plan, {
      series: worldSeries({ ...calm, fails: 200, old: 300 }, 20),
      minutes: 20,
    });
    expect(readingOf(wrong, 'failing')).toMatchObject({ state: 'source-error', last: null });
  });

  it('a broken limit that the last values show is neither over nor met by them', () => {
    const verdict = judgeWorld(plan, {
      series: worldSeries({ ...calm, fails: 50, old: 300 }, 20),
      minutes: 35,
    });
    expect(readingOf(verdict, 'failing')).toMatchObject({ state: 'stale', last: { value: 0.5 } });
    expect(verdict.state).toBe('blind');
  });

  it('is taken from a reading that has grown old, and only once', () => {
    const fresh = readingOf(
      judgeWorld(plan, { series: worldSeries({ ...calm, old: 300 }, 20), minutes: 20 }),
      'failing',
    );
    const aged = unseenReading(fresh, 'stale');
    expect(aged).toMatchObject({
      value: null,
      range: null,
      last: { value: 0.01, at: worldStart + 20 * minute },
    });
    expect(unseenReading(aged, 'source-error').last).toEqual(aged.last);
  });
});

it('says why each row can’t be judged, not only the first', () => {
  const series = new Map([
    ...worldSeries({ ...calm, old: 300 }, 20),
    ['fails', failedSeries('fails')] as const,
    ['slow', madeSeries({ id: 'slow', start: worldStart, values: flat(0, 20).map(() => null) })] as const,
  ]);
  const { reason, evidence } = judgeWorld(plan, { series, minutes: 20 });
  expect(reason).toContain("2 of 2 required criteria can't be judged: Submissions failing, Slow answers.");
  expect(evidence).toContain('Submissions failing: prometheus did not answer.');
  expect(evidence).toContain('Slow answers: Prometheus answered, but nothing matched the query of "slow".');
});

describe('no traffic is no dead source', () => {
  const silent = { fails: 0, slow: 0, tries: 0, old: 300 };

  it('says since when, how much was expected, and to check the query', () => {
    const verdict = judgeWorld(plan, { series: worldSeries(silent, 20), minutes: 20 });
    expect(verdict.state).toBe('blind');
    expect(verdict.reason).toBe('No requests seen on the new path since 9:00 a.m. ET, 20 minutes ago.');
    // 25 % of all on the new path is a third of what is on the old one: 20 minutes of 300, and a third of it.
    expect(verdict.evidence).toContain('`t` gives 25%: about 2,000 requests expected by now');
    expect(verdict.evidence).toContain('tagging fault');
    expect(verdict.next).toContain('Check the query');
    expect(verdict.next).not.toContain('directly');
  });

  it('names no number where nothing tells what to expect', () => {
    const verdict = judgeWorld(plan, {
      series: worldSeries({ ...silent, old: 0 }, 20),
      minutes: 20,
    });
    expect(verdict.evidence).not.toContain('expected');
    expect(verdict.reason).toContain('on the new path');
  });

  it('names the criterion where others have traffic', () => {
    const two = worldPlan({
      criteria: [
        '  - { id: failing, label: Submissions failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
        '  - { id: letters, label: Letters failing, ratio: [bad, letters], limit: "< 10%" }',
      ].join('\n'),
      signals: ['fails', 'tries', 'bad', 'letters'],
    });
    const { reason } = judgeWorld(two, {
      series: worldSeries({ fails: 1, tries: 100, bad: 0, letters: 0 }, 20),
      minutes: 20,
    });
    expect(reason).toBe('No requests seen for Letters failing since 9:00 a.m. ET, 20 minutes ago.');
  });

  it('stands beside a source that fails: two causes, and none hides the other', () => {
    const series = new Map([...worldSeries(silent, 20), ['slow', failedSeries('slow')] as const]);
    const { reason, also } = judgeWorld(plan, { series, minutes: 20 });
    const reasons = [reason, ...also.map((cause) => cause.reason)].join(' ');
    expect(reasons).toContain('no good answer');
    expect(reasons).toContain('No requests seen');
  });
});

it('a toggle that is off plan says since when people get the other share', () => {
  const [entry] = worldInput(plan, { series: new Map(), minutes: 0 }).allotments;
  if (entry === undefined || entry[1].status === 'error') throw new Error('no allotment');
  const { allotment } = entry[1];
  const changed: KnownAllotment = {
    status: 'ok',
    allotment: {
      ...allotment,
      percent: 50,
      at: worldStart + 20 * minute,
      since: worldStart + 7 * minute,
      unannounced: { from: 25, at: worldStart + 7 * minute },
    },
  };
  const { state, evidence } = judgeWorld(plan, {
    series: worldSeries({ ...calm, old: 100 }, 20),
    minutes: 20,
    allotments: new Map([['t', changed]]),
  });
  expect(state).toBe('off-plan');
  expect(evidence).toBe(
    'Changed from 25% to 50% at 9:07 a.m. ET (13:07 UTC). Read from Flipper at 9:20 a.m. ET (13:20 UTC).',
  );
});

it('names the row that is close, and the closest is the one with the least room', () => {
  const close = judgeWorld(plan, {
    series: worldSeries({ tries: 2_000, slow: 185, fails: 20, old: 6_000 }, 50),
    minutes: 50,
  });
  const states = close.readings.filter(isRequired).map((one) => one.state);
  expect(close.evidence).toMatch(/Closest: Slow answers: /);
  const hasClose = states.includes('close');
  expect(close.reason.startsWith('Nothing is wrong yet. Slow answers is close to its limit.')).toBe(hasClose);
});

it('a broken limit that broke days ago names the day', () => {
  const broken = judgeWorld(plan, { series: worldSeries({ ...calm, fails: 50, old: 300 }, 20), minutes: 20 });
  expect(broken.reason).toBe('Submissions failing broke its roll-back limit at 9:20 a.m. ET.');
  const later = judgeWorld(plan, {
    series: worldSeries({ ...calm, fails: 50, old: 300 }, 3_000),
    minutes: 3_000,
    previous: broken,
  });
  expect(later.reason).toBe('Submissions failing broke its roll-back limit on July 28, 9:20 a.m. ET.');
});
