import { queryOptions } from '@tanstack/react-query';
import { checkInList } from '#contract/kpi-view.ts';
import { fetchJson } from './fetch-json.ts';
import { rolloutKeys } from './queries.ts';

/** Check-ins of every rollout. Below the rollouts' key, so that every push refreshes them too. */
export const checkInsQuery = queryOptions({
  queryKey: [...rolloutKeys.list, 'check-ins'],
  queryFn: ({ signal }) => fetchJson('/api/check-ins', checkInList, { signal }),
  refetchInterval: 60_000,
});
