import { queryOptions } from '@tanstack/react-query';
import { rolloutKeys } from './queries.ts';

/**
 * What the judge reads of a stage's plan and past. Asked for once and kept: it changes seldom, and a push from the server
 * refreshes it. Its shape loads with the first question: most stages are compared with nothing.
 */
export const judgingQuery = (id: string, stage: string) =>
  queryOptions({
    queryKey: [...rolloutKeys.rollout(id), 'stages', stage, 'judging'],
    queryFn: async ({ signal }) => (await import('./read-judging.ts')).readJudging(id, stage, signal),
    staleTime: 60_000,
  });
