import { queryOptions } from '@tanstack/react-query';
import { stageJudging } from '#contract/judging.ts';
import { fetchJson } from './fetch-json.ts';
import { rolloutKeys, stagePath } from './queries.ts';

/**
 * What the judge reads of a stage's plan and past. Asked for once and kept: it changes seldom, and a push from the server
 * refreshes it. Apart from the other queries because only one page, which loads later, asks it.
 */
export const judgingQuery = (id: string, stage: string) =>
  queryOptions({
    queryKey: [...rolloutKeys.rollout(id), 'stages', stage, 'judging'],
    queryFn: ({ signal }) => fetchJson(`${stagePath(id, stage)}/judging`, stageJudging, { signal }),
    staleTime: 60_000,
  });
