import { expect, it } from 'vitest';
import { noBaselines, type Baselines } from '../../../src/domain/verdict/past.ts';
import { byId, failedSeries, madeSeries } from '../../support/made-series.ts';
import {
  flat,
  judgeWorld,
  readingOf,
  worldPast,
  worldPlan,
  worldSeries,
  worldStart,
} from '../../support/judged-world.ts';

const control = worldPlan({
  criteria:
    '  - { id: steady, ratio: [fails, tries], baseline: control, control: { signal: old-fails, of: old-tries }, tolerance: 1.25x, breach: roll back }',
  signals: ['fails', 'tries', 'old-fails', 'old-tries'],
});

const against = (fails: number, minutes = 60): ReturnType<typeof worldSeries> =>
  worldSeries({ fails, tries: 250, 'old-fails': 8, 'old-tries': 750 }, minutes);

it('compares with the old path at the same time, as rates, and shows both', () => {
  const reading = readingOf(judgeWorld(control, { series: against(8), minutes: 60 }), 'steady');
  expect(reading.state).toBe('over');
  expect(reading.value).toBeCloseTo(3, 6);
  expect(reading.evidence).toContain(
    '480 of 15,000 (3.2%) against 480 of 45,000 (1.1%) in the old path at the same time: 3 times',
  );
  expect(reading.evidence).toContain('Limit: at most 1.25 times.');
  expect(reading.comparedWith).toMatchObject({
    with: 'the old path at the same time',
    events: 480,
    of: 45_000,
  });
});

it('an incident that hits both paths alike is no reason to roll back', () => {
  const storm = [...flat(2, 20), ...flat(40, 20), ...flat(2, 20)];
  const series = worldSeries(
    { fails: storm, tries: 250, 'old-fails': storm.map((n) => 3 * n), 'old-tries': 750 },
    60,
  );
  const verdict = judgeWorld(control, { series, minutes: 60 });
  expect(readingOf(verdict, 'steady').state).not.toBe('over');
  expect(verdict.state).not.toBe('roll-back');
});

it('is met once the new path is shown to be no worse than tolerated', () => {
  const series = worldSeries({ fails: 2, tries: 250, 'old-fails': 8, 'old-tries': 750 }, 60);
  expect(readingOf(judgeWorld(control, { series, minutes: 60 }), 'steady').state).toBe('met');
  expect(readingOf(judgeWorld(control, { series: series, minutes: 2 }), 'steady').state).toBe(
    'not-enough-data',
  );
});

it('says how many more requests would decide it', () => {
  const reading = readingOf(judgeWorld(control, { series: against(2), minutes: 4 }), 'steady');
  expect(reading.more).toMatchObject({ kind: 'to-meet' });
  expect(reading.evidence).toMatch(/About [\d,]+ more would decide it \(about .+ at this rate\)\./);
});

it('an old path that cannot be read makes it a source error, never a pass', () => {
  const series = new Map([...against(2), ...byId(failedSeries('old-fails'))]);
  const verdict = judgeWorld(control, { series, minutes: 60 });
  expect(readingOf(verdict, 'steady').state).toBe('source-error');
  expect(verdict.state).toBe('blind');
});

it('at 100 % the old path is compared as it was before launch', () => {
  const plan = worldPlan({
    criteria:
      '  - { id: steady, ratio: [fails, tries], baseline: control, control: { signal: old-fails, of: old-tries }, breach: roll back }',
    signals: ['fails', 'tries', 'old-fails', 'old-tries'],
    stages: '  - { id: b, percent: 100, length: 1h }',
  });
  const baselines: Baselines = {
    ...noBaselines,
    sameHours: [worldPast('the same hours a week before launch', { 'old-fails': 10, 'old-tries': 1000 })],
  };
  const series = worldSeries({ fails: 30, tries: 1000 }, 60);
  const reading = readingOf(judgeWorld(plan, { series, minutes: 60, baselines }), 'steady');
  expect(reading.state).toBe('over');
  expect(reading.evidence).toContain('in the same hours a week before launch: 3 times');
  const without = readingOf(judgeWorld(plan, { series, minutes: 60 }), 'steady');
  expect(without.state).toBe('no-data');
});

const previous = worldPlan({
  criteria:
    '  - { id: steady, ratio: [fails, tries], baseline: previous stage, tolerance: 1.25x, breach: roll back }',
  signals: ['fails', 'tries'],
});

