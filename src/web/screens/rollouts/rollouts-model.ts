import type { RolloutItem } from '#contract/rollout.ts';
import { sayTimeLeft } from '#domain/time/duration.ts';
import { day } from '#domain/time/time.ts';
import { sayInstant, sayTime } from '#domain/time/zone.ts';
import { isSettled, needsSomeone, severityOf } from '#domain/verdict/severity.ts';
import { verdictWords } from '#domain/verdict/verdict.ts';
import { titleWord } from '../../ui/state-look.ts';

export interface RolloutGroup {
  readonly id: 'now' | 'running' | 'ready' | 'soon' | 'rest' | 'finished';
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
export function groupRollouts(items: readonly RolloutItem[], now: number): readonly RolloutGroup[] {
  const of = (id: RolloutGroup['id']): readonly RolloutItem[] =>
    items.filter((item) => groupOf(item, now) === id);
  const groups: readonly RolloutGroup[] = [
    { id: 'now', title: 'Needs someone now', items: of('now').toSorted(worstThenOldest) },
    { id: 'running', title: 'Running', items: of('running') },
    { id: 'ready', title: 'Ready to advance', items: of('ready') },
    {
      id: 'soon',
      title: 'Scheduled in the next 7 days',
      items: of('soon').toSorted((a, b) => startOf(a) - startOf(b)),
    },
    { id: 'rest', title: 'Not running', items: of('rest') },
    { id: 'finished', title: 'Finished', items: of('finished') },
  ];
  return groups.filter((group) => group.id === 'now' || group.items.length > 0);
}

/** Ready is always past its end: it waits for a decision and not for help. */
function groupOf(item: RolloutItem, now: number): RolloutGroup['id'] {
  const { state } = item.verdict;
  if (needsSomeone(state)) return 'now';
  if (isUnderWay(item)) return state === 'advanced' ? 'running' : 'now';
  if (state === 'ready') return 'ready';
  if (state === 'watching' || state === 'starting')
    return item.endsAt !== null && item.endsAt <= now ? 'now' : 'running';
  if (state === 'complete') return 'finished';
  const isSoon = item.startsAt !== null && item.startsAt > now && item.startsAt <= now + 7 * day;
  return isSoon ? 'soon' : 'rest';
}

/** It was decided and still has to be done in Flipper: going back needs somebody at once, going on is watched. */
function isUnderWay({ verdict, watch = null }: RolloutItem): boolean {
  return verdict.state === 'rolling-back' || (verdict.state === 'advanced' && watch !== null);
}

function worstThenOldest(a: RolloutItem, b: RolloutItem): number {
  return rank(a) - rank(b) || (a.verdict.since ?? Infinity) - (b.verdict.since ?? Infinity) || 0;
}

/** What must go back first, decided or not; then what nobody can tell anything of. */
function rank({ verdict: { state } }: RolloutItem): number {
  const first = ['roll-back', 'rolling-back', 'blind'].indexOf(state);
  return first === -1 ? 3 : first;
}

/** The rollout that is worst off, by the order of verdicts; the first of several. */
export function worstOf(items: readonly RolloutItem[]): RolloutItem | undefined {
  return items.toSorted((a, b) => severityOf(a.verdict.state) - severityOf(b.verdict.state))[0];
}

/** The list's title: the worst word first where somebody is needed, then how many need someone. */
export function listTitle(items: readonly RolloutItem[], now: number): string {
  const needed = groupRollouts(items, now)[0]?.items ?? [];
  const worst = worstOf(needed);
  if (worst === undefined) return 'Rollouts - Stagewatch';
  const count = `${needed.length} ${needed.length === 1 ? 'needs' : 'need'} someone`;
  return `${titleWord(worst.verdict)} - ${count} - Rollouts - Stagewatch`;
}

function startOf(item: RolloutItem): number {
  return item.startsAt ?? Infinity;
}

/** "3 hours 12 minutes left" (nothing once that was decided), how long it is overdue, or when the next stage starts; empty where the plan does not say. */
export function sayLeft(item: RolloutItem, now: number): string {
  const { endsAt, startsAt, zone, verdict } = item;
  // Its planned length decides nothing any more; what runs on is the watching.
  if (endsAt !== null && isSettled(verdict.state)) return '';
  if (endsAt !== null)
    return endsAt > now ? `${sayTimeLeft(endsAt - now)} left` : `Overdue ${sayTimeLeft(now - endsAt)}`;
  if (startsAt === null) return '';
  return startsAt > now
    ? `Next stage ${sayInstant(startsAt, zone)}`
    : `The planned start of the next stage passed ${sayTimeLeft(now - startsAt)} ago`;
}

/** Who is on it; that nobody is, where an alert is open; empty where nothing calls anybody. */
export function sayOnIt({ alerts, zone }: RolloutItem): string {
  const { open, taken } = alerts;
  if (taken.length > 0)
    return taken.map(({ by, until }) => `${by} is on it until ${sayTime(until, zone)}`).join('; ');
  return open === 0 ? '' : 'Nobody is on it yet';
}

/** Who watches, and whom it is offered to; empty where nothing runs. */
export function sayWatcher({ watch = null }: RolloutItem): string {
  if (watch === null) return '';
  const offered = watch.offeredTo === null ? '' : `, offered to ${watch.offeredTo}`;
  return `${watch.by === null ? 'Nobody has said that they watch' : `${watch.by} watches`}${offered}`;
}

/** The zone times of the whole list are said in: that of the plans, where they agree. */
export function listZone(items: readonly RolloutItem[]): string {
  const zones = new Set(items.map((item) => item.zone));
  const [first = 'America/New_York'] = zones;
  return zones.size === 1 ? first : 'America/New_York';
}
