import { queryOptions } from '@tanstack/react-query';
import { me } from '#contract/me.ts';
import { fetchJson } from './fetch-json.ts';

/** Whom the server takes the reader for. It changes with a login alone, so it is read once. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => fetchJson('/api/me', me, { signal }),
  staleTime: Infinity,
});
