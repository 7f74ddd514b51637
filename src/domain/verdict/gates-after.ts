import type { Plan, Stage } from '../plan/plan.ts';

/** The gates that must be closed before the stage after this one; none after the last. */
export function gatesAfter(plan: Plan, stage: Stage): Plan['gates'] {
  const next = plan.stages[plan.stages.indexOf(stage) + 1];
  if (next === undefined) return [];
  return plan.gates.filter((gate) => gate.before === next.id || gate.before === next.phase);
}
