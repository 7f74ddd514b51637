import type { JournalEntry } from '#contract/journal.ts';
import type { AlertView, Notice } from '#contract/notice.ts';
import { stepAlerts, type AlertChange } from '#domain/verdict/alerts.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import { day, type EpochMs } from '#domain/time/time.ts';
import { onThisWeekday, type WeekdayTime } from '#domain/time/weekday-time.ts';
import { composeNotice, type NoticeWorld } from '../notices/compose-notice.ts';
import { endOfQuiet, type QuietHours } from '../notices/quiet-hours.ts';
import type { Consequences, NewNotice, StoredRun } from '../records/store.ts';
import type { Rollout } from '../rollouts/rollout.ts';

/** How people are reached. */
export interface NoticeSettings {
  /** Names of the channels; without one nothing is put in the outbox. */
  readonly channels: readonly string[];
  readonly quiet: QuietHours | null;
  /** When on weekdays people are told how stages longer than a day stand; `null` for never. */
  readonly statusAt?: WeekdayTime | null | undefined;
  /** Where people open Stagewatch; without it notices carry no link. */
  readonly publicUrl: string | null;
}

export interface Followed {
  readonly run: StoredRun;
  readonly rollout: Rollout | undefined;
  readonly verdict: Verdict;
  readonly endedBy: string | null;
  /** What was judged last, where nobody judged for longer than that stood. */
  readonly gap: Pick<Verdict, 'judgedAt' | 'staleAfter'> | null;
  /** When it was judged before this; `null` for the first time. */
  readonly before: EpochMs | null;
  /** The line that says that Flipper shows what was decided. */
  readonly carriedOut: JournalEntry | null;
}

/** What follows from a verdict: alerts that open, get worse or close, their lines in the log, and who is told. */
export function followVerdict(
  { run, rollout, verdict, endedBy, gap, before, carriedOut }: Followed,
  settings: NoticeSettings,
  alerts: readonly AlertView[],
  changed: boolean,
): Consequences {
  const now = verdict.judgedAt;
  const steps = stepAlerts(alerts, verdict, now).map((step) => ({
    ...step,
    alert: {
      ...step.alert,
      id: alertId(run, step.alert.about),
      rollout: run.rollout,
      stage: run.stage,
      run: run.id,
    },
  }));
  const plan = rollout?.kind === 'readable' ? rollout.plan : null;
  const world: NoticeWorld = {
    rollout: run.rollout,
    run: run.id,
    stage: run.stage,
    plan,
    planStage: plan?.stages.find((one) => one.id === run.stage) ?? null,
    verdict,
    publicUrl: settings.publicUrl,
  };
  const told = steps.flatMap(({ alert, notice }) => (notice === null ? [] : [{ alert, what: notice }]));
  const notices: Notice[] = told.length > 0 ? [composeNotice(world, 'alert', told)] : [];
  if (changed && verdict.state === 'ready') notices.push(composeNotice(world, 'ready', []));
  if (isStatusDue(run, settings, before, now)) notices.push(composeNotice(world, 'status', []));
  // Made-up data must wake nobody.
  const isReal = rollout?.kind !== 'readable' || !rollout.example;
  return {
    alerts: steps.map((one) => one.alert),
    entries: [
      ...(gap === null ? [] : [gapLine(run, gap, now)]),
      ...steps.flatMap(({ alert, change }) => (change === null ? [] : [line(alert, change, now)])),
      ...(carriedOut === null ? [] : [carriedOut]),
    ],
    notices: isReal ? notices.flatMap((one) => addressed(one, settings)) : [],
    endedBy,
  };
}

/** The first judgement after the time of day, of a stage that is or has been running for more than a day. */
function isStatusDue(
  run: StoredRun,
  { statusAt }: NoticeSettings,
  before: EpochMs | null,
  now: EpochMs,
): boolean {
  const isLong = (run.length ?? now - run.start) > day;
  const due = statusAt === null || statusAt === undefined || !isLong ? null : onThisWeekday(statusAt, now);
  return due !== null && before !== null && before < due && due <= now;
}

function alertId(run: StoredRun, about: string): string {
  return `${run.id}.${about.replaceAll(/[^\w-]+/g, '-')}`;
}

function line(alert: AlertView, change: AlertChange, at: number): JournalEntry {
  const { id, rollout, stage, run, state, about, reason, evidence } = alert;
  const said = { state, about, reason, evidence, change, alert: id };
  return { id: `${id}.${at}.${change}`, rollout, stage, run, at, by: 'Stagewatch', kind: 'alert', ...said };
}

/** Nobody watched in between: what happened then was judged afterwards, from what the sources still had. */
export function gapLine(
  run: StoredRun,
  { judgedAt: from, staleAfter }: NonNullable<Followed['gap']>,
  to: EpochMs,
): JournalEntry {
  const { id, rollout, stage } = run;
  return {
    id: `${id}.gap.${from}.${to}`,
    rollout,
    stage,
    run: id,
    at: to,
    by: 'Stagewatch',
    kind: 'gap',
    from,
    to,
    staleAfter,
  };
}

/** The notice once for every channel. What can wait, waits for the end of the quiet hours. */
function addressed(notice: Notice, settings: NoticeSettings): readonly NewNotice[] {
  const nextAt = notice.urgent ? notice.at : endOfQuiet(settings.quiet, notice.at);
  return settings.channels.map((channel) => ({ id: `${notice.key}.${channel}`, channel, notice, nextAt }));
}
