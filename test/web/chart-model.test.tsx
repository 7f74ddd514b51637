import { describe, expect, it } from 'vitest';
import type { Point } from '../../src/domain/series/decimate.ts';
import type { SeriesData, SeriesResult } from '../../src/domain/series/series.ts';
import { alignedTo, chartModel, type ChartModel } from '../../src/web/ui/chart-model.ts';

const width = 60_000;

function made(
  id: string,
  values: readonly (number | null)[],
  changes: Partial<SeriesData> = {},
): SeriesResult {
  return {
    id,
    source: 'example',
    example: true,
    status: 'ok',
    issues: [],
    data: {
      kind: 'count',
      start: 0,
      width,
      values,
      completeThrough: values.length * width,
      fetchedAt: 0,
      assumedLag: 0,
      clockSkew: null,
      provenance: { source: 'example', endpoint: 'example', query: id },
      ...changes,
    },
  };
}

const failed: SeriesResult = {
  id: 'bad',
  source: 'example',
  example: true,
  status: 'error',
  error: {
    code: 'timeout',
    message: 'No answer in time.',
    retryable: true,
    retryAt: null,
    attempts: 3,
    firstSeen: 0,
  },
};

type Chart = Parameters<typeof chartModel>[0];

function drawn(chart: Chart, ...series: readonly SeriesResult[]): ChartModel {
  const model = chartModel(chart, series);
  if (typeof model === 'string') throw new Error(model);
  return model;
}

const shown = (points: readonly Point[]): readonly (number | null)[] => points.map((point) => point.value);

describe('chartModel', () => {
  it.each<readonly [string, Chart, readonly SeriesResult[], readonly (number | null)[], ChartModel['unit']]>([
    [
      'a ratio is a gap where either part is unknown or nothing happened',
      { kind: 'ratio', numerator: 'x', denominator: 'n', turned: false },
      [made('x', [1, null, 0, 3]), made('n', [10, 10, 0, null])],
      [0.1, null, null, null],
      'share',
    ],
    [
      'a gap of a single line stays a gap, and zero zero',
      { kind: 'single', signal: 'n' },
      [made('n', [4, null, 0])],
      [4, null, 0],
      'count',
    ],
    [
      'a duration is in milliseconds',
      { kind: 'single', signal: 'n' },
      [made('n', [420], { kind: 'duration' })],
      [420],
      'ms',
    ],
    [
      'a moving sum is a gap as long as a gap is in it',
      { kind: 'window-sum', signal: 'n', within: 2 * width },
      [made('n', [1, 2, null, 4, 5])],
      [1, 3, null, null, 9],
      'count',
    ],
    [
      'the slow share is what no bound within holds',
      { kind: 'slower', signal: 'n', than: 500 },
      [made('n', [10, 0, null, 4], { groups: [{ key: '500', values: [9, 0, 3, null] }] })],
      [0.1, null, null, null],
      'share',
    ],
  ])('%s', (_, chart, series, values, unit) => {
    const model = drawn(chart, ...series);
    expect(shown(model.points)).toEqual(values);
    expect(model.unit).toBe(unit);
    // A share of nothing was measured: it is no gap.
    expect(model.gaps + model.quiet.size).toBe(values.filter((value) => value === null).length);
  });

  it.each<readonly [string, Chart, string]>([
    ['a signal that failed', { kind: 'single', signal: 'bad' }, 'No answer in time.'],
    ['a signal that was not read', { kind: 'single', signal: 'none' }, '"none" was not read.'],
    [
      'a numerator that failed',
      { kind: 'ratio', numerator: 'bad', denominator: 'n', turned: false },
      'No answer in time.',
    ],
    [
      'a denominator that failed',
      { kind: 'ratio', numerator: 'n', denominator: 'bad', turned: false },
      'No answer in time.',
    ],
    ['a sum that failed', { kind: 'window-sum', signal: 'bad', within: width }, 'No answer in time.'],
    ['a histogram that failed', { kind: 'slower', signal: 'bad', than: 1 }, 'No answer in time.'],
  ])('%s is a sentence instead of a chart', (_, chart, text) => {
    expect(chartModel(chart, [failed, made('n', [1])])).toBe(text);
  });

  it('draws apart what may still change, joined to the last complete bucket', () => {
    const model = drawn(
      { kind: 'single', signal: 'n' },
      made('n', [1, 2, 3, 4], { completeThrough: 2 * width }),
    );
    expect(shown(model.points)).toEqual([1, 2]);
    expect(shown(model.open)).toEqual([2, 3, 4]);
  });

  it('holds nothing for complete when nothing is known to be', () => {
    const model = drawn({ kind: 'single', signal: 'n' }, made('n', [1, 2], { completeThrough: null }));
    expect(model.points).toEqual([]);
    expect(shown(model.open)).toEqual([1, 2]);
  });
});

describe('another line at the times of this one', () => {
  const points = [10, 20, 30, 40].map((at) => ({ at, value: 1 }));
  it.each([
    ['the same times', [10, 20, 30, 40], [1, 2, 3, 4], [1, 2, 3, 4]],
    ['a gap', [10, 20, 30, 40], [1, null, 3, 4], [1, null, 3, 4]],
    ['a later start', [30, 40], [3, 4], [null, null, 3, 4]],
    ['thinned out', [10, 25, 40], [1, 2, 4], [1, 1, 2, 4]],
    ['nothing', [], [], [null, null, null, null]],
  ])('%s', (_name, times, values, expected) => {
    const other = times.map((at, i) => ({ at, value: values[i] ?? null }));
    expect(alignedTo(points, other)).toEqual(expected);
  });
});
