import type { Window } from '#domain/time/time.ts';
import type { SourceFailure } from '../metric-source.ts';
import { batches } from './batches.ts';
import { scalarNumbers, timeseriesColumns } from './datadog-answers.ts';
import { datadogAsk, type Answered, type DatadogConfig, type DatadogDeps } from './datadog-ask.ts';
import { scalarBody, timeseriesBody } from './datadog-bodies.ts';
import type { Columns, Grid } from './datadog-columns.ts';
import type { DatadogQuery } from './datadog-query.ts';
import { olderSeries, olderTotal, type Total } from './older-endpoints.ts';

export interface DatadogClient {
  /** One query over a grid. Questions about the same grid that come together go in one request. */
  series(query: DatadogQuery, grid: Grid, signal: AbortSignal): Promise<Columns | SourceFailure>;
  /** One number for a whole window. */
  scalar(query: DatadogQuery, window: Window, signal: AbortSignal): Promise<Total | SourceFailure>;
  monitor(id: string, signal: AbortSignal): Promise<Answered | SourceFailure>;
}

/** Queries in one request. */
const mostTogether = 10;

export function datadogClient(config: DatadogConfig, deps: DatadogDeps): DatadogClient {
  /** Queries that spoil a request for the others: they go alone from then on. */
  const spoilers = new Set<string>();
  const ask = datadogAsk(config, deps);
  let hasV2 = true;

  const together = async (
    grid: Grid,
    queries: readonly DatadogQuery[],
    signal: AbortSignal,
  ): Promise<readonly (Columns | SourceFailure)[]> => {
    const answer = await ask('/api/v2/query/timeseries', timeseriesBody(queries, grid), signal);
    const read = answer.ok ? timeseriesColumns(answer.text, queries.length) : answer;
    if (isColumns(read)) return read;
    if (read.code === 'not_found') {
      hasV2 = false;
      return Promise.all(queries.map((query) => olderSeries(ask, query, grid, signal)));
    }
    if (read.code !== 'bad_query' || queries.length < 2) return queries.map(() => read);
    // One wrong query fails all of them: each is asked by itself, and the wrong ones stay alone.
    const alone = await Promise.all(queries.map((query) => together(grid, [query], signal)));
    return queries.map((query, i) => {
      const own = alone[i]?.[0] ?? read;
      if (!own.ok) spoilers.add(JSON.stringify(query));
      return own;
    });
  };

  const batched = batches<{ readonly query: DatadogQuery; readonly grid: Grid }, Columns | SourceFailure>(
    mostTogether,
    async (_key, questions, signal) => {
      const [first] = questions;
      const queries = questions.map(({ query }) => query);
      return first === undefined ? [] : together(first.grid, queries, signal);
    },
  );

  return {
    series: async (query, grid, signal) => {
      if (!hasV2) return olderSeries(ask, query, grid, signal);
      const own = JSON.stringify(query);
      const key = `${grid.from} ${grid.width} ${grid.count} ${spoilers.has(own) ? own : ''}`;
      return batched(key, { query, grid }, signal);
    },
    scalar: async (query, window, signal) => {
      const answer = await ask('/api/v2/query/scalar', scalarBody([query], window), signal);
      if (!answer.ok) {
        const isMissing = answer.code === 'not_found' && query.kind === 'events';
        return isMissing ? olderTotal(ask, query, window, signal) : answer;
      }
      const read = scalarNumbers(answer.text, ['q0']);
      return 'ok' in read ? read : { ok: true, value: read[0] ?? null };
    },
    monitor: (id, signal) => ask(`/api/v1/monitor/${encodeURIComponent(id)}`, null, signal),
  };
}

function isColumns(read: readonly Columns[] | SourceFailure): read is readonly Columns[] {
  return Array.isArray(read);
}
