import type { CriterionView } from '#contract/rollout.ts';
import type { SeriesData, SeriesResult } from '#domain/series/series.ts';
import { levelTrend, shareTrend, type Trend } from '#domain/series/trend.ts';
import type { ValueUnit } from '#domain/verdict/reading.ts';
import { sayValue } from '#domain/verdict/say-value.ts';

type Chart = NonNullable<CriterionView['chart']>;

/** How a criterion's signals have gone over the stage so far, from complete buckets only. */
export function rowTrend(chart: Chart, series: readonly SeriesResult[]): Trend | null {
  const read = (id: string): SeriesData | null => {
    const result = series.find((one) => one.id === id);
    return result === undefined || result.status === 'error' ? null : result.data;
  };
  switch (chart.kind) {
    case 'ratio': {
      const [top, bottom] = [read(chart.numerator), read(chart.denominator)];
      if (top === null || bottom === null) return null;
      const trend = shareTrend(complete(top), complete(bottom));
      return chart.turned ? turnedRound(trend) : trend;
    }
    case 'slower': {
      const data = read(chart.signal);
      const fast = data?.groups?.find((group) => Number(group.key) === chart.than);
      if (data === null || fast === undefined) return null;
      const slow = data.values.map((n, i) => {
        const under = fast.values[i];
        return n === null || under === null || under === undefined ? null : n - under;
      });
      return shareTrend(complete({ ...data, values: slow }), complete(data));
    }
    case 'single':
    case 'window-sum': {
      const data = read(chart.signal);
      return data === null ? null : levelTrend(complete(data));
    }
  }
}

/** "Rising: 2.4% in the second half so far, 0.8% in the first."; says so where there is no trend or too little to tell. */
export function sayTrend(trend: Trend | null, chart: Chart, unit: ValueUnit): string {
  if (trend === null) return 'Too little for a trend.';
  if (trend.direction === 'none') return 'No clear trend.';
  const word = trend.direction === 'rising' ? 'Rising' : 'Falling';
  const [first, second] = [trend.first, trend.second].map((value) => sayHalf(value, chart, unit));
  return `${word}: ${second ?? ''} in the second half so far, ${first ?? ''} in the first.`;
}

function sayHalf(value: number, chart: Chart, unit: ValueUnit): string {
  if (chart.kind === 'ratio' || chart.kind === 'slower') return sayValue(value, 'share');
  return unit === 'ms' ? sayValue(value, 'ms') : `${sayValue(value, 'count')} a bucket`;
}

/** The signals count what failed; the criterion, what did not. */
function turnedRound(trend: Trend | null): Trend | null {
  if (trend === null) return null;
  const directions = { rising: 'falling', falling: 'rising', none: 'none' } as const;
  return {
    direction: directions[trend.direction],
    first: 1 - trend.first,
    second: 1 - trend.second,
  };
}

/** What may still change is no part of a trend. */
function complete(data: SeriesData): readonly (number | null)[] {
  const { values, start, width, completeThrough } = data;
  const buckets = completeThrough === null ? 0 : Math.floor((completeThrough - start) / width);
  return values.slice(0, Math.max(0, buckets));
}
