import type { SeriesData } from '#domain/series/series.ts';
import type { Ms, Window } from '#domain/time/time.ts';
import type { SourceAnswer } from './metric-source.ts';
import type { SignalRequest } from './signal-request.ts';

interface Entry {
  readonly data: SeriesData;
  readonly used: number;
}

/** Keeps the complete buckets of each question, so that only the tail is asked again. */
export interface SeriesCache {
  /** The window that still has to be asked for. */
  missing(request: SignalRequest): Window;
  /** Joins a fresh tail to what is kept, and keeps its complete buckets. */
  join(request: SignalRequest, tail: SourceAnswer): SourceAnswer;
}

/** This many buckets before the first incomplete one are asked again: late samples may still land there. */
const overlap = 3;
const maxEntries = 500;

export function seriesCache(): SeriesCache {
  const kept = new Map<string, Entry>();
  let clock = 0;
  return {
    missing: (request) => {
      const entry = kept.get(keyOf(request));
      if (entry === undefined || !joinable(request, entry.data)) return request.window;
      const from = (entry.data.completeThrough ?? request.window.from) - overlap * request.width;
      return {
        from: Math.max(request.window.from, Math.min(from, request.window.to)),
        to: request.window.to,
      };
    },
    join: (request, tail) => {
      const key = keyOf(request);
      if (!tail.ok) return tail;
      const entry = kept.get(key);
      const data =
        entry !== undefined && joinable(request, entry.data)
          ? joined(request, entry.data, tail.data)
          : tail.data;
      clock += 1;
      kept.delete(key);
      kept.set(key, { data, used: clock });
      if (kept.size > maxEntries) evictOldest(kept);
      return { ...tail, data };
    },
  };
}

function evictOldest(kept: Map<string, Entry>): void {
  const [oldest] = kept.keys();
  if (oldest !== undefined) kept.delete(oldest);
}

function keyOf(request: SignalRequest): string {
  const { source, kind, query, dataset, by, measure, statistic, unit, width, anchor, window } = request;
  return JSON.stringify([
    source,
    kind,
    query,
    dataset,
    by,
    measure,
    statistic,
    unit,
    width,
    anchor,
    window.from,
  ]);
}

/** Grouped and whole-window answers are read whole: their parts and totals can't be joined bucket by bucket. */
function joinable(request: SignalRequest, data: SeriesData): boolean {
  return (
    data.groups === undefined &&
    data.total === undefined &&
    data.start === request.window.from &&
    data.completeThrough !== null
  );
}

function joined(request: SignalRequest, old: SeriesData, tail: SeriesData): SeriesData {
  const { width } = request;
  const before = Math.max(0, Math.round((tail.start - old.start) / width));
  const head = Array.from({ length: before }, (_, i) => old.values[i] ?? null);
  return { ...tail, start: old.start, values: [...head, ...tail.values] };
}

/** How old the newest bucket with a value is; `null` when there is none. */
export function newestPoint(data: SeriesData): Ms | null {
  const last = data.values.findLastIndex((value) => value !== null);
  return last === -1 ? null : data.start + (last + 1) * data.width;
}
