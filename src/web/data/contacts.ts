import { queryOptions, useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { contactList } from '#contract/contacts.ts';
import { fetchJson } from './fetch-json.ts';
import { rolloutKeys } from './queries.ts';

const accepted = z.looseObject({});

/** Whom the plan says to call, those for this hour marked. Asked each minute, because hours change who it is. */
export const contactsQuery = (id: string) =>
  queryOptions({
    queryKey: [...rolloutKeys.rollout(id), 'contacts'],
    queryFn: ({ signal }) => fetchJson(path(id), contactList, { signal }),
    refetchInterval: 60_000,
  });

interface NewNumber {
  readonly ref: string;
  readonly who: string;
  readonly number: string;
}

/** Keeps a contact's number, sealed, for those who may know it. */
export function useKeepNumber(id: string): UseMutationResult<unknown, Error, NewNumber> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ ref, ...body }: NewNumber) =>
      fetchJson(`${path(id)}/${encodeURIComponent(ref)}/number`, accepted, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: contactsQuery(id).queryKey }),
  });
}

function path(id: string): string {
  return `/api/rollouts/${encodeURIComponent(id)}/contacts`;
}
