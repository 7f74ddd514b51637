import { queryOptions } from '@tanstack/react-query';
import { noticeList } from '#contract/notice.ts';
import { fetchJson } from './fetch-json.ts';

/** The channels, and the newest notices with what became of them. */
export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal }) => fetchJson('/api/notices', noticeList, { signal }),
  refetchInterval: 15_000,
});
