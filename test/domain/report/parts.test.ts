import { describe, expect, it } from 'vitest';
import { checkInsOf, checkInState } from '../../../src/domain/report/check-ins.ts';
import { cleanUpTasks } from '../../../src/domain/report/clean-up.ts';
import { figure, standing } from '../../../src/domain/report/figure.ts';
import { measureFigures } from '../../../src/domain/report/measure-figure.ts';
import { reportCsv } from '../../../src/domain/report/report-csv.ts';
import { differencesOf } from '../../../src/domain/report/snapshot-differences.ts';
import { parseLimit } from '../../../src/domain/plan/limit.ts';
import { summarise } from '../../../src/domain/report/summary.ts';
import { movesFrom, ratePoint, type TrendPoint } from '../../../src/domain/report/trend.ts';
import type { SeriesResult } from '../../../src/domain/series/series.ts';
import type { KnownAllotment } from '../../../src/domain/verdict/known-allotment.ts';
import type { Run } from '../../../src/domain/verdict/run.ts';
import { byId, madeSeries } from '../../support/made-series.ts';
import { planOf } from './report-world.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const plan = planOf(`# P

\`\`\`stagewatch
toggles: [{ key: t }]
stages: [{ id: half, percent: 50 }, { id: all, percent: 100 }, { id: rest, off: true }]
signals:
  calls: { source: p, kind: count, query: calls }
  people: { source: p, kind: unique, query: people }
  latency: { source: p, kind: duration, unit: ms, weight: calls, query: latency }
  types: { source: p, kind: count, by: type, query: types }
checkins: [{ id: 3-month, after: 90d }, { id: first-week, after: 7d, from: half }]
\`\`\`
`);

const window = { from: 0, to: 4 * minute };
const measured = (...series: readonly SeriesResult[]) =>
  standing(measureFigures(plan, byId(...series), window));

describe('a number of a window', () => {
  const calls = madeSeries({ id: 'calls', start: 0, values: [1, 2, 3, 4] });
  const partial: SeriesResult = calls.status === 'error' ? calls : { ...calls, status: 'partial' };

  it('adds up counts, weighs averages by what they are of, and takes distinct things as one', () => {
    const figures = measured(
      calls,
      madeSeries({ id: 'people', start: 0, values: [3, 3, 3, 3], kind: 'unique', total: 7 }),
      madeSeries({ id: 'latency', start: 0, values: [100, 100, 100, 200], kind: 'duration' }),
      madeSeries({
        id: 'types',
        start: 0,
        values: [1, 1, 1, 1],
        groups: [
          { key: 'Refused', values: [1, null, 0, 0] },
          { key: 'Timeout', values: [0, 1, 1, 1] },
          { key: 'None', values: [0, 0, 0, 0] },
        ],
      }),
    );
    expect(figures.get('calls')).toMatchObject({ value: 10, problem: null });
    expect(figures.get('people')?.value).toBe(7);
    expect(figures.get('latency')).toMatchObject({ value: 140, highest: 200, unit: 'ms' });
    expect(figures.get('types')?.parts).toEqual([
      { key: 'Timeout', value: 3 },
      { key: 'Refused', value: 1 },
    ]);
  });

  it('never adds up distinct things bucket by bucket', () => {
    const figures = measured(madeSeries({ id: 'people', start: 0, values: [3, 3, 3, 3], kind: 'unique' }));
    expect(figures.get('people')?.value).toBeNull();
  });

  it.each([
    ['a gap', madeSeries({ id: 'calls', start: 0, values: [1, null, 3, 4] }), 8, '25% of the time'],
    ['a window cut short', madeSeries({ id: 'calls', start: 0, values: [1, 2] }), 3, '50% of the time'],
    ['an answer in part', partial, 10, 'only in part'],
  ] as readonly (readonly [string, SeriesResult, number, string])[])(
    'says that it may be too low: %s',
    (_name, series, value, why) => {
      const found = measured(series).get('calls');
      expect(found?.value).toBe(value);
      expect(found?.problem).toContain(why);
    },
  );
});

const run = (stage: string, start: number): Run => ({
  id: `${stage}-${start}`,
  stage,
  attempt: 1,
  start,
  end: null,
  length: null,
  openedBy: 'Ana',
  closedBy: null,
});

it('looks after a week and a month of the last stage that is on, and when the plan says', () => {
  const looks = checkInsOf(plan, [run('half', 5), run('all', 10), run('all', 20)]);
  expect(looks.map(({ id, window: seen }) => [id, seen?.from, seen?.to])).toEqual([
    ['first-week', 5, 5 + 7 * day],
    ['1-month', 20, 20 + 30 * day],
    ['3-month', 20, 20 + 90 * day],
  ]);
  const [first] = checkInsOf(plan, []);
  expect(first?.window).toBeNull();
});

it.each([
  [-1, false, 'to come'],
  [0, false, 'due'],
  [7 * day, false, 'late'],
  [7 * day, true, 'closed'],
])('%s after its day, closed %s: %s', (after, closed, state) => {
  const [look] = checkInsOf(plan, [run('half', 0)]);
  if (look === undefined) throw new Error('no check-in');
  expect(checkInState(look, closed, 7 * day + after)).toBe(state);
  expect(checkInState({ ...look, window: null }, closed, 0)).toBe('not started');
});

const allotment = (percent: number, everyone = false): KnownAllotment => ({
  status: 'ok',
  allotment: {
    toggle: 't',
    percent,
    everyone,
    percentOfActors: percent,
    percentOfTime: null,
    actors: 0,
    groups: 0,
    expression: false,
    origin: 'flipper',
    at: 1,
    by: null,
    since: null,
  },
});

