import { queryOptions } from '@tanstack/react-query';
import { health, rollout, rolloutList, stageSeries, stageView, verdictHistory } from '#contract/rollout.ts';
import { fetchJson } from './fetch-json.ts';

/** How often a page asks by itself; pushes from the server come on top. */
const interval = 15_000;

/** Marks what carries a verdict: the connection stands or falls with it. */
export const live = { live: true } as const;

/** Every key begins here, so that one push can refresh all of a rollout. */
const keys = {
  list: ['rollouts'],
  rollout: (id: string) => ['rollouts', id],
  stage: (id: string, stage: string, at: string | null) => ['rollouts', id, 'stages', stage, 'view', at],
  series: (id: string, stage: string, at: string | null) => ['rollouts', id, 'stages', stage, 'series', at],
  verdicts: (id: string, stage: string) => ['rollouts', id, 'stages', stage, 'verdicts'],
  health: ['health'],
} as const;

export const rolloutKeys: Pick<typeof keys, 'list' | 'rollout'> = keys;

export const rolloutsQuery = queryOptions({
  queryKey: keys.list,
  queryFn: ({ signal }) => fetchJson('/api/rollouts', rolloutList, { signal }),
  refetchInterval: interval,
  meta: live,
});

/** The server's health and clock, with the moment it was asked on the page's steady clock. */
export const healthQuery = queryOptions({
  queryKey: keys.health,
  queryFn: async ({ signal }) => {
    const asked = performance.now();
    // A server whose watcher has stalled says so with 503.
    return { ...(await fetchJson('/api/health', health, { signal, alsoStatus: 503 })), asked };
  },
  refetchInterval: 10_000,
  meta: live,
});

// Return types are React Query's own and too long to write out.
export const rolloutQuery = (id: string) =>
  queryOptions({
    queryKey: keys.rollout(id),
    queryFn: ({ signal }) => fetchJson(`/api/rollouts/${encodeURIComponent(id)}`, rollout, { signal }),
    refetchInterval: interval,
    meta: live,
  });

export const stageQuery = (id: string, stage: string, at: string | null) =>
  queryOptions({
    queryKey: keys.stage(id, stage, at),
    queryFn: ({ signal }) =>
      fetchJson(`${stagePath(id, stage)}${at === null ? '' : `?at=${encodeURIComponent(at)}`}`, stageView, {
        signal,
      }),
    refetchInterval: at === null ? interval : false,
    meta: at === null ? live : {},
  });

/** With `at`, the series as they stood then: the server answers them from what was kept. */
export const seriesQuery = (id: string, stage: string, at: string | null = null) =>
  queryOptions({
    queryKey: keys.series(id, stage, at),
    queryFn: ({ signal }) =>
      fetchJson(
        `${stagePath(id, stage)}/series${at === null ? '' : `?at=${encodeURIComponent(at)}`}`,
        stageSeries,
        {
          signal,
        },
      ),
    // Every answer has a new end: comparing a week of minutes with it point by point would find nothing to keep.
    structuralSharing: false,
    refetchInterval: at === null ? interval : false,
  });

export const verdictsQuery = (id: string, stage: string) =>
  queryOptions({
    queryKey: keys.verdicts(id, stage),
    queryFn: ({ signal }) => fetchJson(`${stagePath(id, stage)}/verdicts`, verdictHistory, { signal }),
    refetchInterval: interval,
  });

/** Address of a stage in the API. */
export function stagePath(id: string, stage: string): string {
  return `/api/rollouts/${encodeURIComponent(id)}/stages/${encodeURIComponent(stage)}`;
}
