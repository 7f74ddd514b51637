import { queryOptions } from '@tanstack/react-query';
import { askedPeopleList } from '#contract/asked-people.ts';
import { sourceList } from '#contract/sources.ts';
import { fetchJson } from './fetch-json.ts';

/** Where every source stands. Apart from the other queries because no page that comes first asks it. */
export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => fetchJson('/api/sources', sourceList, { signal }),
  refetchInterval: 15_000,
});

/** What people are asked in stages that run. */
export const askedPeopleQuery = queryOptions({
  queryKey: ['sources', 'people'],
  queryFn: ({ signal }) => fetchJson('/api/sources/people', askedPeopleList, { signal }),
  refetchInterval: 15_000,
});
