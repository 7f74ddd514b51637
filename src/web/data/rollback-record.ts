import type { UseMutationResult } from '@tanstack/react-query';
import type { PostResolved, PostRollbackRecord } from '#contract/record-requests.ts';
import { useRecord } from './use-record.ts';

/** Says that what a rollback was for is resolved. */
export function useResolve(
  rollout: string,
  decision: string,
): UseMutationResult<unknown, Error, PostResolved> {
  return useRecord<PostResolved>(`${decisionPath(rollout, decision)}/resolved`);
}

/** Fills in what nobody knew when a rollback was decided. */
export function useRollbackRecord(
  rollout: string,
  decision: string,
): UseMutationResult<unknown, Error, PostRollbackRecord> {
  return useRecord<PostRollbackRecord>(`${decisionPath(rollout, decision)}/rollback-record`);
}

function decisionPath(rollout: string, decision: string): string {
  return `/api/rollouts/${encodeURIComponent(rollout)}/decisions/${encodeURIComponent(decision)}`;
}
