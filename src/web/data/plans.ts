import { queryOptions, useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { draft, planVersions, savedPlan, triedSignal, type TriedSignal } from '#contract/plan-check.ts';
import { fetchJson } from './fetch-json.ts';
import { rolloutKeys } from './queries.ts';

const pathOf = (id: string): string => `/api/rollouts/${encodeURIComponent(id)}/plan`;

/** A plan's text: the one that is watched, or an older version of it. */
export const planQuery = (id: string, version: number | null) =>
  queryOptions({
    queryKey: [...rolloutKeys.rollout(id), 'plan', version],
    queryFn: ({ signal }) =>
      fetchJson(version === null ? pathOf(id) : `${pathOf(id)}/versions/${version}`, savedPlan, { signal }),
  });

/** The plan as it is now, asked once: a newer version must not slide under what somebody is typing. */
export const planToChangeQuery = (id: string, why: 'begin' | 'compare') =>
  queryOptions({
    queryKey: ['plan to change', why, id],
    queryFn: ({ signal }) => fetchJson(pathOf(id), savedPlan, { signal }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

export const planVersionsQuery = (id: string) =>
  queryOptions({
    queryKey: [...rolloutKeys.rollout(id), 'plan-versions'],
    queryFn: ({ signal }) => fetchJson(`${pathOf(id)}/versions`, planVersions, { signal }),
  });

const postedPlan = z.object({ id: z.string(), version: z.number() });
export type PostedPlan = z.infer<typeof postedPlan>;

interface NewPlan {
  readonly markdown: string;
  readonly id?: string;
  /** The version this text was written over. */
  readonly seenVersion?: number;
  readonly who: string;
}

/** Saves a plan as a new version, or a new rollout. */
export function useSavePlan(): UseMutationResult<PostedPlan, Error, NewPlan> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewPlan) => fetchJson('/api/rollouts', postedPlan, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: rolloutKeys.list }),
  });
}

export interface Tried {
  readonly markdown: string;
  readonly signal: string;
  readonly span: 'hour' | 'week';
  readonly who: string;
}

/** Tries one signal of a plan nobody watches yet: keeps the plan as a draft, then has its source asked once. */
export async function trySignal({ markdown, signal, span, who }: Tried): Promise<TriedSignal> {
  const kept = await draftOf(markdown, who);
  return fetchJson(`/api/plans/drafts/${encodeURIComponent(kept)}/try`, triedSignal, {
    body: { signal, span, who },
  });
}

/** The draft last kept: trying five signals of one text keeps it once. */
let lastDraft: { readonly key: string; readonly id: string } | null = null;

async function draftOf(markdown: string, who: string): Promise<string> {
  const key = `${who}\n${markdown}`;
  if (lastDraft?.key !== key) {
    const saved = await fetchJson('/api/plans/drafts', draft, { body: { markdown, who } });
    lastDraft = { key, id: saved.id };
  }
  return lastDraft.id;
}
