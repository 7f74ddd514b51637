import type { SeriesIssue } from '#domain/series/series.ts';
import type { Window } from '#domain/time/time.ts';
import { failure, type SourceFailure } from '../metric-source.ts';
import { aggregateColumns, v1Columns } from './datadog-answers.ts';
import type { Ask } from './datadog-ask.ts';
import { aggregateBody } from './datadog-bodies.ts';
import type { Columns, Grid } from './datadog-columns.ts';
import type { DatadogQuery } from './datadog-query.ts';

/** Where the newer endpoint is missing: metrics by v1, logs and spans by their own aggregation. */
export async function olderSeries(
  ask: Ask,
  query: DatadogQuery,
  grid: Grid,
  signal: AbortSignal,
): Promise<Columns | SourceFailure> {
  const to = grid.from + grid.count * grid.width;
  if (query.kind === 'metrics') {
    const form = new URLSearchParams({
      from: String(Math.floor(grid.from / 1000)),
      to: String(Math.ceil(to / 1000)),
      query: query.query,
    });
    const answer = await ask(`/api/v1/query?${form.toString()}`, null, signal);
    return answer.ok ? v1Columns(answer.text, grid.width) : answer;
  }
  const path = aggregatePath(query);
  if (path === undefined) return unavailable(query);
  const answer = await ask(path, aggregateBody(query, { from: grid.from, to }, grid.width), signal);
  return answer.ok ? aggregateColumns(answer.text) : answer;
}

/** One number for the whole window, and what it may lack. */
export interface Total {
  readonly ok: true;
  readonly value: number | null;
  readonly issues?: readonly SeriesIssue[];
}

/** Reads it from the older endpoint. */
export async function olderTotal(
  ask: Ask,
  query: Extract<DatadogQuery, { readonly kind: 'events' }>,
  window: Window,
  signal: AbortSignal,
): Promise<Total | SourceFailure> {
  const path = aggregatePath(query);
  if (path === undefined) return unavailable(query);
  const answer = await ask(path, aggregateBody(query, window, null), signal);
  const read = answer.ok ? aggregateColumns(answer.text) : answer;
  return read.ok ? { ok: true, value: read.totals[0] ?? null, issues: read.issues } : read;
}

function aggregatePath({ dataset }: { readonly dataset: string }): string | undefined {
  return dataset === 'logs' || dataset === 'spans' ? `/api/v2/${dataset}/analytics/aggregate` : undefined;
}

function unavailable({ dataset }: { readonly dataset: string }): SourceFailure {
  return failure('not_found', `This site of Datadog has no way to read ${dataset} over time.`);
}
