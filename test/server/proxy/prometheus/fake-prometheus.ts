import { matrix, type Asked, type MatrixRow } from '../asked.ts';

/** A series as it was scraped. */
export interface Scraped {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly { readonly at: number; readonly value: number }[];
}

/**
 * Answers the questions the adapter asks about counters, from scraped samples. Knows `up` by the scrapes given for it,
 * and nothing of PromQL beyond these few forms.
 */
export function fakePrometheus(
  counters: readonly Scraped[],
  ups: readonly Scraped[],
  now: () => number,
): (asked: Asked) => Response {
  const past = (one: Scraped): Scraped => ({
    ...one,
    samples: one.samples.filter(({ at }) => at <= now()),
  });
  return ({ url, form }) => {
    const query = form.get('query') ?? '';
    const found = query.includes('process_start_time_seconds') ? [] : counters;
    const series = (query.includes('up{') ? ups : found).map(past);
    const range = Number(/\[(\d+)ms\]/.exec(query)?.[1] ?? 300_000);
    if (url.pathname.endsWith('/query')) return raw(series, Number(form.get('time')) * 1000, range);
    return matrix(overGrid(query, series, range, pointsOf(form)));
  };
}

function pointsOf(form: URLSearchParams): readonly number[] {
  const [from = 0, to = 0, step = 1] = ['start', 'end', 'step'].map((name) =>
    Math.round(Number(form.get(name)) * 1000),
  );
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, k) => from + k * step);
}

function raw(series: readonly Scraped[], to: number, range: number): Response {
  const all = series.map(({ labels, samples }) => ({
    metric: labels,
    values: samples
      .filter(({ at }) => at >= to - range && at <= to)
      .map(({ at, value }) => [at / 1000, String(value)] as const),
  }));
  return matrix(all.filter(({ values }) => values.length > 0));
}

function overGrid(
  query: string,
  series: readonly Scraped[],
  range: number,
  points: readonly number[],
): readonly MatrixRow[] {
  const inRange = (one: Scraped, point: number): Scraped['samples'] =>
    one.samples.filter(({ at }) => at >= point - range && at <= point);
  if (query.startsWith('last_over_time')) {
    return rows(series, points, (one, point) => inRange(one, point).at(-1)?.value);
  }
  if (query.startsWith('count(resets')) {
    const resetsAt = (point: number): number =>
      series.filter((one) =>
        inRange(one, point).some(({ value }, i, all) => i > 0 && value < (all[i - 1]?.value ?? 0)),
      ).length;
    return rows([{ labels: {}, samples: [] }], points, (_, point) => resetsAt(point) || undefined);
  }
  if (query.startsWith('max(timestamp')) {
    const newest = (point: number): number =>
      Math.max(0, ...series.flatMap((one) => inRange(one, point).map(({ at }) => at)));
    return rows([{ labels: {}, samples: [] }], points, (_, point) => newest(point) / 1000 || undefined);
  }
  throw new Error(`The fake knows nothing of ${query}.`);
}

function rows(
  series: readonly Scraped[],
  points: readonly number[],
  valueAt: (one: Scraped, point: number) => number | undefined,
): readonly MatrixRow[] {
  const all = series.map((one) => ({
    metric: one.labels,
    values: points.flatMap((point): readonly (readonly [number, string])[] => {
      const value = valueAt(one, point);
      return value === undefined ? [] : [[point / 1000, String(value)]];
    }),
  }));
  return all.filter(({ values }) => values.length > 0);
}
