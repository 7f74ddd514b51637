import type { SeriesData, SeriesGroup, SeriesIssue, SeriesResult } from '#domain/series/series.ts';
import type { Window } from '#domain/time/time.ts';
import { answered, isShort, statusOf } from './metric-source.ts';
import type { SignalRequest } from './signal-request.ts';

/** Keeps the complete buckets of each question: they never change, so only the tail is asked again. */
export interface SeriesCache {
  /** What is left to ask. `null`: everything is known. */
  missing(request: SignalRequest): Window | null;
  /** The whole answer from the fresh tail and what is kept; `null` where the two don't fit and all must be asked. */
  join(request: SignalRequest, tail: Window, answer: SeriesResult): SeriesResult | null;
  /** The answer from what is kept alone. */
  known(request: SignalRequest, example: boolean): SeriesResult | null;
  /** The newest good data, to show greyed beside an error. Never to be judged. */
  lastGood(request: SignalRequest): SeriesData | undefined;
}

interface Kept {
  readonly data: SeriesData;
  readonly issues: readonly SeriesIssue[];
}

/** This many complete buckets are asked again: a late sample may still reach them. */
const overlap = 3;
const mostKept = 1_000;

export function seriesCache(): SeriesCache {
  const entries = new Map<string, Kept>();
  const usable = (request: SignalRequest): Kept | undefined => {
    const kept = entries.get(keyOf(request));
    return kept !== undefined && canJoin(kept.data) ? kept : undefined;
  };
  return {
    missing: (request) => {
      const kept = usable(request);
      const through = kept?.data.completeThrough ?? null;
      if (through === null) return request.window;
      const settled = through - overlap * request.width;
      if (settled >= request.window.to) return null;
      return { from: Math.max(request.window.from, settled), to: request.window.to };
    },
    known: (request, example) => {
      const kept = usable(request);
      if (kept === undefined) return null;
      const data = cutTo(kept.data, request.window);
      return answered({ example }, request, data, kept.issues);
    },
    join: (request, tail, answer) => {
      if (answer.status === 'error') return answer;
      const whole = tail.from === request.window.from;
      // What a tail can't tell (how a counter got over a gap that began before it), the whole window can.
      if (!whole && (answer.issues.some(isShort) || !canJoin(answer.data))) return null;
      const kept = whole ? undefined : usable(request);
      if (!whole && kept === undefined) return null;
      const joined = kept === undefined ? answer : joinResults(request, kept, answer);
      entries.delete(keyOf(request));
      entries.set(keyOf(request), { data: joined.data, issues: joined.issues });
      for (const key of entries.keys()) {
        if (entries.size <= mostKept) break;
        entries.delete(key);
      }
      return joined;
    },
    lastGood: (request) => entries.get(keyOf(request))?.data,
  };
}

/** A question about the same thing from the same start; only its end may move. */
function keyOf(request: SignalRequest): string {
  const { id: _id, window, ...rest } = request;
  return JSON.stringify({ ...rest, from: window.from });
}

/** A number of distinct people holds for the window it was asked for and no other. */
function canJoin(data: SeriesData): boolean {
  return data.total === undefined && data.kind !== 'unique';
}

type Good = Extract<SeriesResult, { readonly data: SeriesData }>;

function joinResults(request: SignalRequest, kept: Kept, tail: Good): Good {
  const before = Math.round((tail.data.start - kept.data.start) / request.width);
  const head = (values: readonly (number | null)[]): readonly (number | null)[] =>
    Array.from({ length: before }, (_, i) => values[i] ?? null);
  const values = [...head(kept.data.values), ...tail.data.values];
  const groups = joinGroups(kept.data, tail.data, head);
  const data: SeriesData = {
    ...tail.data,
    start: kept.data.start,
    values,
    ...(groups === undefined ? {} : { groups }),
  };
  const issues = [
    ...tail.issues,
    ...kept.issues.filter(
      (old) => old.code !== 'no_data' && tail.issues.every((issue) => issue.code !== old.code),
    ),
  ];
  return { ...tail, data, issues, status: statusOf(request, data, issues) };
}

function joinGroups(
  kept: SeriesData,
  tail: SeriesData,
  head: (values: readonly (number | null)[]) => readonly (number | null)[],
): readonly SeriesGroup[] | undefined {
  if (kept.groups === undefined && tail.groups === undefined) return undefined;
  const old = new Map((kept.groups ?? []).map((group) => [group.key, group.values]));
  const fresh = new Map((tail.groups ?? []).map((group) => [group.key, group.values]));
  // A group that is not in one part had nothing there, as far as that part was seen at all.
  const none = (values: readonly (number | null)[]): readonly (number | null)[] =>
    values.map((value) => (value === null || tail.kind === 'duration' || tail.kind === 'gauge' ? null : 0));
  return [...new Set([...old.keys(), ...fresh.keys()])].map((key) => ({
    key,
    values: [...head(old.get(key) ?? none(kept.values)), ...(fresh.get(key) ?? none(tail.values))],
  }));
}

function cutTo(data: SeriesData, window: Window): SeriesData {
  const count = Math.round((window.to - window.from) / data.width);
  return {
    ...data,
    values: data.values.slice(0, count),
    ...(data.groups === undefined
      ? {}
      : { groups: data.groups.map((group) => ({ ...group, values: group.values.slice(0, count) })) }),
    completeThrough: data.completeThrough === null ? null : Math.min(data.completeThrough, window.to),
  };
}
