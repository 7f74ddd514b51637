import { queryOptions, useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { kpiDifferences, kpiView } from '#contract/kpi-view.ts';
import type { PostKpi, PostResult } from '#contract/report-requests.ts';
import { reportView } from '#contract/report-view.ts';
import { fetchJson } from './fetch-json.ts';
import { rolloutKeys } from './queries.ts';

const accepted = z.looseObject({});

/** Due dates move by days: once a minute will do. */
const interval = 60_000;

// Return types are React Query's own and too long to write out.
export const kpiQuery = (id: string, checkIn: string) =>
  queryOptions({
    queryKey: [...rolloutKeys.rollout(id), 'kpis', checkIn],
    queryFn: ({ signal }) => fetchJson(kpiPath(id, checkIn), kpiView, { signal }),
    refetchInterval: interval,
  });

/** What the sources say today of what is frozen: asked once, for it reads weeks. */
export const kpiNowQuery = (id: string, checkIn: string) =>
  queryOptions({
    queryKey: [...rolloutKeys.rollout(id), 'kpis', checkIn, 'now'],
    queryFn: ({ signal }) => fetchJson(`${kpiPath(id, checkIn)}/now`, kpiDifferences, { signal }),
    staleTime: 10 * interval,
  });

export const reportQuery = (id: string, insert: boolean) =>
  queryOptions({
    queryKey: [...rolloutKeys.rollout(id), 'report', insert],
    queryFn: ({ signal }) =>
      fetchJson(
        `/api/rollouts/${encodeURIComponent(id)}/report.json${insert ? '?insert=1' : ''}`,
        reportView,
        {
          signal,
        },
      ),
    refetchInterval: interval,
  });

/** Enters a number or an answer, closes a check-in, or opens it again. */
export function useKpiEntry(id: string, checkIn: string): UseMutationResult<unknown, Error, PostKpi> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: PostKpi) => fetchJson(kpiPath(id, checkIn), accepted, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: rolloutKeys.list }),
  });
}

/** Enters what people know of a stage that has ended. */
export function useStageResult(
  id: string,
): UseMutationResult<unknown, Error, { readonly stage: string; readonly body: PostResult }> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ stage, body }) =>
      fetchJson(
        `/api/rollouts/${encodeURIComponent(id)}/stages/${encodeURIComponent(stage)}/results`,
        accepted,
        { body },
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: rolloutKeys.list }),
  });
}

function kpiPath(id: string, checkIn: string): string {
  return `/api/rollouts/${encodeURIComponent(id)}/kpis/${encodeURIComponent(checkIn)}`;
}
