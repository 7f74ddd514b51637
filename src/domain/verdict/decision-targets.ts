import type { Plan, Stage } from '../plan/plan.ts';
import { stagePercent } from '../plan/stage-percent.ts';

/** What the toggles are to give after a decision about a stage, by the plan. */
export interface DecisionTargets {
  /** Each toggle of the next stage with its percentage; empty after the last stage, or where the next has no percentages. */
  readonly advance: readonly ToggleTarget[];
  /** The stage before, where a roll back may stop instead of at off; `null` where there is no such percentage. */
  readonly back: { readonly label: string; readonly percent: number } | null;
}

interface ToggleTarget {
  readonly toggle: string;
  readonly percent: number;
}

/** Reads them from the plan's stages around this one. */
export function decisionTargets(plan: Plan, stage: Stage): DecisionTargets {
  const at = plan.stages.findIndex((one) => one.id === stage.id);
  return { advance: percentsOf(plan.stages[at + 1]), back: backOf(plan, stage, plan.stages[at - 1]) };
}

/** The percentage that all of them are to give alike; `null` where they differ, or there are none. */
export function commonPercent([first, ...rest]: readonly ToggleTarget[]): number | null {
  return first !== undefined && rest.every((one) => one.percent === first.percent) ? first.percent : null;
}

function percentsOf(stage: Stage | undefined): readonly ToggleTarget[] {
  if (stage?.audience.kind !== 'percent') return [];
  return Object.entries(stage.audience.percents).map(([toggle, percent]) => ({ toggle, percent }));
}

/** Only one percentage can be recorded, so it must be that of every toggle; and going back is going down, but not to off. */
function backOf(plan: Plan, stage: Stage, before: Stage | undefined): DecisionTargets['back'] {
  if (before === undefined) return null;
  const targets = percentsOf(before);
  const percent = commonPercent(targets);
  const isOfAll = plan.toggles.every(({ key }) => targets.some((one) => one.toggle === key));
  if (percent === null || percent <= 0 || !isOfAll || percent >= (stagePercent(stage) ?? 0)) return null;
  return { label: before.label, percent };
}