const stageA = (fails: number, tries: number): Baselines => ({
  ...noBaselines,
  previousStage: worldPast('Stage A', { fails, tries }, { percent: 5 }),
});

it('compares with the stage before as rates: five times the traffic may have five times the errors', () => {
  const series = worldSeries({ fails: 10, tries: 1000 }, 60);
  const reading = readingOf(
    judgeWorld(previous, { series, minutes: 60, baselines: stageA(2, 200) }),
    'steady',
  );
  expect(reading.value).toBeCloseTo(1, 9);
  expect(['met', 'not-enough-data']).toContain(reading.state);
  const worse = readingOf(judgeWorld(previous, { series, minutes: 60, baselines: stageA(2, 800) }), 'steady');
  expect(worse.state).toBe('over');
  expect(worse.evidence).toContain('in Stage A: 4 times');
});

it('never takes a small past for the truth: two errors then and eight now show nothing', () => {
  const series = worldSeries({ fails: [8, ...flat(0, 59)], tries: [200, ...flat(0, 59)] }, 60);
  const baselines: Baselines = {
    ...noBaselines,
    previousStage: worldPast('Stage A', { fails: [2, ...flat(0, 59)], tries: [200, ...flat(0, 59)] }),
  };
  const reading = readingOf(judgeWorld(previous, { series, minutes: 60, baselines }), 'steady');
  expect(reading.state).toBe('over-not-certain');
});

it('the first stage has nothing to compare with: it is watched, says so, and does not hold the way', () => {
  const plan = worldPlan({
    criteria:
      '  - { id: steady, ratio: [fails, tries], baseline: previous stage, breach: roll back }\n  - { id: rate, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    signals: ['fails', 'tries'],
  });
  const series = worldSeries({ fails: 1, tries: 200 }, 60);
  const verdict = judgeWorld(plan, { series, minutes: 60, id: 'a' });
  expect(readingOf(verdict, 'steady')).toMatchObject({ state: 'watched', group: 'watched' });
  expect(verdict.state).toBe('ready');
  // A later stage whose earlier ones were all rolled back, or never ran, can't be compared and is not let through.
  const later = judgeWorld(plan, { series, minutes: 60, id: 'b' });
  expect(readingOf(later, 'steady').state).toBe('no-data');
  expect(later.state).toBe('blind');
});

it('takes the same hours before launch where they hold enough, else the days before', () => {
  const plan = worldPlan({
    criteria: '  - { id: steady, ratio: [fails, tries], baseline: before launch, breach: roll back }',
    signals: ['fails', 'tries'],
  });
  const series = worldSeries({ fails: 2, tries: 250 }, 60);
  const lately = [worldPast('the day before launch', { fails: 20, tries: 1000 })];
  const rich = judgeWorld(plan, {
    series,
    minutes: 60,
    baselines: {
      ...noBaselines,
      sameHours: [worldPast('the same hours', { fails: 8, tries: 1000 })],
      lately,
    },
  });
  expect(readingOf(rich, 'steady').comparedWith).toMatchObject({ with: 'the same hours', events: 480 });
  const poor = judgeWorld(plan, {
    series,
    minutes: 60,
    baselines: {
      ...noBaselines,
      sameHours: [worldPast('the same hours', { fails: 8, tries: 1000 }, { minutes: 10 })],
      lately,
    },
  });
  expect(readingOf(poor, 'steady').comparedWith).toMatchObject({ with: 'the day before launch' });
});

const classes = worldPlan({
  criteria:
    '  - { id: statuses, classes: { signal: by-status, of: tries, groups: ["499", "504", "5xx"] }, baseline: control, control: { signal: old-by-status, of: old-tries }, tolerance: 1.1x, breach: roll back }',
  signals: ['by-status', 'tries', 'old-by-status', 'old-tries'],
});

function statuses(id: string, groups: Readonly<Record<string, number>>): ReturnType<typeof madeSeries> {
  const total = Object.values(groups).reduce((sum, n) => sum + n, 0);
  return madeSeries({
    id,
    start: worldStart,
    values: flat(total, 60),
    groups: Object.entries(groups).map(([key, n]) => ({ key, values: flat(n, 60) })),
  });
}

