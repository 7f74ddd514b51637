import fc from 'fast-check';
import { expect, it } from 'vitest';
import { noBaselines } from '../../../src/domain/verdict/past.ts';
import { readingTags } from '../../../src/domain/verdict/reading.ts';
import { verdictWords, type Verdict } from '../../../src/domain/verdict/verdict.ts';
import { verdict as verdictContract } from '../../../src/contract/verdict.ts';
import { byId, madeSeries } from '../../support/made-series.ts';
import {
  flat,
  judgeWorld,
  readingOf,
  worldPast,
  worldPlan,
  worldSeries,
  worldStart,
} from '../../support/judged-world.ts';

const minute = 60_000;

/** One criterion of every kind a series can feed. */
const plan = worldPlan({
  criteria: [
    '  - { id: ratio, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    '  - { id: success, ratio: [fine, tries], limit: "> 95%", breach: roll back }',
    '  - { id: uptime, uptime: { failed: fails, of: tries }, limit: "> 99.9%", bursty: true }',
    '  - { id: probe, uptime: { up: up }, limit: "> 99.9%" }',
    '  - { id: total, count: fails, limit: "< 5" }',
    '  - { id: window, count: fails, limit: "< 10 in any 10m" }',
    '  - { id: rate, count: fails, limit: "< 10 per 1h" }',
    '  - { id: never, never: fails }',
    '  - { id: average, average: lat, limit: "< 200ms" }',
    '  - { id: highest, max: lat, limit: "< 900ms" }',
    '  - { id: slower, slower: { than: 1s, of: hist }, limit: "< 5%" }',
    '  - { id: control, ratio: [fails, tries], baseline: control, control: { signal: old-fails, of: old-tries } }',
    '  - { id: previous, ratio: [fails, tries], baseline: previous stage }',
    '  - { id: shift, average: lat, baseline: previous stage }',
  ].join('\n'),
  signals: ['fails', 'fine', 'tries', 'old-fails', 'old-tries', 'lat', 'up', 'hist'],
  kinds: { lat: 'duration', up: 'gauge', hist: 'histogram' },
});

const ids = ['fails', 'fine', 'tries', 'old-fails', 'old-tries', 'lat', 'up', 'hist'] as const;

type Values = Readonly<Record<(typeof ids)[number], readonly (number | null)[]>>;

const healthy: Values = {
  fails: flat(0, 60),
  fine: flat(100, 60),
  tries: flat(100, 60),
  'old-fails': flat(0, 60),
  'old-tries': flat(300, 60),
  lat: flat(120, 60),
  up: flat(1, 60),
  hist: flat(100, 60),
};

function judge(values: Values, more: { readonly minutes?: number; readonly id?: string } = {}): Verdict {
  const series = byId(
    ...ids.map((id) =>
      madeSeries({
        id,
        start: worldStart,
        values: values[id],
        ...(id === 'hist' ? { groups: [{ key: '1000', values: values.hist }] } : {}),
      }),
    ),
  );
  const previousStage = worldPast('Stage A', { fails: 1, tries: 100, lat: 120 }, { minutes: 120 });
  return judgeWorld(plan, {
    series,
    minutes: more.minutes ?? 60,
    baselines: { ...noBaselines, previousStage },
    ...(more.id === undefined ? {} : { id: more.id }),
  });
}

const states = new Set(Object.keys(readingTags));
const words = new Set(Object.values(verdictWords));

/** Every state is a named one, every number a number, and the whole fits the contract. */
function expectNamed(verdict: Verdict): void {
  expect(words.has(verdict.word)).toBe(true);
  for (const reading of verdict.readings) {
    expect(states.has(reading.state)).toBe(true);
    expect(reading.evidence).not.toMatch(/NaN|undefined|Infinity/);
    for (const number of [reading.value, reading.range?.low, reading.range?.high])
      expect(Number.isNaN(number ?? 0)).toBe(false);
  }
  expect(JSON.stringify(verdict)).not.toContain('undefined');
  expect(verdictContract.safeParse(JSON.parse(JSON.stringify(verdict))).success).toBe(true);
}

