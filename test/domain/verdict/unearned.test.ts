import { expect, it } from 'vitest';
import { parseLimit } from '../../../src/domain/plan/limit.ts';
import { meanSequence } from '../../../src/domain/stats/mean-sequence.ts';
import { noBaselines } from '../../../src/domain/verdict/past.ts';
import { replayStage } from '../../../src/domain/verdict/replay.ts';
import { byId, madeSeries } from '../../support/made-series.ts';
import {
  flat,
  judgeWorld,
  readingOf,
  worldInput,
  worldPast,
  worldPlan,
  worldSeries,
  worldStart,
} from '../../support/judged-world.ts';

// Ways in which a stage could be called ready, or rolled back, without having earned it.

const minute = 60_000;

const control = worldPlan({
  criteria:
    '  - { id: steady, ratio: [fails, tries], baseline: control, control: { signal: old-fails, of: old-tries }, tolerance: 1.25x, breach: roll back }',
  signals: ['fails', 'tries', 'old-fails', 'old-tries'],
});

const halves = (first: number, second: number): readonly number[] => [
  ...flat(first, 30),
  ...flat(second, 30),
];

it('a shift of traffic together with an incident on both paths is no rise (Simpson)', () => {
  const series = worldSeries(
    {
      fails: halves(0, 25),
      tries: halves(100, 500),
      'old-fails': halves(1, 25),
      'old-tries': halves(900, 500),
    },
    60,
  );
  const verdict = judgeWorld(control, { series, minutes: 60 });
  expect(verdict.state).not.toBe('roll-back');
  expect(readingOf(verdict, 'steady').value).toBeLessThan(1.1);
});

it('and a rise is not hidden by one: the new path at twice the old while its traffic falls', () => {
  const series = worldSeries(
    {
      fails: halves(1, 5),
      tries: halves(500, 50),
      'old-fails': halves(1, 47),
      'old-tries': halves(500, 950),
    },
    60,
  );
  const verdict = judgeWorld(control, { series, minutes: 60 });
  expect(verdict.state).not.toBe('ready');
  expect(readingOf(verdict, 'steady').value).toBeGreaterThan(1.5);
});

const previous = worldPlan({
  criteria: '  - { id: steady, ratio: [fails, tries], baseline: previous stage, breach: roll back }',
  signals: ['fails', 'tries'],
});

it('a past without traffic proves nothing', () => {
  const baselines = { ...noBaselines, previousStage: worldPast('Stage A', { fails: 0, tries: 0 }) };
  const verdict = judgeWorld(previous, {
    series: worldSeries({ fails: 5, tries: 10 }, 60),
    minutes: 60,
    baselines,
  });
  expect(readingOf(verdict, 'steady').state).toBe('no-data');
  expect(verdict.state).toBe('blind');
});

it('more events than trials is a source error against a baseline too', () => {
  const series = worldSeries({ fails: 20, tries: 10, 'old-fails': 180, 'old-tries': 90 }, 60);
  expect(readingOf(judgeWorld(control, { series, minutes: 60 }), 'steady').state).toBe('source-error');
});

it('a bare count is not compared where the share of people on each path is not known', () => {
  const plan = worldPlan({
    criteria:
      '  - { id: sentry, count: fails, baseline: control, control: { signal: old-fails }, breach: roll back }',
    signals: ['fails', 'old-fails'],
    stages: '  - { id: b, actors: 200, length: 1h }',
  });
  const verdict = judgeWorld(plan, { series: worldSeries({ fails: 6, 'old-fails': 8 }, 60), minutes: 60 });
  expect(readingOf(verdict, 'sentry').state).toBe('no-data');
});

it('an event rule is met only where every bucket was seen, a statistic where nearly every one was', () => {
  const plan = worldPlan({
    criteria:
      '  - { id: never, never: fails }\n  - { id: rate, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    signals: ['fails', 'tries'],
  });
  const holed = worldSeries({ fails: [...flat(0, 58), null, 0], tries: flat(100, 60) }, 60);
  const verdict = judgeWorld(plan, { series: holed, minutes: 60 });
  expect(verdict.readings.map((reading) => reading.state)).toEqual(['not-enough-data', 'met']);
});

it('a class is zero only where the classes were seen', () => {
  const plan = worldPlan({
    criteria:
      '  - { id: statuses, classes: { signal: by-status, of: tries, groups: ["5xx"] }, baseline: control, control: { signal: old-by-status, of: old-tries }, tolerance: 1.1x, breach: roll back }',
    signals: ['by-status', 'tries', 'old-by-status', 'old-tries'],
  });
  const known = [...flat(4, 15), ...Array.from({ length: 45 }, () => null)];
  const series = byId(
    madeSeries({
      id: 'by-status',
      start: worldStart,
      values: known,
      groups: [{ key: '500', values: known }],
    }),
    madeSeries({
      id: 'old-by-status',
      start: worldStart,
      values: flat(10, 60),
      groups: [{ key: '500', values: flat(10, 60) }],
    }),
    madeSeries({ id: 'tries', start: worldStart, values: flat(100, 60) }),
    madeSeries({ id: 'old-tries', start: worldStart, values: flat(1_000, 60) }),
  );
  const [reading] = judgeWorld(plan, { series, minutes: 15 }).readings;
  expect(reading?.state).toBe('over');
  expect(reading?.counts).toMatchObject({ events: 60, of: 1_500 });
});

