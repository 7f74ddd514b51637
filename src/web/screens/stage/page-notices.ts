import type { AlertView } from '#contract/notice.ts';
import type { StageView } from '#contract/rollout.ts';
import { noticeSpacing } from '#domain/verdict/alerts.ts';
import { severityOf } from '#domain/verdict/severity.ts';
import type { VerdictState } from '#domain/verdict/verdict.ts';

/** One notice of the browser. A newer one of the same tag takes its place. */
export interface PageNotice {
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  /** Stays on screen until somebody closes it. */
  readonly stays: boolean;
  readonly silent: boolean;
}

interface Known {
  readonly state: VerdictState;
  readonly isTaken: boolean;
  /** When it was told last; `null` where it was there before anybody asked. */
  readonly toldAt: number | null;
}

/** What the page has told, and what it knew when it was asked to. */
export interface Told {
  readonly verdict: VerdictState;
  readonly alerts: ReadonlyMap<string, Known>;
}

type Seen = Pick<StageView, 'rollout' | 'stage' | 'verdict'>;

/**
 * What to tell of a change (ux §3.7): an alert that opens, gets worse or is let go, at most once in 15 minutes each and
 * never while somebody is on it; three at once are one notice; ready is told quietly. What was there at first is known.
 * While `isSnoozed` only what nobody may snooze is told; the rest keeps until the snooze is over.
 */
export function whatToTell(
  before: Told | null,
  view: Seen,
  every: readonly AlertView[],
  now: number,
  isSnoozed = false,
): { readonly told: Told; readonly notices: readonly PageNotice[] } {
  const isKept = (state: VerdictState): boolean => isSnoozed && canBeSnoozed(state);
  const heard = every.filter((one) => !isKept(one.state));
  const fresh = before === null ? [] : heard.filter((one) => isNews(before.alerts.get(one.id), one, now));
  const news = new Set(fresh.map((one) => one.id));
  const known = every.flatMap((one): readonly (readonly [string, Known])[] => {
    const last = before?.alerts.get(one.id);
    if (isKept(one.state)) return last === undefined ? [] : [[one.id, last]];
    const toldAt = news.has(one.id) ? now : (last?.toldAt ?? null);
    // What is worse but came too soon is told later: until then it counts as it was told.
    const state = news.has(one.id) || last === undefined ? one.state : last.state;
    return [[one.id, { state, isTaken: one.taken !== null, toldAt }]];
  });
  const { state } = view.verdict;
  const verdict = before !== null && isKept(state) ? before.verdict : state;
  const told = { verdict, alerts: new Map(known) };
  if (before === null) return { told, notices: [] };
  if (fresh.length > 0) return { told, notices: ofAlerts(fresh, view) };
  return { told, notices: isKept(state) ? [] : ofVerdict(before.verdict, view) };
}

/** A broken roll-back limit and a page that can't tell are told whatever anybody has snoozed. */
export function canBeSnoozed(state: VerdictState): boolean {
  return state !== 'roll-back' && state !== 'blind';
}

function isNews(last: Known | undefined, alert: AlertView, now: number): boolean {
  if (alert.taken !== null) return false;
  if (last === undefined) return true;
  if (last.toldAt !== null && now - last.toldAt < noticeSpacing) return false;
  return last.isTaken || severityOf(alert.state) < severityOf(last.state);
}

/** A verdict that no alert explains: ready, or a page that has lost its server. */
function ofVerdict(before: VerdictState, { rollout, stage, verdict }: Seen): readonly PageNotice[] {
  const { state, word, reason } = verdict;
  if (state === before || (state !== 'ready' && state !== 'blind' && state !== 'roll-back')) return [];
  return [
    {
      tag: `${rollout.id} ${stage.id} verdict`,
      title: `${word}: ${rollout.title}, ${stage.label}`,
      body: reason,
      stays: state === 'roll-back',
      silent: state === 'ready',
    },
  ];
}

function ofAlerts(alerts: readonly AlertView[], { rollout, stage, verdict }: Seen): readonly PageNotice[] {
  const title = `${verdict.word}: ${rollout.title}, ${stage.label}`;
  const stays = alerts.some((one) => one.state === 'roll-back');
  if (alerts.length < 3) {
    return alerts.map((one) => ({
      tag: one.id,
      title,
      body: `${one.reason} ${one.evidence}`,
      stays: one.state === 'roll-back',
      silent: false,
    }));
  }
  const body = `${alerts.length} need somebody: ${alerts.map((one) => one.reason).join(' ')}`;
  return [{ tag: `${rollout.id} ${stage.id} alerts`, title, body, stays, silent: false }];
}
