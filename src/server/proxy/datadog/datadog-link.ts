import type { SignalRequest } from '../signal-request.ts';

/** One metric with its filter: what Datadog's explorer takes apart. Anything else is an expression. */
const plainMetric = /^\s*(\w+):([\w.]+)\{([^{}]*)\}(?:\.\w+\([^()]*\))*\s*$/;

/** Pages of Datadog that search one dataset over a time in milliseconds. */
const searches: Readonly<Record<string, string>> = {
  logs: 'logs',
  rum: 'rum/explorer',
  events: 'event/explorer',
};

/**
 * Datadog's own page of a plan's query over the same time; `undefined` where no address of its pages is configured, or no page
 * shows such a query. An expression of several metrics opens the explorer at that time, with the query to be pasted.
 */
export function datadogLink(page: string | undefined, request: SignalRequest): string | undefined {
  if (page === undefined) return undefined;
  const { query, dataset, window } = request;
  const base = page.replace(/\/+$/, '');
  const times = { from_ts: String(window.from), to_ts: String(window.to), live: 'false' };
  const at = (path: string, form: Readonly<Record<string, string>>): string =>
    `${base}/${path}?${new URLSearchParams(form).toString()}`;
  if (dataset === 'monitor') return at(`monitors/${encodeURIComponent(query.trim())}`, times);
  if (dataset === 'spans') {
    const { from, to } = window;
    return at('apm/traces', { query, start: String(from), end: String(to), paused: 'true' });
  }
  if (dataset === null || dataset === 'metrics')
    return at('metric/explorer', { ...times, ...metricOf(query) });
  const path = searches[dataset];
  return path === undefined ? undefined : at(path, { query, ...times });
}

function metricOf(query: string): Readonly<Record<string, string>> {
  const [, space = '', metric = '', scope = ''] = plainMetric.exec(query) ?? [];
  if (metric === '') return {};
  return { exp_metric: metric, exp_scope: scope, exp_agg: space, exp_row_type: 'metric' };
}
