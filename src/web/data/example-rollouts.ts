import { useQuery } from '@tanstack/react-query';
import { rolloutsQuery } from './queries.ts';

/** Ids of the rollouts whose numbers are made up, for pages whose own answer does not say so. */
export function useExampleRollouts(): ReadonlySet<string> {
  const { data = [] } = useQuery(rolloutsQuery);
  return new Set(data.flatMap((one) => (one.example ? [one.id] : [])));
}