it('judges every status class on its own, and names the one that rose', () => {
  const series = byId(
    statuses('by-status', { '200': 240, '500': 1, '504': 9 }),
    statuses('old-by-status', { '200': 740, '500': 3, '502': 1, '504': 6 }),
    madeSeries({ id: 'tries', start: worldStart, values: flat(250, 60) }),
    madeSeries({ id: 'old-tries', start: worldStart, values: flat(750, 60) }),
  );
  const reading = readingOf(judgeWorld(classes, { series, minutes: 60 }), 'statuses');
  expect(reading.state).toBe('over');
  expect(reading.evidence).toMatch(/^504: 540 of 15,000/);
  expect(reading.parts.map((part) => [part.key, part.state, part.events])).toEqual([
    ['499', 'watched', 0],
    ['504', 'over', 540],
    ['5xx', 'over', 600],
  ]);
});

it('a signal that is not grouped cannot be judged by class', () => {
  const series = worldSeries({ 'by-status': 10, tries: 250, 'old-by-status': 10, 'old-tries': 750 }, 60);
  expect(readingOf(judgeWorld(classes, { series, minutes: 60 }), 'statuses').state).toBe('no-data');
});

it('compares a bare count with the stage before per person who had the feature', () => {
  const plan = worldPlan({
    criteria: '  - { id: sentry, count: issues, baseline: previous stage, breach: roll back }',
    signals: ['issues'],
  });
  const baselines: Baselines = {
    ...noBaselines,
    previousStage: worldPast('Stage A', { issues: 4 }, { percent: 5 }),
  };
  const alike = judgeWorld(plan, { series: worldSeries({ issues: 20 }, 60), minutes: 60, baselines });
  expect(readingOf(alike, 'sentry').value).toBeCloseTo(1, 9);
  const more = judgeWorld(plan, { series: worldSeries({ issues: 60 }, 60), minutes: 60, baselines });
  expect(readingOf(more, 'sentry').state).toBe('over');
});

const latency = worldPlan({
  criteria: '  - { id: slow, average: lat, baseline: previous stage, tolerance: 1.1x, breach: roll back }',
  signals: ['lat'],
  kinds: { lat: 'duration' },
});

const wave = (base: number, minutes: number): readonly number[] =>
  Array.from({ length: minutes }, (_, i) => base * (1 + 0.05 * Math.sin(i * 2.4)));

const latencyBefore = (minutes: number): Baselines => ({
  ...noBaselines,
  previousStage: worldPast('Stage A', { lat: wave(200, minutes) }, { minutes }),
});

const judgeLatency = (base: number, minutes: number): ReturnType<typeof readingOf> =>
  readingOf(
    judgeWorld(latency, {
      series: worldSeries({ lat: wave(base, 60) }, 60),
      minutes: 60,
      baselines: latencyBefore(minutes),
    }),
    'slow',
  );

it('compares latency bucket by bucket with the stage before, and needs sixty buckets to do so', () => {
  expect(judgeLatency(200, 120).state).toBe('met');
  expect(judgeLatency(300, 120).state).toBe('over');
  expect(judgeLatency(300, 120).evidence).toContain('1.5 times the latency of Stage A, 200 ms there');
  expect(judgeLatency(300, 40)).toMatchObject({ state: 'not-enough-data', value: null });
});

it('one freak minute of latency is no reason to roll back', () => {
  const spike = [...wave(200, 30), 9_000, ...wave(200, 29)];
  const baselines: Baselines = {
    ...noBaselines,
    previousStage: worldPast('Stage A', { lat: wave(200, 120) }, { minutes: 120 }),
  };
  const reading = readingOf(
    judgeWorld(latency, { series: worldSeries({ lat: spike }, 60), minutes: 60, baselines }),
    'slow',
  );
  expect(reading.state).not.toBe('over');
});

it.each([
  ['average: lat, baseline: control', 'needs the old path'],
  ['ratio: [fails, tries], baseline: control, control: { signal: a }', 'needs the old path'],
  ['ratio: [fails, tries], baseline: previous stage, limit: "< 5%"', 'Write them as two criteria'],
  ['never: fails, baseline: previous stage', 'cannot be compared with a baseline'],
  ['ratio: [fails, tries], control: { signal: a }', 'baseline: control'],
  ['count: fails, bursty: true, limit: "< 5"', 'can be bursty'],
])('a criterion with %s is refused with what to do', (text, wanted) => {
  expect(() =>
    worldPlan({
      criteria: `  - { id: c, ${text} }`,
      signals: ['fails', 'tries', 'lat'],
      kinds: { lat: 'duration' },
    }),
  ).toThrow(wanted);
});