const stateOf = (verdict: Verdict, id: string): string => readingOf(verdict, id).state;

const every = (value: number | null): Values => {
  const column = Array.from({ length: 60 }, () => value);
  return {
    fails: column,
    fine: column,
    tries: column,
    'old-fails': column,
    'old-tries': column,
    lat: column,
    up: column,
    hist: column,
  };
};

it.each([
  ['all null', null],
  ['negative', -1],
  ['not a number', Number.NaN],
  ['infinite', Infinity],
])('series that are %s are never green', (_what, value) => {
  const verdict = judge(every(value));
  expectNamed(verdict);
  expect(verdict.state).toBe('blind');
  for (const reading of verdict.readings)
    expect(['no-data', 'stale', 'source-error']).toContain(reading.state);
});

it('a healthy world is ready, so that what follows is not blind by accident', () => {
  const verdict = judge(healthy);
  expectNamed(verdict);
  expect(
    Object.fromEntries(verdict.readings.map((reading) => [reading.criterion, reading.state])),
  ).toMatchObject({
    ratio: 'met',
    success: 'met',
    uptime: 'met',
    probe: 'met',
    total: 'met',
    window: 'met',
    rate: 'met',
    never: 'met',
    average: 'met',
    highest: 'met',
    slower: 'met',
    previous: 'met',
  });
});

it('more events than trials is a source error, in either direction', () => {
  const verdict = judge({ ...healthy, fails: flat(120, 60), fine: flat(130, 60) });
  expectNamed(verdict);
  expect(['ratio', 'success', 'uptime'].map((id) => stateOf(verdict, id))).toEqual([
    'source-error',
    'source-error',
    'source-error',
  ]);
  expect(verdict.state).not.toBe('ready');
});

it('one negative bucket, as a counter that was reset would give, is a gap and no number', () => {
  const fails = healthy.fails.map((value, i) => (i === 20 ? -7 : value));
  const verdict = judge({ ...healthy, fails });
  expectNamed(verdict);
  expect(readingOf(verdict, 'ratio').counts).toMatchObject({ measured: 59, expected: 60 });
});

it('a clock that jumped back before the start, or far ahead, gives no green', () => {
  for (const minutes of [-30, 0, 300, 50_000]) {
    const verdict = judge(healthy, { minutes });
    expectNamed(verdict);
    expect(verdict.state).not.toBe('ready');
  }
});

it('a change of clocks inside the stage moves no bucket', () => {
  const fall = Date.UTC(2025, 10, 2, 5, 30);
  const dst = worldPlan({
    criteria: '  - { id: ratio, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
    signals: ['fails', 'tries'],
    stages: '  - { id: b, percent: 25, length: 2h }',
  });
  const verdict = judgeWorld(dst, {
    series: worldSeries({ fails: 1, tries: 100 }, 120, fall),
    minutes: 0,
    now: fall + 120 * minute,
    run: {
      id: 'r',
      stage: 'b',
      attempt: 1,
      start: fall,
      end: null,
      length: 120 * minute,
      openedBy: '',
      closedBy: null,
    },
  });
  expect(verdict.state).toBe('ready');
  expect(readingOf(verdict, 'ratio').counts).toMatchObject({
    events: 120,
    of: 12_000,
    measured: 120,
    expected: 120,
  });
});

it('a stage of no length judges nothing and is not ready', () => {
  const verdict = judgeWorld(plan, {
    series: byId(...ids.map((id) => madeSeries({ id, start: worldStart, values: [] }))),
    minutes: 0,
    run: {
      id: 'r',
      stage: 'b',
      attempt: 1,
      start: worldStart,
      end: worldStart,
      length: 0,
      openedBy: '',
      closedBy: null,
    },
  });
  expectNamed(verdict);
  expect(verdict.state).not.toBe('ready');
});

