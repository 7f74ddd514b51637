import type { Limit } from '../plan/limit.ts';
import { minute, type EpochMs, type Ms } from '../time/time.ts';
import { severityOf } from './severity.ts';
import type { Cause, Verdict, VerdictState } from './verdict.ts';

/** Somebody's "I'm on it": it stops repeats until they have looked again, and changes nothing else. */
interface Take {
  readonly by: string;
  readonly at: EpochMs;
  readonly note: string;
  /** Lapses then. */
  readonly until: EpochMs;
}

/** Offered by one person to another; whoever had taken it still has, until they take it. */
interface HandOver {
  readonly to: string;
  readonly by: string;
  readonly at: EpochMs;
  readonly note: string;
}

/** What needs somebody in one run: one per criterion, source or toggle, however often it comes and goes. */
export interface Alert {
  /** The criterion or source; `stage` for the stage as a whole, `overdue` for its end. */
  readonly about: string;
  readonly state: VerdictState;
  readonly reason: string;
  readonly evidence: string;
  readonly next: string;
  readonly openedAt: EpochMs;
  /** `null` while it is open. */
  readonly closedAt: EpochMs | null;
  /** Since when nothing has been wrong; it closes when that has lasted. */
  readonly calmSince: EpochMs | null;
  readonly taken: Take | null;
  readonly handedTo?: HandOver | null | undefined;
  /** When people were last told, and how far over its limit the value was then. */
  readonly noticedAt: EpochMs | null;
  readonly noticedExcess: number | null;
  /** How many times people were told. */
  readonly notices: number;
  /** Something to tell that came too soon after the last notice. */
  readonly owed: boolean;
}

export type AlertChange = 'opened' | 'worse' | 'lapsed' | 'closed';

/** One step of an alert: how it stands now, what happened, and whether people are told. */
export interface AlertStep {
  readonly alert: Alert;
  readonly change: AlertChange | null;
  readonly notice: AlertChange | 'reminder' | null;
}

/** At most one notice per alert in this time (ux §3.7). */
export const noticeSpacing: Ms = 15 * minute;

/** An alert closes once nothing has been wrong for this long: a value that dips under its limit has not recovered. */
const calmFor: Ms = 5 * minute;

/** Over its limit by so many times as much as when people were told is worse. */
const worseTimes = 2;

const alerting: ReadonlySet<VerdictState> = new Set(['roll-back', 'off-plan', 'blind', 'traffic', 'over']);

/**
 * Brings the alerts of a run up to a verdict. Alerts open and close by the data and by reviewed decisions alone; there
 * is no way to resolve one by hand.
 */
export function stepAlerts(alerts: readonly Alert[], verdict: Verdict, now: EpochMs): readonly AlertStep[] {
  const wrong = whatIsWrong(verdict);
  const known = new Map(alerts.map((alert) => [alert.about, alert]));
  const steps = [...wrong].map(([about, cause]) =>
    stepWrong(known.get(about), about, cause, excessOf(verdict, about), now),
  );
  const calm = alerts
    .filter((alert) => alert.closedAt === null && !wrong.has(alert.about))
    .map((alert) => stepCalm(alert, isReviewed(verdict, alert.about), now));
  return [...steps, ...calm];
}

/** The worst cause for each thing a cause can be about. What may be chance needs nobody yet. */
function whatIsWrong(verdict: Verdict): ReadonlyMap<string, Cause> {
  const uncertain = new Set(
    verdict.readings.filter((one) => one.state === 'over-not-certain').map((one) => one.criterion),
  );
  const wrong = new Map<string, Cause>();
  // A roll back that is being carried out is in hand; that it takes too long is said below.
  const inHand = verdict.state === 'rolling-back' || verdict.state === 'rolled-back';
  for (const cause of inHand ? [] : [verdict, ...verdict.also]) {
    const about = cause.about ?? 'stage';
    if (!alerting.has(cause.state) || wrong.has(about)) continue;
    if (cause.state === 'over' && uncertain.has(about)) continue;
    wrong.set(about, cause);
  }
  const waiting = verdict.tags.some((tag) => tag.startsWith('Waiting'));
  if (waiting) wrong.set('decision', { ...verdict, state: 'people' });
  const overdue = verdict.tags.find((tag) => tag.startsWith('Overdue'));
  if (overdue !== undefined) {
    wrong.set('overdue', {
      state: 'people',
      reason: 'The stage has run past its planned end.',
      evidence: verdict.reason,
      next: 'Decide: advance, extend or roll back.',
      about: null,
    });
  }
  return wrong;
}

