import { second } from '#domain/time/time.ts';
import type { SignalRequest } from '../signal-request.ts';

/** Where people look at what Prometheus holds. */
interface Pages {
  /** What is asked; behind Grafana a path of its own. */
  readonly url: string;
  /** Instead of it, where people come in by another address. */
  readonly page?: string | undefined;
  /** The uid of Grafana's data source, where the page is Grafana's. */
  readonly grafana?: string | undefined;
}

/**
 * A plan's query over the same time in Grafana's Explore, or in Prometheus' own graph. `undefined` where neither has a page:
 * a proxy's path, or a data source known by its number, which Explore does not take.
 */
export function prometheusLink({ url, page, grafana }: Pages, request: SignalRequest): string | undefined {
  if (grafana !== undefined)
    return page === undefined || /^\d+$/.test(grafana) ? undefined : exploreLink(page, grafana, request);
  if (page === undefined && url.includes('/api/datasources/')) return undefined;
  return graphLink(page ?? url, request);
}

/** Prometheus' own graph. */
function graphLink(page: string, { window, query }: SignalRequest): string {
  const end = new Date(window.to).toISOString().slice(0, 19).replace('T', ' ');
  const range = `${Math.max(1, Math.round((window.to - window.from) / second))}s`;
  const form = new URLSearchParams({
    'g0.expr': query,
    'g0.tab': '0',
    'g0.range_input': range,
    'g0.end_input': end,
  });
  return `${page.replace(/\/+$/, '')}/graph?${form.toString()}`;
}

/** https://grafana.com/docs/grafana/latest/explore/ : panes of queries, with times in milliseconds as text. */
function exploreLink(page: string, uid: string, { window, query }: SignalRequest): string {
  const pane = {
    datasource: uid,
    queries: [{ refId: 'A', datasource: { type: 'prometheus', uid }, expr: query }],
    range: { from: String(window.from), to: String(window.to) },
  };
  const form = new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ a: pane }) });
  return `${page.replace(/\/+$/, '')}/explore?${form.toString()}`;
}
