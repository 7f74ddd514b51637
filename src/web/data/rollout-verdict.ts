import { useQuery } from '@tanstack/react-query';
import { verdictWords, type VerdictState } from '#domain/verdict/verdict.ts';
import { useConnection } from './connection.tsx';
import { rolloutsQuery } from './queries.ts';

/**
 * The verdict of the stage a rollout is at, for a page that shows another part of it; `null` while it is not known. As on
 * every page it may only worsen: too old, or with the server lost or stalled, it is Can't tell.
 */
export function useRolloutVerdict(
  id: string,
): { readonly state: VerdictState; readonly word: string } | null {
  const { data } = useQuery(rolloutsQuery);
  const { now, lostSince, stalled } = useConnection();
  const item = data?.find((one) => one.id === id);
  if (item === undefined) return null;
  const isLate = item.staleAfter !== null && now > item.staleAfter;
  const stands = (!isLate && lostSince === null && !stalled) || item.verdict.state === 'roll-back';
  return stands ? item.verdict : { state: 'blind', word: verdictWords.blind };
}
