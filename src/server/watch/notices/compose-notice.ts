import type { AlertView, Notice } from '#contract/notice.ts';
import type { Plan, Stage } from '#domain/plan/plan.ts';
import { isWithin, parseDayHours } from '#domain/time/day-hours.ts';
import type { EpochMs } from '#domain/time/time.ts';
import type { AlertStep } from '#domain/verdict/alerts.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';

/** What a notice is about. The plan may be missing: it can no longer be read. */
export interface NoticeWorld {
  readonly rollout: string;
  readonly run: string;
  readonly stage: string;
  readonly plan: Plan | null;
  readonly planStage: Stage | null;
  readonly verdict: Verdict;
  readonly publicUrl: string | null;
}

export interface Told {
  readonly alert: AlertView;
  readonly what: NonNullable<AlertStep['notice']>;
}

/** One notice for everything a judgement has to tell: three criteria that break together are one message. */
export function composeNotice(
  world: NoticeWorld,
  kind: 'alert' | 'ready' | 'status',
  told: readonly Told[],
): Notice {
  const { verdict, plan, planStage, rollout, stage } = world;
  const { state, word, reason, evidence, next, judgedAt } = verdict;
  const [first] = told;
  return {
    key: `${world.run}.${judgedAt}.${kind}`,
    at: judgedAt,
    kind,
    urgent: told.some((one) => one.alert.state === 'roll-back' || one.alert.state === 'blind'),
    rollout: { id: rollout, title: plan?.title ?? rollout },
    stage: { id: stage, label: planStage?.label ?? stage },
    verdict: { state, word, reason, evidence, next },
    alerts: told.map(({ alert, what }) => {
      const { id, about } = alert;
      return { id, about, what, reason: alert.reason, evidence: alert.evidence };
    }),
    people: { exposed: exposed(verdict), failures: failures(verdict, told) },
    toggles: (plan?.toggles ?? []).toSorted((a, b) => a.offOrder - b.offOrder).map((one) => one.key),
    call: plan === null ? [] : toCall(plan, judgedAt),
    asks: kind === 'status' ? openQuestions(world) : [],
    link: linkTo(world, `?at=${judgedAt}`),
    takeLink: first === undefined ? null : linkTo(world, `#take=${encodeURIComponent(first.alert.id)}`),
  };
}

function linkTo({ publicUrl, rollout, stage }: NoticeWorld, tail: string): string | null {
  if (publicUrl === null) return null;
  return `${publicUrl}/rollouts/${encodeURIComponent(rollout)}/stages/${encodeURIComponent(stage)}${tail}`;
}

/** Questions of the plan that nobody has answered. */
function openQuestions(world: NoticeWorld): NonNullable<Notice['asks']> {
  return world.verdict.readings
    .filter((one) => one.state === 'not-asked')
    .map(({ label, criterion }) => ({
      label,
      link: linkTo(world, `#report=${encodeURIComponent(criterion)}`),
    }));
}

/** People on the new path; the largest where several toggles count them. Requests are not people. */
function exposed(verdict: Verdict): number | null {
  const counts = verdict.traffic.flatMap((one) =>
    one.unit === 'actors' && one.onNew !== null ? [one.onNew] : [],
  );
  return counts.length === 0 ? null : Math.max(...counts);
}

function failures(verdict: Verdict, told: readonly Told[]): number | null {
  const abouts = new Set(told.map((one) => one.alert.about));
  const counts = verdict.readings
    .filter((reading) => abouts.has(reading.criterion))
    .flatMap(({ counts: { events } }) => (events === null ? [] : [events]));
  return counts.length === 0 ? null : Math.max(...counts);
}

/** Whether a contact is to be called at this hour. Without business hours in the plan nobody is left out. */
export function isForNow(plan: Plan, contact: Plan['contacts'][number], at: EpochMs): boolean {
  const hours = parseDayHours(plan.businessHours ?? '');
  const now = hours === undefined ? null : isWithin(hours, at, plan.zone);
  return contact.hours === 'always' || now === null || (contact.hours === 'business') === now;
}

/** Whom the plan says to call at this hour. */
function toCall(plan: Plan, at: EpochMs): Notice['call'] {
  return plan.contacts
    .filter((one) => isForNow(plan, one, at))
    .map((one) => ({ for: one.for, role: one.role, via: one.via }));
}
