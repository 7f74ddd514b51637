import type { RolloutItem } from '#contract/rollout.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { sayTime } from '#domain/time/zone.ts';
import { needsSomeone } from '#domain/verdict/severity.ts';
import { verdictWords } from '#domain/verdict/verdict.ts';

export interface RolloutGroup {
  readonly id: 'now' | 'running' | 'ready' | 'rest';
  readonly title: string;
  readonly items: readonly RolloutItem[];
}

/** A row as it may still be shown: past its time, or with the server lost, only Can't tell (or Roll back) stands. */
export function ageItem(
  item: RolloutItem,
  now: number,
  lostSince: number | null,
  stalled = false,
): RolloutItem {
  const late = item.staleAfter !== null && now > item.staleAfter;
  if ((!late && lostSince === null && !stalled) || item.verdict.state === 'roll-back') return item;
  const silent = stalled ? 'The watcher has stalled: nothing is being judged.' : 'Nothing newer has arrived.';
  const since = lostSince === null ? silent : `The connection was lost at ${sayTime(lostSince, item.zone)}.`;
  return {
    ...item,
    verdict: {
      ...item.verdict,
      state: 'blind',
      word: verdictWords.blind,
      reason: since,
      evidence: `Last known: ${item.verdict.word}. ${item.verdict.reason}`,
    },
  };
}

/** Groups the list by who is needed. Empty groups are left out, except the first, which says that nobody is. */
export function groupRollouts(items: readonly RolloutItem[]): readonly RolloutGroup[] {
  const now = items.filter((item) => needsSomeone(item.verdict.state));
  const running = items.filter(
    (item) => item.verdict.state === 'watching' || item.verdict.state === 'starting',
  );
  const ready = items.filter((item) => item.verdict.state === 'ready');
  const rest = items.filter((item) => ![...now, ...running, ...ready].includes(item));
  const groups: readonly RolloutGroup[] = [
    { id: 'now', title: 'Needs someone now', items: now.toSorted((a, b) => rank(a) - rank(b)) },
    { id: 'running', title: 'Running', items: running },
    { id: 'ready', title: 'Ready to advance', items: ready },
    { id: 'rest', title: 'Not running', items: rest },
  ];
  return groups.filter((group) => group.id === 'now' || group.items.length > 0);
}

function rank(item: RolloutItem): number {
  if (item.verdict.state === 'roll-back') return 0;
  return item.verdict.state === 'blind' ? 1 : 2;
}

/** "3 hours 12 minutes left", or how long it is overdue; empty where the plan gives no length. */
export function sayLeft(item: RolloutItem, now: number): string {
  if (item.endsAt === null) return '';
  const left = item.endsAt - now;
  return left > 0 ? `${sayDuration(left)} left` : `Overdue ${sayDuration(-left)}`;
}
