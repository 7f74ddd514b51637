import type { AlertView } from '#contract/notice.ts';
import type { StageView } from '#contract/rollout.ts';
import { sayTime } from '#domain/time/zone.ts';
import { readingTags, type Reading } from '#domain/verdict/reading.ts';
import { needsSomeone, severityOf } from '#domain/verdict/severity.ts';
import type { VerdictState } from '#domain/verdict/verdict.ts';
import type { Connection } from '../../data/connection.tsx';
import { sayReadingLimit, sayReadingValue } from '../../ui/reading-words.ts';
import { readingLook, type Look } from '../../ui/state-look.ts';

/** Criteria a wall of one rollout has room for, and one of up to three for each. */
const roomAlone = 6;
export const roomInStack = 2;

/** As many rollouts as can be read from across a room. */
export const mostStacked = 3;

/** The rollouts an address asks for (`?rollouts=a,b,c`): each once. */
export function stackOf(asked: string | null): readonly string[] {
  const ids = (asked ?? '').split(',').map((id) => id.trim());
  return [...new Set(ids.filter((id) => id !== ''))];
}

/** What the tab of a stack says: the worst of its parts. A part that nothing is known of is as bad as one that can't tell. */
export function worstOfStack(states: readonly (VerdictState | null)[]): VerdictState {
  const known = states.map((state) => state ?? 'blind');
  return known.toSorted((a, b) => severityOf(a) - severityOf(b))[0] ?? 'blind';
}

export interface WallRow {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly limit: string;
  readonly look: Look;
  readonly tag: string;
}

/**
 * The criteria a wall shows: what is over its limit first, whatever its group, then roll-back limits, and in each group the
 * plan's order; and how many it has no room for. There is room for all that are over.
 */
export function wallRows(
  readings: readonly Reading[],
  room: number = roomAlone,
): {
  readonly rows: readonly WallRow[];
  readonly more: number;
} {
  const order = ['rollback', 'success', 'people', 'watched'] as const;
  const worst = readings.toSorted(
    (a, b) => rank(a) - rank(b) || order.indexOf(a.group) - order.indexOf(b.group),
  );
  const shown = Math.max(room, readings.filter((one) => rank(one) === 0).length);
  return {
    rows: worst.slice(0, shown).map((reading) => ({
      id: reading.criterion,
      label: reading.label,
      value: sayReadingValue(reading),
      limit: sayReadingLimit({ ...reading, value: null }),
      look: readingLook[reading.state],
      tag: readingTags[reading.state],
    })),
    more: Math.max(0, readings.length - shown),
  };
}

/** 0: over a limit, or it was; 1: not known to be well; 2: well. */
function rank({ state }: Reading): 0 | 1 | 2 {
  if (state === 'over' || state === 'over-not-certain' || state === 'broke-earlier') return 0;
  return state === 'met' || state === 'watched' ? 2 : 1;
}

/** One line on what needs somebody; that nothing does is said too. */
export function wallAlert(verdict: StageView['verdict'], alerts: readonly AlertView[] | undefined): string {
  if (alerts === undefined) return 'Open alerts are not known.';
  const [first] = alerts;
  if (first === undefined) return needsSomeone(verdict.state) ? verdict.reason : 'No open alerts.';
  const who = first.taken === null ? 'Nobody is on it yet.' : `${first.taken.by} is on it.`;
  const count = alerts.length === 1 ? '1 open alert' : `${alerts.length} open alerts, the worst`;
  return `${count}: ${first.reason} ${who}`;
}

/**
 * Since when a wall shows nothing that may stand, by the server's clock; `null` while it may. Whoever looks from across a
 * room sees no small print: a wall has no verdict at all rather than an old one.
 */
export function stoppedSince(view: StageView, connection: Connection): number | null {
  if (connection.lostSince !== null) return Math.min(connection.lostSince, connection.now);
  const { judgedAt, staleAfter } = view.verdict;
  return connection.stalled || connection.now > staleAfter ? judgedAt : null;
}

/** "This screen stopped updating at 2:41 p.m. ET." */
export function sayStopped(since: number, zone: string): string {
  return `This screen stopped updating at ${sayTime(since, zone)}.`;
}
