import type { SeriesIssue } from '#domain/series/series.ts';
import type * as z from 'zod';
import { failure, type SourceFailure } from '../metric-source.ts';
import { excerpt, json } from '../upstream-fetch.ts';
import type { Column, Columns } from './datadog-columns.ts';
import { errorWords } from './datadog-errors.ts';
import { aggregateAnswer, scalarAnswer, timeseriesAnswer, v1Answer } from './datadog-schema.ts';

/** Reads `/api/v2/query/timeseries`: one list of columns per query, in the order asked. */
export function timeseriesColumns(text: string, queries: number): readonly Columns[] | SourceFailure {
  const read = readAs(timeseriesAnswer, text);
  if (!read.ok) return read;
  const said = errorWords(read.body);
  if (said !== '') return saidNo(said);
  const { series, times, values } = read.body.data.attributes;
  if (series.length !== values.length || values.some((row) => row.length !== times.length)) {
    return drift('data.attributes.values', 'as many rows as series, and as many values as times');
  }
  const columns = series.map((one, i): readonly [number, Column] => [
    one.query_index ?? 0,
    {
      tags: one.group_tags ?? [],
      unit: one.unit?.[0] ?? null,
      points: times.map((at, k) => [at, values[i]?.[k] ?? null] as const),
    },
  ]);
  if (columns.some(([query]) => query < 0 || query >= queries)) {
    return drift('data.attributes.series.query_index', `below ${queries}`);
  }
  return Array.from({ length: queries }, (_, query) => {
    const own = columns.flatMap(([index, column]) => (index === query ? [column] : []));
    return { ok: true, columns: own, issues: [] };
  });
}

/** Reads `/api/v2/query/scalar`: one number per query, `null` where nothing matched. */
export function scalarNumbers(
  text: string,
  names: readonly string[],
): readonly (number | null)[] | SourceFailure {
  const read = readAs(scalarAnswer, text);
  if (!read.ok) return read;
  const said = errorWords(read.body);
  if (said !== '') return saidNo(said);
  const { columns } = read.body.data.attributes;
  const numbers = columns.filter((column) => column.type !== 'group');
  const out: (number | null)[] = [];
  for (const [i, name] of names.entries()) {
    const own = numbers.find((column) => column.name === name) ?? numbers[i];
    const [first = null, ...more] = own?.values ?? [];
    if (more.length > 0 || (first !== null && typeof first !== 'number')) {
      return drift(`data.attributes.columns.${i}.values`, 'one number');
    }
    out.push(first);
  }
  return out;
}

/** Reads `/api/v1/query`. `width`: what was asked, in milliseconds. */
export function v1Columns(text: string, width: number): Columns | SourceFailure {
  const read = readAs(v1Answer, text);
  if (!read.ok) return read;
  // Errors come with HTTP 200 here.
  if (read.body.status !== 'ok') return saidNo(excerpt(read.body.error ?? read.body.status, 300));
  const series = read.body.series ?? [];
  const widest = Math.max(0, ...series.map((one) => (one.interval ?? 0) * 1000));
  if (widest > width) {
    const message = `Datadog widened the buckets to ${widest / 1000} s where ${width / 1000} s were asked. Use wider buckets.`;
    return failure('too_many_points', message);
  }
  const columns = series.map(({ tag_set: tagSet, scope, unit, pointlist }) => ({
    tags: (tagSet ?? []).length > 0 ? (tagSet ?? []) : (scope?.split(',') ?? []),
    unit: unit?.[0] ?? null,
    points: pointlist,
  }));
  return { ok: true, columns, issues: [] };
}

/** Reads an aggregation of logs or spans: numbers over time, or one number. */
export function aggregateColumns(
  text: string,
): (Columns & { readonly totals: readonly (number | null)[] }) | SourceFailure {
  const read = readAs(aggregateAnswer, text);
  if (!read.ok) return read;
  const buckets = Array.isArray(read.body.data)
    ? read.body.data.map(({ attributes }) => ({ by: attributes.by, computes: attributes.compute }))
    : read.body.data.buckets;
  const columns: Column[] = [];
  const totals: (number | null)[] = [];
  for (const { by, computes } of buckets) {
    const first = Object.values(computes ?? {})[0] ?? null;
    const tags = Object.entries(by ?? {}).map(([key, value]) => `${key}:${String(value)}`);
    if (!Array.isArray(first)) {
      totals.push(first === null ? null : finite(Number(first)));
      continue;
    }
    const points = first.map(({ time, value }) => [Date.parse(time), value ?? null] as const);
    if (points.some(([at]) => Number.isNaN(at))) return drift('computes.time', 'an ISO time');
    columns.push({ tags, unit: null, points });
  }
  return { ok: true, columns, totals, issues: aggregateIssues(read.body.meta) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** `status: "timeout"` and warnings come with HTTP 200, and mean that something is missing. */
function aggregateIssues(meta: z.infer<typeof aggregateAnswer>['meta']): readonly SeriesIssue[] {
  const issues: SeriesIssue[] = [];
  const { status, warnings, page } = meta ?? {};
  if (status === 'timeout') {
    issues.push({ code: 'partial_upstream', message: 'Datadog ran out of time: the numbers are too low.' });
  }
  if ((warnings?.length ?? 0) > 0) {
    const message = `Datadog warns that its answer is not whole: ${excerpt(JSON.stringify(warnings), 200)}.`;
    issues.push({ code: 'partial_upstream', message });
  }
  if ((page?.after ?? '') !== '')
    issues.push({ code: 'truncated', message: 'Datadog gave only the first page of groups.' });
  return issues;
}

function saidNo(said: string): SourceFailure {
  return failure('bad_query', `Datadog can't run the query: ${said}. Correct it in the plan.`);
}

function drift(where: string, expected: string): SourceFailure {
  const message = `Datadog answered in a shape this version does not know (${where}: expected ${expected}).`;
  return failure('schema_drift', message);
}

/** An answer of a known shape, or the name of what did not fit. */
export function readAs<T extends z.ZodType>(
  shape: T,
  text: string,
): { readonly ok: true; readonly body: z.infer<T> } | SourceFailure {
  const body = json(text);
  if (body === undefined && /^\s*</.test(text)) {
    return failure('unauthorized', 'A page of HTML came instead of Datadog. Check STAGEWATCH_DATADOG_SITE.');
  }
  const parsed = shape.safeParse(body);
  if (parsed.success) return { ok: true, body: parsed.data };
  // An answer that is nothing but a complaint has a good status at times.
  const said = errorWords(body);
  if (said !== '') return saidNo(said);
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'the answer' : issue.path.join('.');
  return drift(where, issue?.message ?? 'JSON');
}
