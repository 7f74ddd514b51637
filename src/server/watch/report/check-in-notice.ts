import type { Notice } from '#contract/notice.ts';
import type { CheckIn } from '#domain/report/check-ins.ts';
import { sayInstant } from '#domain/time/zone.ts';
import type { EpochMs } from '#domain/time/time.ts';
import type { NoticeSettings } from '../loop/follow-verdict.ts';
import { endOfQuiet } from '../notices/quiet-hours.ts';
import type { NewNotice } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';

interface Told {
  readonly kind: 'check-in' | 'kpi';
  readonly key: string;
  readonly word: string;
  readonly reason: string;
  readonly evidence: string;
  readonly next: string;
}

/** "The 1 week check-in is due", once per channel. It can wait for the morning, and made-up data tells nobody. */
export function checkInDueNotice(
  rollout: ReadableRollout,
  checkIn: CheckIn,
  now: EpochMs,
  settings: NoticeSettings,
): readonly NewNotice[] {
  const { plan } = rollout;
  const window = checkIn.window;
  const seen =
    window === null
      ? ''
      : `It looks at ${sayInstant(window.from, plan.zone)} to ${sayInstant(window.to, plan.zone)}.`;
  return addressed(rollout, checkIn, now, settings, {
    kind: 'check-in',
    key: `${rollout.id}.check-in.${checkIn.id}.${window?.from ?? 0}`,
    word: 'Check-in due',
    reason: `The ${checkIn.label} check-in of ${plan.title} is due.`,
    evidence: `${seen} Its numbers are frozen.`.trim(),
    next: 'Look at the KPIs, answer the questions and close it.',
  });
}

/** A KPI that has left its target between two check-ins, once until the next. */
export function kpiOutNotice(
  rollout: ReadableRollout,
  next: CheckIn,
  out: { readonly kpi: string; readonly label: string; readonly said: string; readonly target: string },
  now: EpochMs,
  settings: NoticeSettings,
): readonly NewNotice[] {
  return addressed(rollout, next, now, settings, {
    kind: 'kpi',
    key: `${rollout.id}.kpi.${out.kpi}.${next.id}.${next.window?.from ?? 0}`,
    word: 'KPI out of target',
    reason: `${out.label} of ${rollout.plan.title} is out of its target of ${out.target}.`,
    evidence: `${out.said} since the launch.`,
    next: `See whether it needs somebody before the ${next.label} check-in.`,
  });
}

function addressed(
  rollout: ReadableRollout,
  checkIn: CheckIn,
  now: EpochMs,
  settings: NoticeSettings,
  { kind, key, ...verdict }: Told,
): readonly NewNotice[] {
  if (rollout.example) return [];
  const { plan, id } = rollout;
  const stage = plan.stages.find((one) => one.id === checkIn.from) ?? plan.stages.at(-1);
  const link =
    settings.publicUrl === null
      ? null
      : `${settings.publicUrl}/rollouts/${encodeURIComponent(id)}/kpis/${encodeURIComponent(checkIn.id)}`;
  const notice: Notice = {
    key,
    at: now,
    kind,
    urgent: false,
    rollout: { id, title: plan.title },
    stage: { id: stage?.id ?? 'none', label: stage?.label ?? 'no stage' },
    verdict: { state: 'complete', ...verdict },
    alerts: [],
    people: { exposed: null, failures: null },
    toggles: [],
    call: [],
    link,
    takeLink: null,
  };
  const nextAt = endOfQuiet(settings.quiet, now);
  return settings.channels.map((channel) => ({ id: `${key}.${channel}`, channel, notice, nextAt }));
}
