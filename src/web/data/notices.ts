import { queryOptions, useMutation, type UseMutationResult } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { noticeList } from '#contract/notice.ts';
import { fetchJson } from './fetch-json.ts';

const delivered = z.object({ channel: z.string(), delivered: z.literal(true) });

/** The channels, and the newest notices with what became of them. */
export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal }) => fetchJson('/api/notices', noticeList, { signal }),
  refetchInterval: 15_000,
});

/** Sends a test through a channel, and waits until its receiver has taken it. */
export function useTestNotice(
  channel: string,
): UseMutationResult<z.infer<typeof delivered>, Error, { readonly who: string }> {
  return useMutation({
    mutationFn: (body) => fetchJson(`/api/notices/${encodeURIComponent(channel)}/test`, delivered, { body }),
  });
}
