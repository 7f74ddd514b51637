import type { EpochMs, Ms } from '#domain/time/time.ts';
import type { Grid } from './datadog-columns.ts';
import { groupBy, v2Query, type DatadogQuery } from './datadog-query.ts';

export function timeseriesBody(queries: readonly DatadogQuery[], grid: Grid): object {
  const { from, width, count } = grid;
  return {
    data: {
      type: 'timeseries_request',
      attributes: {
        from,
        to: from + count * width,
        interval: width,
        queries: queries.map((query, i) => v2Query(query, `q${i}`, width)),
        formulas: queries.map((_, i) => ({ formula: `q${i}` })),
      },
    },
  };
}

export function scalarBody(
  queries: readonly DatadogQuery[],
  window: { readonly from: EpochMs; readonly to: EpochMs },
): object {
  return {
    data: {
      type: 'scalar_request',
      attributes: {
        ...window,
        queries: queries.map((query, i) => v2Query(query, `q${i}`, null)),
        formulas: queries.map((_, i) => ({ formula: `q${i}` })),
      },
    },
  };
}

/** Times are texts here, and so is the interval. The window's end is exclusive to the millisecond. */
export function aggregateBody(
  query: Extract<DatadogQuery, { readonly kind: 'events' }>,
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
  width: Ms | null,
): object {
  const body = {
    compute: [
      {
        aggregation: query.aggregation,
        ...(query.measure === null ? {} : { metric: query.measure }),
        ...(width === null ? { type: 'total' } : { type: 'timeseries', interval: `${width / 1000}s` }),
      },
    ],
    filter: { query: query.search, from: String(from), to: String(to - 1) },
    ...(query.by === null ? {} : { group_by: [groupBy(query)] }),
  };
  return query.dataset === 'spans' ? { data: { type: 'aggregate_request', attributes: body } } : body;
}