it.each([
  ['< 0%', 1, 'over'],
  ['< 0%', 0, 'over-not-certain'],
  ['<= 0%', 0, 'not-enough-data'],
  ['<= 0%', 1, 'over'],
  ['<= 100%', 100, 'close'],
  ['< 100%', 100, 'over-not-certain'],
  ['>= 0%', 0, 'close'],
  ['>= 100%', 100, 'not-enough-data'],
  ['>= 100%', 99, 'over'],
])('a limit of %s with %d in a hundred is %s', (limit, fails, wanted) => {
  const odd = worldPlan({
    criteria: `  - { id: odd, ratio: [fails, tries], limit: "${limit}", breach: roll back }`,
    signals: ['fails', 'tries'],
  });
  const verdict = judgeWorld(odd, { series: worldSeries({ fails, tries: 100 }, 60), minutes: 60 });
  expectNamed(verdict);
  expect(stateOf(verdict, 'odd')).toBe(wanted);
});

it('no traffic at all is No traffic or No data, never met', () => {
  const verdict = judge({
    ...healthy,
    fails: flat(0, 60),
    fine: flat(0, 60),
    tries: flat(0, 60),
    hist: flat(0, 60),
  });
  expectNamed(verdict);
  expect(
    ['ratio', 'success', 'uptime', 'slower', 'control', 'previous'].map((id) => stateOf(verdict, id)),
  ).toEqual(['no-traffic', 'no-traffic', 'no-traffic', 'no-traffic', 'no-traffic', 'no-traffic']);
});

it('any numbers at all end in named states', () => {
  const value = fc.oneof(
    { weight: 6, arbitrary: fc.nat(200) },
    fc.constant(null),
    fc.constantFrom(-1, Number.NaN, Infinity, 0.5, 1e12, Number.MAX_SAFE_INTEGER, 1e-9),
  );
  const column = fc.array(value, { minLength: 0, maxLength: 90 });
  fc.assert(
    fc.property(
      fc.record({
        fails: column,
        fine: column,
        tries: column,
        'old-fails': column,
        'old-tries': column,
        lat: column,
        up: column,
        hist: column,
      }),
      fc.integer({ min: -5, max: 100 }),
      (values, minutes) => expectNamed(judge(values, { minutes })),
    ),
    { numRuns: 200 },
  );
});

const partly = (fails: number): Verdict => {
  const series = worldSeries({ fails, tries: 100, lat: 120, up: 1 }, 60);
  const [first, ...rest] = [...series.values()].map((one) => ({ ...one, status: 'partial' as const }));
  const small = worldPlan({
    criteria: [
      '  - { id: ratio, ratio: [fails, tries], limit: "< 5%", breach: roll back }',
      '  - { id: window, count: fails, limit: "< 10 in any 10m" }',
      '  - { id: total, count: fails, limit: "< 5" }',
      '  - { id: average, average: lat, limit: "< 200ms" }',
      '  - { id: probe, uptime: { up: up }, limit: "> 99.9%" }',
    ].join('\n'),
    signals: ['fails', 'tries', 'lat', 'up'],
    kinds: { lat: 'duration', up: 'gauge' },
  });
  if (first === undefined || first.status !== 'partial') throw new Error('no series');
  const all = [first, ...rest].flatMap((one) => ('data' in one && one.data !== undefined ? [one] : []));
  return judgeWorld(small, { series: new Map(all.map((one) => [one.id, one])), minutes: 60 });
};

it('an answer in part is never met, and what it shows to be broken is', () => {
  expect(partly(0).readings.map((reading) => reading.state)).toEqual(
    Array.from({ length: 5 }, () => 'not-enough-data'),
  );
  expect(partly(0).readings[0]?.evidence).toContain('It answered only in part');
  expect(partly(20).state).toBe('roll-back');
});
