import type { SignalRequest } from '../signal-request.ts';
import type { SentryConfig } from './sentry-config.ts';

/** Sentry's own page of a plan's query over the same time; `undefined` where no page shows such a dataset. */
export function sentryLink(config: SentryConfig, request: SignalRequest): string | undefined {
  const { url, page = url, org, projects, environment } = config;
  const { query, kind, dataset, window } = request;
  const path = pathOf(kind, dataset ?? 'errors');
  if (path === null) return undefined;
  const form = new URLSearchParams({
    query,
    start: iso(window.from),
    end: iso(window.to),
    utc: 'true',
    ...(path.startsWith('discover') ? { dataset: 'errors', yAxis: 'count()' } : {}),
  });
  // Sentry's pages know projects by their numbers alone.
  for (const project of projects) if (/^\d+$/.test(project)) form.append('project', project);
  if (environment !== null) form.set('environment', environment);
  return `${page.replace(/\/+$/, '')}/organizations/${org}/${path}/?${form.toString()}`;
}

function pathOf(kind: SignalRequest['kind'], dataset: string): string | null {
  if (kind === 'issues') return 'issues';
  if (dataset === 'errors') return 'discover/results';
  return dataset === 'spans' ? 'explore/traces' : null;
}

/** Sentry reads times without a zone as UTC. */
function iso(at: number): string {
  return new Date(at).toISOString().slice(0, 19);
}
