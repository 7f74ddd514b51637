import { queryOptions, type UseMutationResult } from '@tanstack/react-query';
import { journal } from '#contract/journal.ts';
import type { PostResolved, PostRollbackRecord } from '#contract/record-requests.ts';
import { fetchJson } from './fetch-json.ts';
import { rolloutKeys } from './queries.ts';
import { useRecord } from './use-record.ts';

/** The log of a rollout, newest first. Below the rollout's key, so that every push refreshes it too. */
export const logQuery = (id: string) =>
  queryOptions({
    queryKey: [...rolloutKeys.rollout(id), 'log'],
    queryFn: ({ signal }) => fetchJson(`${rolloutPath(id)}/log`, journal, { signal }),
    refetchInterval: 15_000,
  });

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
  return `${rolloutPath(rollout)}/decisions/${encodeURIComponent(decision)}`;
}

function rolloutPath(id: string): string {
  return `/api/rollouts/${encodeURIComponent(id)}`;
}
