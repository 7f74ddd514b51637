import { describe, expect, it } from 'vitest';
import type { CriterionView } from '../../src/contract/rollout.ts';
import type { Reading } from '../../src/domain/verdict/reading.ts';
import { sayChart, sayPoint } from '../../src/web/ui/chart-finding.ts';
import { chartModel, pointAt, type ChartModel } from '../../src/web/ui/chart-model.ts';
import { thinLines } from '../../src/web/ui/chart-paths.tsx';
import { linePath } from '../../src/web/ui/line-path.ts';
import {
  beyondLimit,
  likelyBand,
  limitLabel,
  limitLine,
  worstPoint,
  type LimitLine,
} from '../../src/web/ui/chart-limit.ts';
import { buildWorld } from '../../mocks/world.ts';

const zones = { shown: 'America/New_York', plan: 'America/New_York' };
const minute = 60_000;
const start = Date.parse('2025-07-21T13:00:00Z');

function model(
  values: readonly (number | null)[],
  complete = values.length,
  of?: readonly number[],
): ChartModel {
  const data = {
    kind: 'count' as const,
    start,
    width: minute,
    completeThrough: start + complete * minute,
    fetchedAt: start,
    assumedLag: 0,
    clockSkew: null,
    provenance: { source: 'example', endpoint: '', query: '' },
  };
  const made = (id: string, line: readonly (number | null)[]) =>
    ({
      id,
      source: 'example',
      example: true,
      status: 'ok',
      issues: [],
      data: { ...data, values: line },
    }) as const;
  const read =
    of === undefined
      ? chartModel({ kind: 'single', signal: 'x' }, [made('x', values)])
      : chartModel({ kind: 'ratio', numerator: 'x', denominator: 'n', turned: false }, [
          made('x', values),
          made('n', of),
        ]);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

const under = (value: number): LimitLine => ({ value, label: '', wrong: 'above', strict: true });
const over = (value: number): LimitLine => ({ value, label: '', wrong: 'below', strict: true });

describe('the finding of a chart, in one sentence', () => {
  it.each<readonly [string, ChartModel, LimitLine | null, string]>([
    [
      'nothing measured',
      model([null, null]),
      null,
      'No complete bucket has a value yet; 2 buckets have no data.',
    ],
    ['nothing complete', model([1, 2], 0), null, 'No complete bucket has a value yet.'],
    [
      'only zeros',
      model([0, 0, 0]),
      under(5),
      'Zero in all 3 buckets that were measured; no bucket beyond the limit.',
    ],
    [
      'beyond the limit, with a gap',
      model([1, 9, null, 7]),
      under(5),
      'Highest 9 at 9:01 a.m. ET (13:01 UTC); newest 7; 2 of 3 measured buckets beyond the limit; 1 bucket has no data.',
    ],
    ['no limit', model([1, 3]), null, 'Highest 3 at 9:01 a.m. ET (13:01 UTC); newest 3.'],
    [
      'a floor: the lowest is the worst',
      model([9, 4, 8]),
      over(5),
      'Lowest 4 at 9:01 a.m. ET (13:01 UTC); newest 8; 1 of 3 measured buckets beyond the limit.',
    ],
  ])('%s', (_name, made, limit, said) => expect(sayChart(made, limit, zones)).toBe(said));
});

it('says of a bucket what it shows, that it may change, or why there is nothing; never a blank', () => {
  const made = model([1, null, 0, 2], 3, [4, 4, 0, 4]);
  const said = [0, 1, 2, 3, 4].map((i) => sayPoint(made, start + i * minute));
  expect(said).toEqual(['25%', 'No data', 'No traffic', '50%, may still change', 'Not measured']);
  expect(pointAt(made, start + 90_000)?.at).toBe(start + minute);
});

const minuteOf = (n: number): number => start + n * minute;

it('counts stretches beyond the limit, and lets a gap end one', () => {
  const made = model([6, 7, 1, 8, null, 9]);
  expect(beyondLimit(made, under(6))).toEqual([
    { from: minuteOf(0), to: minuteOf(2), buckets: 2, worst: 7 },
    { from: minuteOf(3), to: minuteOf(4), buckets: 1, worst: 8 },
    { from: minuteOf(5), to: minuteOf(6), buckets: 1, worst: 9 },
  ]);
  // "At most 6" allows 6 itself.
  expect(beyondLimit(made, { ...under(6), strict: false })[0]).toMatchObject({
    from: minuteOf(1),
    buckets: 1,
  });
});

it('marks no worst bucket where nothing is above zero', () => {
  expect(worstPoint(model([0, 0]), under(5))).toBeNull();
  expect(worstPoint(model([null]), null)).toBeNull();
});

describe('the limit on the axis', () => {
  const view = buildWorld('healthy', start).stage('stage-b');
  const reading = view?.verdict.readings.find((one) => one.criterion === 'error-rate');
  const criterion = view?.criteria.find((one) => one.id === 'error-rate');
  const line = (limit: Partial<NonNullable<Reading['limit']>>, turned = false): LimitLine | null => {
    if (reading === undefined || criterion?.chart?.kind !== 'ratio') throw new Error('no criterion');
    const made: CriterionView = { ...criterion, chart: { ...criterion.chart, turned } };
    return limitLine(made, {
      ...reading,
      limit: { comparator: '<', value: 0.05, unit: '%', within: null, ...limit },
    });
  };

  it.each([
    ['under 5%', line({}), { value: 0.05, wrong: 'above', strict: true }],
    ['at most 5%', line({ comparator: '<=' }), { value: 0.05, wrong: 'above', strict: false }],
    ['over 95%', line({ comparator: '>', value: 0.95 }), { value: 0.95, wrong: 'below', strict: true }],
    // Uptime is drawn as the share that failed.
    [
      'over 99.9%, turned',
      line({ comparator: '>', value: 0.75 }, true),
      { value: 0.25, wrong: 'above', strict: true },
    ],
  ])('%s', (_name, made, expected) => expect(made).toMatchObject(expected));

  it('is called in full where there is room, and by its value where there is not', () => {
    const label = 'Limit: at most 1.5 times the old path, 4.2%';
    const made = { value: 0.063, label, wrong: 'above', strict: false } as const;
    expect(limitLabel(made, 'share', 1000)).toBe(label);
    expect(limitLabel(made, 'share', 220)).toBe('Limit: at most 6.3%');
    const floor = { ...made, value: 0.95, wrong: 'below', strict: true } as const;
    expect(limitLabel(floor, 'share', 220)).toBe('Limit: over 95%');
  });

  const band = (more: Partial<Reading>, unit: ChartModel['unit'] = 'share', turned = false): unknown => {
    if (reading === undefined || criterion?.chart?.kind !== 'ratio') throw new Error('no criterion');
    const made: CriterionView = { ...criterion, chart: { ...criterion.chart, turned } };
    const window = { from: start, to: start + 5 * minute };
    const judged = { window, judgedThrough: start + 4 * minute, range: { low: 0.25, high: 0.5 } };
    return likelyBand(made, { ...reading, ...judged, ...more }, { unit });
  };
  const whole = { from: start, to: start + 4 * minute, low: 0.25, high: 0.5 };

  it.each([
    ['over what was judged', band({}), whole],
    ['of what is judged through nowhere', band({ judgedThrough: null }), null],
    [
      'of what went well, drawn as what failed',
      band({ range: { low: 0.9, high: 1 } }, 'share', true),
      { ...whole, low: 0, high: 1 - 0.9 },
    ],
    ['without a range', band({ range: null }), null],
    ['of so many times another rate, where the axis shows rates', band({ unit: 'ratio' }), null],
    ['of a count of the whole time, where the axis shows buckets', band({ unit: 'count' }, 'count'), null],
    [
      'of milliseconds',
      band({ unit: 'ms', range: { low: 180, high: 210 } }, 'ms'),
      { ...whole, low: 180, high: 210 },
    ],
  ])('the likely range as a band, %s', (_name, made, expected) => expect(made).toEqual(expected));
});

it('thins each line by itself, bends none at the moments of another, and breaks none', () => {
  const to = start + 1000 * minute;
  const points = Array.from({ length: 1000 }, (_, i) => ({
    at: start + i * minute,
    value: i % 97 === 0 ? 50 : i % 7,
  }));
  const old = points.map(({ at }, i) => ({ at, value: i % 89 === 0 ? 40 : i % 5 }));
  const lines = thinLines({ points, open: [] }, old, { from: start, to }, 100);
  for (const line of [lines.value, lines.old]) {
    expect(line.length).toBeLessThanOrEqual(300);
    expect(line.length).toBeGreaterThan(190);
  }
  expect(Math.max(...lines.value.map((point) => point.value ?? 0))).toBe(50);
  expect(Math.max(...lines.old.map((point) => point.value ?? 0))).toBe(40);
  for (const point of lines.value) expect(points).toContainEqual(point);
});

it('lifts the line at a gap, and draws what stands alone as a dot', () => {
  const points = [1, null, 3, 4, null].map((value, at) => ({ at, value }));
  const d = linePath(
    points,
    (at) => at * 10,
    (value) => value,
  );
  expect(d).toBe('M0 1h.01M20 3L30 4');
});