const failed = (code: 'not_found' | 'timeout', httpStatus?: number): KnownAllotment => ({
  status: 'error',
  error: {
    code,
    message: 'No answer.',
    retryable: true,
    retryAt: null,
    attempts: 1,
    firstSeen: 1,
    ...(httpStatus === undefined ? {} : { httpStatus }),
  },
});

/** 100 % of time opens it for everybody, and is still a gate. */
const ofTime = ((): KnownAllotment => {
  const known = allotment(100, true);
  return known.status === 'ok'
    ? { ...known, allotment: { ...known.allotment, percentOfActors: null, percentOfTime: 100 } }
    : known;
})();

it.each([
  ['removed', failed('not_found'), 'done', 'Flipper has it no more'],
  ['unread', failed('timeout'), 'unknown', 'could not be read'],
  ['asked for at a wrong address', failed('not_found', 404), 'unknown', 'could not be read'],
  ['fully on', allotment(100, true), 'open', 'it can go'],
  ['on for all time, which is a gate too', ofTime, 'open', 'still conditional, at 100% of time'],
  ['conditional', allotment(100), 'open', 'still conditional, at 100% of actors'],
  ['half', allotment(50), 'open', 'too early'],
])('a toggle that is %s', (_name, known, state, said) => {
  const [task] = cleanUpTasks(plan, [{ toggle: 't', known, seen: Date.UTC(2025, 6, 16) }], []);
  expect(task?.state).toBe(state);
  expect(task?.said).toContain(said);
});

it('calls a toggle removed only where it was seen before: a misspelt name was never there', () => {
  const [never] = cleanUpTasks(plan, [{ toggle: 't', known: failed('not_found'), seen: null }], []);
  expect(never).toMatchObject({ state: 'unknown', said: expect.stringContaining('Check its name') });
  const seen = Date.UTC(2025, 6, 16);
  const [gone] = cleanUpTasks(plan, [{ toggle: 't', known: failed('not_found'), seen }], []);
  expect(gone?.said).toBe('Flipper has it no more. Its last change there was on 2025-07-16 (UTC).');
});

it('does not know whether anything still reads a toggle: Flipper does not tell', () => {
  const [task] = cleanUpTasks(plan, [{ toggle: 't', known: allotment(100), seen: 1 }], []);
  expect(task?.said).toContain('Whether anything still reads it is not known.');
});

it('writes a table no spreadsheet runs as a formula', () => {
  const row = { events: 1, of: null, low: 0.5, high: null, state: '', source: 'a "b"', frozenAt: '' };
  expect(reportCsv([{ ...row, about: '=1+1', label: 'a,b', value: '-3' }])).toBe(
    'about,label,value,events,of,low,high,state,source,frozenAt\r\n\'=1+1,"a,b",\'-3,1,,0.5,,,"a ""b""",\r\n',
  );
});

const counted = (name: string, value: number | null) =>
  figure(name, 'count', value, {
    origin: 'measured',
    source: 'p',
    at: 1,
    problem: value === null ? 'Gone.' : null,
  });

it('says by how much a source differs from what was frozen', () => {
  const frozen = [
    counted('same', 5),
    counted('more', 100),
    counted('less', 4),
    counted('gone', 3),
    counted('new', null),
  ];
  const now = [
    counted('same', 5),
    counted('more', 103),
    counted('less', 2),
    counted('gone', null),
    counted('new', 1),
  ];
  expect(differencesOf(frozen, now)).toEqual({
    differences: [
      { name: 'more', frozen: '100', now: '103', by: '3 more (3%)' },
      { name: 'less', frozen: '4', now: '2', by: '2 less (50%)' },
      { name: 'new', frozen: 'Not measured', now: '1', by: 'there was no number then' },
    ],
    unread: [{ name: 'gone', why: 'Gone.' }],
  });
});

const points = (...rates: readonly number[]): readonly TrendPoint[] =>
  rates.flatMap(
    (events, i) =>
      ratePoint(
        { id: String(i), label: `Stage ${i}`, kind: 'stage', origin: '' },
        { events, of: 100, about: false },
      ) ?? [],
  );

it.each([
  [[0, 0, 4, 11, 14], 'Stage 1'],
  [[5, 4, 6], undefined],
  [[1, 2, 3], 'Stage 0'],
  [[3, 3, 3], undefined],
  [[1, 2], undefined],
])('%j rises from %s on', (rates, from) => {
  expect(movesFrom(points(...rates), 'up')?.label).toBe(from);
});

it.each([
  ['> 95%', [99, 97, 90], 'Rate fell at every stage since Stage 0: from 99% to 90%.'],
  ['> 95%', [90, 97, 99], ''],
  ['< 5%', [1, 3, 9], 'Rate rose at every stage since Stage 0: from 1% to 9%.'],
  ['< 5%', [9, 3, 1], ''],
])('tells of a rate with target %s that went away from it: %j', (target, rates, said) => {
  const limit = parseLimit(target);
  if (typeof limit === 'string') throw new Error(limit);
  const kpi = { id: 'rate', label: 'Rate', measure: null, target: limit, fills: null, line: 1 };
  const trends = [{ kpi: 'rate', label: 'Rate', points: points(...rates) }];
  const look = { id: '1-week', label: '1 week', after: 1, from: null, window: null };
  expect(summarise([kpi], [], trends, look).replace(/^These .*met\. ?|^This .*met\. ?/, '')).toBe(said);
});

it('calls no share what is none', () => {
  const at = { id: 'a', label: 'A', kind: 'stage', origin: '' } as const;
  for (const [events, total] of [
    [1, 0],
    [3, 2],
    [-1, 2],
  ] as const)
    expect(ratePoint(at, { events, of: total, about: false })).toBeNull();
});
