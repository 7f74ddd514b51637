import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { fetchJson } from './fetch-json.ts';

const delivered = z.object({ channel: z.string(), delivered: z.literal(true) });

/** Sends a test through a channel, and waits until its receiver has taken it. */
export function useTestNotice(
  channel: string,
): UseMutationResult<z.infer<typeof delivered>, Error, { readonly who: string }> {
  return useMutation({
    mutationFn: (body) => fetchJson(`/api/notices/${encodeURIComponent(channel)}/test`, delivered, { body }),
  });
}
