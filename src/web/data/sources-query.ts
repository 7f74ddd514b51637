import { queryOptions } from '@tanstack/react-query';
import { sourceList } from '#contract/sources.ts';
import { fetchJson } from './fetch-json.ts';

/** Where every source stands. Apart from the other queries because no page that comes first asks it. */
export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => fetchJson('/api/sources', sourceList, { signal }),
  refetchInterval: 15_000,
});