/** How far a criterion is over its limit; `null` where there is no such number. */
function excessOf(verdict: Verdict, about: string): number | null {
  const reading = verdict.readings.find((one) => one.criterion === about);
  const limit: Limit | null = reading?.limit ?? null;
  return reading === undefined || reading.value === null || limit === null
    ? null
    : Math.abs(reading.value - limit.value);
}

/** Accepted, or decided upon: nobody needs to wait for calm. */
function isReviewed(verdict: Verdict, about: string): boolean {
  const lifecycle: readonly VerdictState[] = ['rolling-back', 'rolled-back', 'advanced', 'complete'];
  const accepted = verdict.readings.find((one) => one.criterion === about)?.accepted ?? null;
  return accepted !== null || lifecycle.includes(verdict.state);
}

function stepWrong(
  before: Alert | undefined,
  about: string,
  cause: Cause,
  excess: number | null,
  now: EpochMs,
): AlertStep {
  const { state, reason, evidence, next } = cause;
  const said = { about, state, reason, evidence, next, closedAt: null, calmSince: null };
  if (before === undefined || before.closedAt !== null) {
    const past = before ?? { noticedAt: null, noticedExcess: null, notices: 0 };
    const { noticedAt, noticedExcess, notices } = past;
    const alert = { ...said, openedAt: now, taken: null, noticedAt, noticedExcess, notices, owed: true };
    return tell(alert, 'opened', 'opened', excess, now);
  }
  const lapsed = before.taken !== null && now >= before.taken.until;
  const alert: Alert = { ...before, ...said, taken: lapsed ? null : before.taken };
  // While people wait to be told, the log need not say it at every look.
  const worse = before.owed ? null : 'worse';
  if (isWorse(before, cause, excess)) return tell({ ...alert, owed: true }, worse, 'worse', excess, now);
  if (lapsed) return tell({ ...alert, owed: true }, 'lapsed', 'lapsed', excess, now);
  if (alert.owed) return tell(alert, null, 'opened', excess, now);
  // A roll back nobody has taken is said again: silence must not be able to hide it.
  if (state === 'roll-back' && alert.taken === null) return tell(alert, null, 'reminder', excess, now);
  return { alert, change: null, notice: null };
}

function isWorse(before: Alert, cause: Cause, excess: number | null): boolean {
  if (severityOf(cause.state) < severityOf(before.state)) return true;
  const { noticedExcess } = before;
  return (
    excess !== null && noticedExcess !== null && noticedExcess > 0 && excess >= worseTimes * noticedExcess
  );
}

/** Tells people, unless they were told too recently: then it stays owed, where it was. */
function tell(
  alert: Alert,
  change: AlertChange | null,
  notice: NonNullable<AlertStep['notice']>,
  excess: number | null,
  now: EpochMs,
): AlertStep {
  if (alert.noticedAt !== null && now - alert.noticedAt < noticeSpacing)
    return { alert, change, notice: null };
  const told = { ...alert, noticedAt: now, noticedExcess: excess, notices: alert.notices + 1, owed: false };
  return { alert: told, change, notice };
}

function stepCalm(before: Alert, reviewed: boolean, now: EpochMs): AlertStep {
  const calmSince = before.calmSince ?? now;
  if (!reviewed && now - calmSince < calmFor)
    return { alert: { ...before, calmSince }, change: null, notice: null };
  const alert = { ...before, calmSince, closedAt: now, taken: null, owed: false };
  return { alert, change: 'closed', notice: null };
}
