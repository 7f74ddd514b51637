import type { StageView } from '#contract/rollout.ts';
import { sayTime } from '#domain/time/zone.ts';
import { ageWithReadings } from '#domain/verdict/age-verdict.ts';
import type { Connection } from './connection.tsx';

/**
 * The page may only worsen a verdict: one that is too old, or whose server is silent or stalled, or that was not read again
 * since the page was away, becomes Can't tell, and its readings become Stale, but for limits that are broken. What stood at
 * a past instant stays as it stood: the server has aged it by then.
 */
export function shownVerdict(view: StageView, connection: Connection): StageView['verdict'] {
  const { zone } = view.rollout;
  if (view.at !== null) return view.verdict;
  const isCut = connection.lostSince !== null || connection.stalled;
  if (!isCut && connection.now <= view.verdict.staleAfter) return view.verdict;
  const aged = ageWithReadings(view.verdict, Infinity, zone);
  const reason = sayCut(connection, zone);
  return aged.state !== 'blind' || reason === null ? aged : { ...aged, reason };
}

/** Why nothing stands, in a sentence; `null` while it may. */
export function sayCut({ cut, lostSince }: Connection, zone: string): string | null {
  if (lostSince === null) return null;
  const since = sayTime(lostSince, zone);
  switch (cut) {
    case 'away':
      return `This page was away since ${since}, and has not been read again yet.`;
    case 'unread':
      return `This page could not be read again since ${since}.`;
    case 'silent':
    case null:
      return `This page lost its connection at ${since}.`;
  }
}
