import type { JournalEntry } from '#contract/journal.ts';
import type { AlertView, Notice } from '#contract/notice.ts';
import { stepAlerts, type AlertChange } from '#domain/verdict/alerts.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { composeNotice, type NoticeWorld } from '../notices/compose-notice.ts';
import { endOfQuiet, type QuietHours } from '../notices/quiet-hours.ts';
import type { Consequences, NewNotice, StoredRun } from '../records/store.ts';
import type { Rollout } from '../rollouts/rollout.ts';

/** How people are reached. */
export interface NoticeSettings {
  /** Names of the channels; without one nothing is put in the outbox. */
  readonly channels: readonly string[];
  readonly quiet: QuietHours | null;
  /** Where people open Stagewatch; without it notices carry no link. */
  readonly publicUrl: string | null;
}

export interface Followed {
  readonly run: StoredRun;
  readonly rollout: Rollout | undefined;
  readonly verdict: Verdict;
  readonly endedBy: string | null;
  /** When it was last judged, where nobody judged it for longer than a verdict stands. */
  readonly gap: EpochMs | null;
}

/** What follows from a verdict: alerts that open, get worse or close, their lines in the log, and who is told. */
export function followVerdict(
  { run, rollout, verdict, endedBy, gap }: Followed,
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
  // Made-up data must wake nobody.
  const isReal = rollout?.kind !== 'readable' || !rollout.example;
  return {
    alerts: steps.map((one) => one.alert),
    entries: [
      ...(gap === null ? [] : [gapLine(run, gap, now)]),
      ...steps.flatMap(({ alert, change }) => (change === null ? [] : [line(alert, change, now)])),
    ],
    notices: isReal ? notices.flatMap((one) => addressed(one, settings)) : [],
    endedBy,
  };
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
function gapLine(run: StoredRun, from: EpochMs, to: EpochMs): JournalEntry {
  const { id, rollout, stage } = run;
  return {
    id: `${id}.gap.${from}`,
    rollout,
    stage,
    run: id,
    at: to,
    by: 'Stagewatch',
    kind: 'gap',
    from,
    to,
  };
}

/** The notice once for every channel. What can wait, waits for the end of the quiet hours. */
function addressed(notice: Notice, settings: NoticeSettings): readonly NewNotice[] {
  const nextAt = notice.urgent ? notice.at : endOfQuiet(settings.quiet, notice.at);
  return settings.channels.map((channel) => ({ id: `${notice.key}.${channel}`, channel, notice, nextAt }));
}
