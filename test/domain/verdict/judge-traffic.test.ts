import { expect, it } from 'vitest';
import { readPlan } from '../../../src/domain/plan/read-plan.ts';
import { judgeTraffic } from '../../../src/domain/verdict/judge-traffic.ts';
import type { KnownAllotment } from '../../../src/domain/verdict/known-allotment.ts';
import type { TrafficReading } from '../../../src/domain/verdict/traffic-reading.ts';
import { byId, failedSeries, madeSeries } from '../../support/made-series.ts';

const start = Date.UTC(2025, 6, 28, 13);
const minute = 60_000;

const markdown = (unit: string): string => `# Letters

\`\`\`stagewatch
toggles: [{ key: letters }]
stages: [{ id: a, percent: 5, length: 1h }]
signals:
  on-new: { source: prometheus, kind: counter, query: new }
  on-old: { source: prometheus, kind: counter, query: old }
criteria: [{ id: c, count: on-new, watch: true }]
traffic: [{ toggle: letters, new: on-new, old: on-old, ${unit} }]
\`\`\`
`;

function allotted(percent: number | null): ReadonlyMap<string, KnownAllotment> {
  if (percent === null) return new Map();
  const allotment = {
    toggle: 'letters',
    percent,
    everyone: false,
    percentOfActors: percent,
    percentOfTime: null,
    actors: 0,
    groups: 0,
    expression: false,
    origin: 'flipper',
    at: start,
    by: null,
    since: null,
  } as const;
  return new Map([['letters', { status: 'ok', allotment }]]);
}

/** All of them in the first of ten minutes. */
function line(n: number): readonly number[] {
  return [n, ...Array.from({ length: 9 }, () => 0)];
}

/** One reading of `onNew` against `onOld`, all in the first of ten minutes. */
function split(
  onNew: number,
  onOld: number,
  percent: number | null,
  unit = 'unit: actors',
): TrafficReading | undefined {
  const read = readPlan(markdown(unit));
  const stage = read.ok ? read.plan.stages[0] : undefined;
  if (!read.ok || stage === undefined) throw new Error('the plan can’t be read');
  return judgeTraffic({
    plan: read.plan,
    stage,
    run: {
      id: 'r',
      stage: 'a',
      attempt: 1,
      start,
      end: null,
      length: 60 * minute,
      openedBy: 'test',
      closedBy: null,
    },
    series: byId(
      madeSeries({ id: 'on-new', start, values: line(onNew) }),
      madeSeries({ id: 'on-old', start, values: line(onOld) }),
    ),
    allotments: allotted(percent),
    now: start + 10 * minute,
  })[0];
}

it.each([
  ['the share the toggle gives', 49, 951, 5, 'matches'],
  ['twice what it gives', 100, 900, 5, 'abnormal'],
  ['too few people to say', 1, 20, 5, 'not-enough-data'],
  ['nobody on the new path at 0 %', 0, 1000, 0, 'matches'],
  ['a tenth on the new path at 0 %', 100, 900, 0, 'abnormal'],
  ['stragglers on the old path at 100 %', 995, 5, 100, 'matches'],
  ['one in ten on the old path at 100 %', 900, 100, 100, 'abnormal'],
  ['nobody at all at 100 %', 0, 0, 100, 'not-enough-data'],
  ['an unknown allotment', 50, 950, null, 'unknown-allotment'],
] as const)('%s', (_what, onNew, onOld, percent, state) => {
  expect(split(onNew, onOld, percent)?.state).toBe(state);
});

it('calls requests whose number per person is unknown neither a match nor a fault', () => {
  expect(split(900, 8100, 5, 'unit: requests')?.state).toBe('not-enough-data');
  expect(split(900, 8100, 5, 'unit: requests, per-actor: 3')?.state).toBe('abnormal');
});

it.each([
  ['fails', failedSeries('on-old'), 'source-error'],
  ['has no data', madeSeries({ id: 'on-old', start, values: [null, null] }), 'no-data'],
  ['stopped early', madeSeries({ id: 'on-old', start, values: [9] }), 'stale'],
] as const)('is never a match when one of its sources %s', (_what, old, state) => {
  const read = readPlan(markdown('unit: actors'));
  const stage = read.ok ? read.plan.stages[0] : undefined;
  if (!read.ok || stage === undefined) throw new Error('the plan can’t be read');
  const [reading] = judgeTraffic({
    plan: read.plan,
    stage,
    run: {
      id: 'r',
      stage: 'a',
      attempt: 1,
      start,
      end: null,
      length: 60 * minute,
      openedBy: 'test',
      closedBy: null,
    },
    series: byId(madeSeries({ id: 'on-new', start, values: Array.from({ length: 30 }, () => 5) }), old),
    allotments: allotted(5),
    now: start + 30 * minute,
  });
  expect(reading?.state).toBe(state);
});

it('says what an abnormal split is consistent with and what may cause it', () => {
  const reading = split(100, 900, 5);
  expect(reading?.consistentWith).toEqual([]);
  expect(reading?.causes).toContain('the query counts another environment');
  expect(reading?.evidence).toContain('Possible causes: ');
  const turned = split(950, 50, 5);
  expect(turned?.consistentWith).toEqual([95]);
  expect(turned?.evidence).toContain('5% is excluded; traffic is consistent with 95%.');
});
