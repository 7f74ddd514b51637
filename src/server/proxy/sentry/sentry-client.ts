import type { EpochMs, Ms, Window } from '#domain/time/time.ts';
import type { SourceFailure } from '../metric-source.ts';
import { upstreamFetch } from '../upstream-fetch.ts';
import {
  firstSeen,
  nextCursor,
  statsLines,
  tableNumber,
  timeseriesLines,
  type SentryLines,
} from './sentry-answers.ts';
import type { SentryConfig } from './sentry-config.ts';
import { sentryFailure } from './sentry-errors.ts';

export interface SentryDeps {
  readonly fetch: typeof fetch;
  readonly now: () => EpochMs;
}

export interface SentryQuery {
  readonly dataset: string;
  readonly axis: string;
  readonly query: string;
  readonly by: string | null;
}

export interface SentryClient {
  series(
    query: SentryQuery,
    window: Window,
    width: Ms,
    signal: AbortSignal,
  ): Promise<SentryLines | SourceFailure>;
  /** One number for the whole window. */
  total(
    query: SentryQuery,
    window: Window,
    signal: AbortSignal,
  ): Promise<{ readonly ok: true; readonly value: number | null } | SourceFailure>;
  /** When the issues first seen in the window were. */
  newIssues(
    query: string,
    window: Window,
    signal: AbortSignal,
  ): Promise<
    { readonly ok: true; readonly times: readonly EpochMs[]; readonly isWhole: boolean } | SourceFailure
  >;
}

const maxBytes = 16_000_000;
const mostPages = 10;
/** Sentry gives at most ten groups, and the rest together as "other". */
const mostGroups = 10;

export function sentryClient(config: SentryConfig, deps: SentryDeps): SentryClient {
  const ask = async (
    path: string,
    form: URLSearchParams,
    signal: AbortSignal,
  ): Promise<{ readonly ok: true; readonly text: string; readonly headers: Headers } | SourceFailure> => {
    for (const project of config.projects) form.append('project', project);
    if (config.environment !== null) form.set('environment', config.environment);
    const answer = await upstreamFetch(
      {
        name: 'Sentry',
        url: `${config.url}/api/0/organizations/${config.org}/${path}/?${form.toString()}`,
        method: 'GET',
        headers: { ...config.headers, accept: 'application/json' },
        maxBytes,
      },
      deps.fetch,
      signal,
    );
    if (!answer.ok || answer.status === 200) return answer;
    return sentryFailure(answer, deps.now());
  };

  return {
    series: async (query, window, width, signal) => {
      const form = formOf(query, window);
      form.set('interval', String(width / 1000));
      const answer = await ask('events-timeseries', form, signal);
      if (answer.ok) return timeseriesLines(answer.text);
      if (answer.code !== 'not_found') return answer;
      // Older installations have only the way their own screens use.
      const older = formOf(query, window);
      older.set('interval', `${width / 1000}s`);
      older.set('partial', '1');
      const stats = await ask('events-stats', older, signal);
      return stats.ok ? statsLines(stats.text) : stats;
    },
    total: async (query, window, signal) => {
      const form = new URLSearchParams({
        dataset: query.dataset,
        field: query.axis,
        query: query.query,
        start: iso(window.from),
        end: iso(window.to),
        per_page: '1',
      });
      const answer = await ask('events', form, signal);
      return answer.ok ? tableNumber(answer.text, query.axis) : answer;
    },
    newIssues: async (query, window, signal) => {
      const times: EpochMs[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < mostPages; page++) {
        const form = new URLSearchParams({
          query: `${query} firstSeen:>=${iso(window.from)} firstSeen:<${iso(window.to)}`.trim(),
          sort: 'new',
          limit: '100',
          ...(cursor === null ? {} : { cursor }),
        });
        const answer = await ask('issues', form, signal);
        if (!answer.ok) return answer;
        const read = firstSeen(answer.text);
        if (!read.ok) return read;
        times.push(...read.times.filter((at) => at >= window.from && at < window.to));
        cursor = nextCursor(answer.headers.get('link'));
        if (cursor === null) return { ok: true, times, isWhole: true };
      }
      return { ok: true, times, isWhole: false };
    },
  };
}

function formOf({ dataset, axis, query, by }: SentryQuery, window: Window): URLSearchParams {
  const form = new URLSearchParams({
    dataset,
    yAxis: axis,
    query,
    start: iso(window.from),
    end: iso(window.to),
  });
  if (by !== null) {
    form.set('topEvents', String(mostGroups));
    form.set('groupBy', by);
    form.set('field', by);
    form.set('sort', `-${axis}`);
  }
  return form;
}

/** Sentry reads times without a zone as UTC. */
function iso(at: EpochMs): string {
  return new Date(at).toISOString().slice(0, 19);
}