it('is not ready before the data of its last minutes have been read', () => {
  const plan = worldPlan({
    criteria: '  - { id: rate, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    signals: ['fails', 'tries'],
  });
  const late = judgeWorld(plan, { series: worldSeries({ fails: 1, tries: 100 }, 58), minutes: 60 });
  expect(late.state).toBe('watching');
  expect(late.reason).toContain('its last data are still to be read');
  expect(judgeWorld(plan, { series: worldSeries({ fails: 1, tries: 100 }, 60), minutes: 60 }).state).toBe(
    'ready',
  );
});

const spread = (total: number): readonly (number | null)[] => [
  ...Array.from({ length: 59 }, (_, i) => Math.floor(((i + 1) * total) / 59) - Math.floor((i * total) / 59)),
  null,
];

it('the look at the planned end is taken though its last bucket was never measured', () => {
  const plan = worldPlan({
    criteria: '  - { id: rate, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    signals: ['fails', 'tries'],
  });
  const verdict = judgeWorld(plan, {
    series: worldSeries({ fails: spread(15), tries: spread(132) }, 60),
    minutes: 60,
  });
  expect(verdict.state).toBe('roll-back');
});

it('an outage left out stays left out while its last minutes are still arriving', () => {
  const plan = worldPlan({
    criteria: '  - { id: never, never: fails, breach: roll back }',
    signals: ['fails'],
  });
  const fails = [...flat(0, 19), 5, ...flat(0, 20)];
  const series = byId(madeSeries({ id: 'fails', start: worldStart, values: fails, complete: 18 }));
  const excluded = [{ from: worldStart + 15 * minute, to: worldStart + 40 * minute }];
  expect(judgeWorld(plan, { series, minutes: 20, excluded }).state).not.toBe('roll-back');
  expect(judgeWorld(plan, { series, minutes: 20 }).state).toBe('roll-back');
});

it('a stage that runs on keeps a budget of downtime for all the time it runs', () => {
  const plan = worldPlan({
    criteria: '  - { id: probe, uptime: { up: up }, limit: "> 99.9%", breach: roll back }',
    signals: ['up'],
    kinds: { up: 'gauge' },
  });
  const up = [...flat(1, 100), 0.9, ...flat(1, 499)];
  expect(judgeWorld(plan, { series: worldSeries({ up }, 600), minutes: 600 }).state).toBe('ready');
});

it('reads the last of buckets that are not on the hours of UTC', () => {
  const day = 24 * 60 * minute;
  const plan = worldPlan({
    criteria: '  - { id: rate, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    signals: ['fails', 'tries'],
    stages: '  - { id: b, percent: 25, length: 6d }',
  });
  const of = (id: string, values: readonly number[]): ReturnType<typeof madeSeries> =>
    madeSeries({ id, start: worldStart, width: day, values });
  const input = worldInput(plan, {
    series: byId(of('tries', flat(100, 6)), of('fails', [...flat(0, 5), 60])),
    minutes: 6 * 24 * 60,
  });
  expect(replayStage(input).last?.state).toBe('roll-back');
});

it('"more than so many in any window" is no limit', () => {
  expect(parseLimit('> 60 in any 10m')).toContain('needs a most');
  expect(parseLimit('< 60 in any 10m')).toMatchObject({ within: 600_000 });
});

it('neighbours that are alike widen the range of a mean', () => {
  const alike = Array.from({ length: 120 }, (_, i) => ({ mean: 10 + Math.sin(i / 9), n: 1 }));
  const mixed = alike.map((_, i) => alike[(i * 37) % 120] ?? { mean: 10, n: 1 });
  const width = (rows: typeof alike): number => {
    const range = meanSequence({ rows, plannedBuckets: 120, alpha: 0.01 });
    return (range?.high ?? 0) - (range?.low ?? 0);
  };
  expect(width(alike)).toBeGreaterThan(1.5 * width(mixed));
});

it('a past that was answered only in part is no measure of a rate', () => {
  const whole = worldPast('Stage A', { fails: 10, tries: 200 });
  const part = new Map(
    [...whole.series].flatMap(([id, one]) =>
      one.status === 'error' ? [] : [[id, { ...one, status: 'partial' as const }] as const],
    ),
  );
  const judge = (past: typeof whole): string =>
    readingOf(
      judgeWorld(previous, {
        series: worldSeries({ fails: 1, tries: 1_000 }, 60),
        minutes: 60,
        baselines: { ...noBaselines, previousStage: past },
      }),
      'steady',
    ).state;
  expect([judge(whole), judge({ ...whole, series: part })]).toEqual(['met', 'no-data']);
});

it('off on purpose is known from a toggle, never from silence', () => {
  const off = worldPlan({
    criteria: '  - { id: rate, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    signals: ['fails', 'tries'],
    stages: '  - { id: b, off: true }',
  });
  const silent = { series: worldSeries({ fails: [], tries: [] }, 0), minutes: 30 };
  expect(judgeWorld(off, silent).state).toBe('off-by-plan');
  expect(judgeWorld(off, { ...silent, allotments: new Map() }).state).toBe('blind');
  expect(judgeWorld({ ...off, toggles: [] }, silent).state).toBe('blind');
});
