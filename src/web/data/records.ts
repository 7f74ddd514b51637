import { queryOptions, type UseMutationResult } from '@tanstack/react-query';
import { alertList } from '#contract/notice.ts';
import type {
  PostAccept,
  PostAlertAccept,
  PostCheck,
  PostDecision,
  PostEvent,
  PostHandOver,
  PostLeaveOut,
  PostNotRun,
  PostObservation,
  PostTake,
  PostWatch,
} from '#contract/record-requests.ts';
import { fetchJson } from './fetch-json.ts';
import { rolloutKeys, stagePath } from './queries.ts';
import { useRecord } from './use-record.ts';

/** Open alerts of every rollout. Below the rollouts' key, so that every push refreshes them too. */
export const alertsQuery = queryOptions({
  queryKey: [...rolloutKeys.list, 'alerts'],
  queryFn: ({ signal }) => fetchJson('/api/alerts', alertList, { signal }),
  refetchInterval: 15_000,
});

/** Records a decision about a stage. */
export function useDecide(rollout: string, stage: string): UseMutationResult<unknown, Error, PostDecision> {
  return useRecord<PostDecision>(`${stagePath(rollout, stage)}/decisions`);
}

/** Says "I'm on it". */
export function useTake(alert: string): UseMutationResult<unknown, Error, PostTake> {
  return useRecord<PostTake>(`/api/alerts/${encodeURIComponent(alert)}/take`);
}

/** Says "we know, and we go on". */
export function useAccept(alert: string): UseMutationResult<unknown, Error, PostAlertAccept> {
  return useRecord<PostAlertAccept>(`/api/alerts/${encodeURIComponent(alert)}/accept`);
}

/** The same of a criterion of a stage, whether it has an alert or not. */
export function useAcceptHere(rollout: string, stage: string): UseMutationResult<unknown, Error, PostAccept> {
  return useRecord<PostAccept>(`${stagePath(rollout, stage)}/accepts`);
}

/** Offers an alert to a monitor by name. */
export function useHandOver(alert: string): UseMutationResult<unknown, Error, PostHandOver> {
  return useRecord<PostHandOver>(`/api/alerts/${encodeURIComponent(alert)}/hand-over`);
}

/** Answers a question of the plan, or says what somebody saw. */
export function useObserve(
  rollout: string,
  stage: string,
): UseMutationResult<unknown, Error, PostObservation> {
  return useRecord<PostObservation>(`${stagePath(rollout, stage)}/observations`);
}

/** Closes a gate of the plan, or opens it again. */
export function useCheck(rollout: string, stage: string): UseMutationResult<unknown, Error, PostCheck> {
  return useRecord<PostCheck>(`${stagePath(rollout, stage)}/checks`);
}

/** Takes the watch of a stage, or offers it to somebody. */
export function useWatch(rollout: string, stage: string): UseMutationResult<unknown, Error, PostWatch> {
  return useRecord<PostWatch>(`${stagePath(rollout, stage)}/watch`);
}

/** Says that a stage could not be run. */
export function useNotRun(rollout: string, stage: string): UseMutationResult<unknown, Error, PostNotRun> {
  return useRecord<PostNotRun>(`${stagePath(rollout, stage)}/not-run`);
}

/** Marks a deploy, a planned outage or anything else that shows in the data. */
export function useMarkEvent(rollout: string, stage: string): UseMutationResult<unknown, Error, PostEvent> {
  return useRecord<PostEvent>(`${stagePath(rollout, stage)}/events`);
}

/** Leaves a planned outage out of the judging, or counts it again. */
export function useLeaveOut(
  rollout: string,
  stage: string,
  event: string,
): UseMutationResult<unknown, Error, PostLeaveOut> {
  return useRecord<PostLeaveOut>(
    `${stagePath(rollout, stage)}/events/${encodeURIComponent(event)}/leave-out`,
  );
}
