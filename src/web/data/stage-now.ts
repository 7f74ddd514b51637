import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { StageView } from '#contract/rollout.ts';
import { stageQuery } from './queries.ts';

/** Reads a stage once more, as the server has it at this moment, for whoever found that it has changed. */
export function useStageNow(rollout: string, stage: string): UseMutationResult<StageView, Error, void> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => client.fetchQuery({ ...stageQuery(rollout, stage, null), staleTime: 0 }),
  });
}
