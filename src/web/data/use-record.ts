import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { fetchJson } from './fetch-json.ts';
import { rolloutKeys } from './queries.ts';

const accepted = z.looseObject({});

/** Posts a record of a person to an address, and has everything that shows rollouts read again. */
export function useRecord<T extends object>(path: string): UseMutationResult<unknown, Error, T> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: T) => fetchJson(path, accepted, { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: rolloutKeys.list }),
  });
}
