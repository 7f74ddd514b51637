import { queryOptions } from '@tanstack/react-query';
import { comparison } from '#contract/compare.ts';
import { fetchJson } from './fetch-json.ts';
import { live, rolloutKeys } from './queries.ts';

/** Stages side by side. Below the rollout's key, so that every push refreshes it too. */
export const compareQuery = (id: string) =>
  queryOptions({
    queryKey: [...rolloutKeys.rollout(id), 'compare'],
    queryFn: ({ signal }) =>
      fetchJson(`/api/rollouts/${encodeURIComponent(id)}/compare`, comparison, { signal }),
    // Green words of an answer that can't be had again must not stand.
    meta: live,
    refetchInterval: 15_000,
  });
