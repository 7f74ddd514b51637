import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import * as z from 'zod/mini';
import type { PostAllotment, PostRun } from '#contract/requests.ts';
import { fetchJson } from './fetch-json.ts';
import { rolloutKeys, stagePath } from './queries.ts';

const accepted = z.looseObject({});

/** Opens a run of a stage: "start watching". */
export function useOpenRun(rollout: string, stage: string): UseMutationResult<unknown, Error, PostRun> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: PostRun) => fetchJson(`${stagePath(rollout, stage)}/runs`, accepted, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: rolloutKeys.list }),
  });
}

/** Enters what a toggle gives, by hand. */
export function useEnterAllotment(rollout: string): UseMutationResult<unknown, Error, PostAllotment> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: PostAllotment) =>
      fetchJson(`/api/rollouts/${encodeURIComponent(rollout)}/allotment`, accepted, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: rolloutKeys.list }),
  });
}
