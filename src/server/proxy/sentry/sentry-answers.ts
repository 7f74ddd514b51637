import type { SeriesIssue } from '#domain/series/series.ts';
import type { EpochMs } from '#domain/time/time.ts';
import type * as z from 'zod';
import { failure, type SourceFailure } from '../metric-source.ts';
import { json } from '../upstream-fetch.ts';
import {
  issuesAnswer,
  stats,
  statsAnswer,
  tableAnswer,
  timeseriesAnswer,
  type StatsAnswer,
} from './sentry-schema.ts';

/** One line of an answer of Sentry: buckets by their start. */
export interface SentryLine {
  readonly group: string;
  readonly points: readonly (readonly [EpochMs, number | null])[];
  readonly unit: string | null;
}

export interface SentryLines {
  readonly ok: true;
  readonly lines: readonly SentryLine[];
  /** Start of the first bucket Sentry itself calls incomplete. */
  readonly incompleteFrom: EpochMs | null;
  readonly issues: readonly SeriesIssue[];
}

export function timeseriesLines(text: string): SentryLines | SourceFailure {
  const read = readAs(timeseriesAnswer, text);
  if (!read.ok) return read;
  const { timeSeries, meta } = read.body;
  const issues: SeriesIssue[] = [];
  if (timeSeries.length === 0 && meta === undefined) {
    issues.push({ code: 'no_data', message: 'The token sees no project of the organisation in Sentry.' });
  }
  if (timeSeries.some((one) => (one.meta?.dataScanned ?? 'full') !== 'full')) {
    issues.push({ code: 'partial_upstream', message: 'Sentry scanned only a part of its data.' });
  }
  const incomplete = timeSeries.flatMap(({ values }) =>
    values.flatMap((one) => (one.incomplete === true ? [one.timestamp] : [])),
  );
  return {
    ok: true,
    lines: timeSeries.map(({ groupBy, values, meta: about }) => ({
      group:
        about?.isOther === true ? 'other' : (groupBy ?? []).map(({ value }) => sayValue(value)).join(', '),
      points: values.map(({ timestamp, value }) => [timestamp, value] as const),
      unit: about?.valueUnit ?? null,
    })),
    incompleteFrom: incomplete.length === 0 ? null : Math.min(...incomplete),
    issues,
  };
}

export function statsLines(text: string): SentryLines | SourceFailure {
  const read = readAs(statsAnswer, text);
  if (!read.ok) return read;
  const { body } = read;
  const lines = isStats(body)
    ? [lineOf('', body)]
    : Object.entries(body).map(([group, one]) => lineOf(group, isStats(one) ? one : firstAxis(one)));
  return { ok: true, lines, incompleteFrom: null, issues: [] };
}

function isStats(body: object): body is StatsAnswer {
  return 'data' in body && Array.isArray(body.data);
}

/** Stagewatch asks for one axis at a time. */
function firstAxis(axes: Readonly<Record<string, unknown>>): StatsAnswer {
  const found = Object.values(axes).find((one) => typeof one === 'object' && one !== null && isStats(one));
  return found === undefined ? { data: [] } : stats.parse(found);
}

/** An empty list is a bucket without an event; a `null` in it is a bucket nobody knows. */
function lineOf(group: string, { data }: StatsAnswer): SentryLine {
  const points = data.map(([at, counts]): readonly [EpochMs, number | null] => {
    const [first] = counts;
    return [at * 1000, first === undefined ? 0 : (first.count ?? null)];
  });
  return { group, points, unit: null };
}

/** The one number of a table of one row. */
export function tableNumber(
  text: string,
  field: string,
): { readonly ok: true; readonly value: number | null } | SourceFailure {
  const read = readAs(tableAnswer, text);
  if (!read.ok) return read;
  const value = read.body.data[0]?.[field] ?? null;
  if (value !== null && typeof value !== 'number') return drift(`data.0.${field}`, 'a number');
  return { ok: true, value };
}

/** When each issue was first seen. Nothing else of an issue is kept: it may name people. */
export function firstSeen(
  text: string,
): { readonly ok: true; readonly times: readonly EpochMs[] } | SourceFailure {
  const read = readAs(issuesAnswer, text);
  if (!read.ok) return read;
  const times = read.body.map((issue) => Date.parse(issue.firstSeen));
  return times.some((at) => Number.isNaN(at)) ? drift('firstSeen', 'a time') : { ok: true, times };
}

/** The cursor of the next page; the address beside it is not followed. */
export function nextCursor(link: string | null): string | null {
  const next = (link ?? '').split(/,\s*(?=<)/).find((part) => /rel="next"/.test(part)) ?? '';
  if (!/results="true"/.test(next)) return null;
  return /cursor="([^"]+)"/.exec(next)?.[1] ?? null;
}

function sayValue(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'none';
}

function readAs<T extends z.ZodType>(
  shape: T,
  text: string,
): { readonly ok: true; readonly body: z.infer<T> } | SourceFailure {
  if (/^\s*</.test(text)) {
    return failure('unauthorized', 'A page of HTML came instead of Sentry: there is a login in front of it.');
  }
  const parsed = shape.safeParse(json(text));
  if (parsed.success) return { ok: true, body: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'the answer' : issue.path.join('.');
  return drift(where, issue?.message ?? 'JSON');
}

function drift(where: string, expected: string): SourceFailure {
  const message = `Sentry answered in a shape this version does not know (${where}: ${expected}).`;
  return failure('schema_drift', message);
}
