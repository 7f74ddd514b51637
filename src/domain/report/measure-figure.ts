import type { Plan, Signal } from '../plan/plan.ts';
import type { SeriesData, SeriesResult } from '../series/series.ts';
import type { Window } from '../time/time.ts';
import { saySource } from '../verdict/say-value.ts';
import { figure, type Figure } from './figure.ts';

/** Beyond this part of a window without data nothing is called complete (as for a stage's limits). */
const mostMissing = 0.05;

/** The figures of a window, one per signal read. What could not be read is a figure without a value, and says why. */
export function measureFigures(
  plan: Plan,
  series: ReadonlyMap<string, SeriesResult>,
  window: Window,
): readonly Figure[] {
  return plan.signals.flatMap((signal) => {
    const result = series.get(signal.id);
    return result === undefined ? [] : [measured(signal, result, series, window)];
  });
}

function measured(
  signal: Signal,
  result: SeriesResult,
  series: ReadonlyMap<string, SeriesResult>,
  window: Window,
): Figure {
  const unit = signal.kind === 'duration' ? 'ms' : 'count';
  const about = { origin: 'measured', source: result.source, example: result.example } as const;
  if (result.status === 'error') {
    return figure(signal.id, unit, null, {
      ...about,
      at: window.to,
      problem: `${saySource(result.source)} could not be read: ${result.error.message}`,
    });
  }
  const { data } = result;
  const at = data.fetchedAt;
  const link = data.provenance.link ?? null;
  const value = valueOf(signal, data, series);
  if (value === null) {
    const problem = `${saySource(result.source)} answered, but with no number for "${signal.id}" that can be added up.`;
    return figure(signal.id, unit, null, { ...about, at, link, problem });
  }
  return figure(signal.id, unit, value, {
    ...about,
    at,
    link,
    highest: unit === 'ms' ? highest(data) : null,
    parts: data.kind === 'count' ? partsOf(data) : [],
    problem: missingOf(result.status, data, window),
  });
}

function valueOf(signal: Signal, data: SeriesData, series: ReadonlyMap<string, SeriesResult>): number | null {
  if (data.total !== undefined && data.total !== null) return data.total;
  const known = data.values.filter((value) => value !== null);
  if (known.length === 0) return null;
  switch (data.kind) {
    case 'count':
      // Differences of raw counters may come out a hair off a whole number.
      return Math.round(sum(known) * 1e6) / 1e6;
    case 'duration':
      return average(data, weightsOf(signal, series));
    case 'unique':
    case 'gauge':
    case 'histogram':
      return null;
  }
}

/** Bucket averages weighed by how many each is of; alike where the plan names no weight. */
function average(data: SeriesData, weights: SeriesData | null): number | null {
  let total = 0;
  let weight = 0;
  for (const [i, value] of data.values.entries()) {
    const n = weights === null ? 1 : (weights.values[i + offset(data, weights)] ?? 0);
    if (value === null || n <= 0) continue;
    total += value * n;
    weight += n;
  }
  return weight === 0 ? null : total / weight;
}

function offset(data: SeriesData, other: SeriesData): number {
  return Math.round((data.start - other.start) / data.width);
}

function weightsOf(signal: Signal, series: ReadonlyMap<string, SeriesResult>): SeriesData | null {
  const weight = signal.weight === null ? undefined : series.get(signal.weight);
  return weight === undefined || weight.status === 'error' ? null : weight.data;
}

function highest(data: SeriesData): number | null {
  const known = data.values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((most, value) => Math.max(most, value));
}

function partsOf(data: SeriesData): Figure['parts'] {
  return (data.groups ?? [])
    .map(({ key, values }) => ({ key, value: sum(values.filter((value) => value !== null)) }))
    .filter((part) => part.value > 0)
    .toSorted((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1));
}

/** Why a number may be too low; `null` where the window was seen whole. */
function missingOf(status: string, data: SeriesData, window: Window): string | null {
  if (status === 'partial') return 'The source answered only in part: the number may be too low.';
  const from = Math.max(0, Math.round((window.from - data.start) / data.width));
  const buckets = Math.max(1, Math.ceil((window.to - window.from) / data.width));
  const known = data.values.slice(from, from + buckets).filter((value) => value !== null).length;
  if (known >= buckets * (1 - mostMissing)) return null;
  return `${Math.round((100 * (buckets - known)) / buckets)}% of the time has no data: the number may be too low.`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
