import { queryOptions } from '@tanstack/react-query';
import { eventsElsewhere } from '#contract/stage-events.ts';
import { fetchJson } from './fetch-json.ts';
import { rolloutKeys, stagePath } from './queries.ts';

/** What other rollouts marked while a stage ran; with `at`, only what was known by then. */
export const elsewhereQuery = (id: string, stage: string, at: string | null) =>
  queryOptions({
    queryKey: [...rolloutKeys.rollout(id), 'stages', stage, 'elsewhere', at],
    queryFn: ({ signal }) =>
      fetchJson(
        `${stagePath(id, stage)}/events${at === null ? '' : `?at=${encodeURIComponent(at)}`}`,
        eventsElsewhere,
        { signal },
      ),
    staleTime: 15_000,
  });
