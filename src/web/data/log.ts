import { queryOptions } from '@tanstack/react-query';
import { journal } from '#contract/journal.ts';
import { fetchJson } from './fetch-json.ts';
import { rolloutKeys } from './queries.ts';

/** The log of a rollout, newest first. Below the rollout's key, so that every push refreshes it too. */
export const logQuery = (id: string) =>
  queryOptions({
    queryKey: [...rolloutKeys.rollout(id), 'log'],
    queryFn: ({ signal }) => fetchJson(`/api/rollouts/${encodeURIComponent(id)}/log`, journal, { signal }),
    refetchInterval: 15_000,
  });
