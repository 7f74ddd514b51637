import { useQuery } from '@tanstack/react-query';
import { rolloutsQuery } from './queries.ts';

/** Ids of the rollouts whose numbers are made up, as far as the list is known. */
export function useExampleRollouts(): ReadonlySet<string> {
  const { data = [] } = useQuery(rolloutsQuery);
  return new Set(data.flatMap((one) => (one.example ? [one.id] : [])));
}
