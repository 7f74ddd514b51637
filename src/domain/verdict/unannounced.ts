import type { Plan } from '../plan/plan.ts';
import { day, type EpochMs, type Ms } from '../time/time.ts';
import type { Run } from './run.ts';

/** A toggle gave something else than before, as far as it was watched. */
export interface AllotmentChange {
  readonly toggle: string;
  /** `null`: this is the first that is known of it. */
  readonly from: number | null;
  readonly to: number | null;
  readonly at: EpochMs;
}

/** What people said that toggles should give. */
export interface Announcements {
  readonly decisions: readonly {
    readonly choice: string;
    readonly stage: string | null;
    readonly at: EpochMs;
    readonly toPercent: number | null;
  }[];
  /** Percentages a person entered. */
  readonly entered: readonly { readonly toggle: string; readonly percent: number; readonly at: EpochMs }[];
  readonly runs: readonly Pick<Run, 'stage' | 'start' | 'openedBy'>[];
}

/** Said this much before, it was still said of this change. Whoever says it afterwards has announced it too. */
const standsFor: Ms = day;

/** Two percentages further apart than this are different. */
const same = 0.0005;

/**
 * The newest change of a toggle, where nobody said that it would come: no decision to go there, no percentage entered by
 * hand, no run a person opened, and not the plan's own first step.
 */
export function unannouncedChange(
  plan: Plan,
  toggle: string,
  changes: readonly AllotmentChange[],
  said: Announcements,
): AllotmentChange | null {
  const newest = changes.findLast((change) => change.toggle === toggle);
  if (newest === undefined || newest.from === null) return null;
  return isAnnounced(plan, newest, said) ? null : newest;
}

function isAnnounced(plan: Plan, change: AllotmentChange, said: Announcements): boolean {
  const { to, toggle, at } = change;
  const meant = (percent: number | null | undefined): boolean =>
    to !== null && percent !== null && percent !== undefined && Math.abs(percent - to) <= same;
  const counts = (saidAt: EpochMs): boolean => saidAt >= at - standsFor;
  const percentAt = (id: string | null): number | undefined => percentOf(plan, id, toggle);
  if (said.entered.some((one) => one.toggle === toggle && counts(one.at) && meant(one.percent))) return true;
  if (said.runs.some((run) => isByPerson(run) && counts(run.start) && meant(percentAt(run.stage))))
    return true;
  const decided = said.decisions.some(
    ({ choice, stage, at: decidedAt, toPercent }) =>
      (choice === 'advance' || choice === 'roll-back') &&
      counts(decidedAt) &&
      (meant(toPercent) || (choice === 'advance' && meant(percentAt(nextStage(plan, stage))))),
  );
  return decided || isByPlan(plan, change, said.runs, meant);
}

function isByPerson({ openedBy }: { readonly openedBy: string }): boolean {
  return openedBy !== 'allotment';
}

/** The first step of the ramp needs nobody's decision, and neither does a stage that is off when its time has come. */
function isByPlan(
  plan: Plan,
  change: AllotmentChange,
  runs: Announcements['runs'],
  meant: (percent: number | undefined) => boolean,
): boolean {
  const first = plan.stages.find((stage) => (percentOf(plan, stage.id, change.toggle) ?? 0) > 0);
  const isFirst = runs.every((run) => run.start >= change.at);
  if (isFirst && meant(percentOf(plan, first?.id ?? null, change.toggle))) return true;
  const off = new Set(plan.stages.filter((stage) => stage.off).map((stage) => stage.id));
  return change.to === 0 && runs.some((run) => off.has(run.stage) && run.start >= change.at);
}

function percentOf(plan: Plan, stage: string | null, toggle: string): number | undefined {
  const audience = plan.stages.find((one) => one.id === stage)?.audience;
  return audience?.kind === 'percent' ? audience.percents[toggle] : undefined;
}

function nextStage(plan: Plan, stage: string | null): string | null {
  const at = plan.stages.findIndex((one) => one.id === stage);
  return at === -1 ? null : (plan.stages[at + 1]?.id ?? null);
}
