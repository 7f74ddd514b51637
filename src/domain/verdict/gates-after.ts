import type { Plan, Stage } from '../plan/plan.ts';

/**
 * The gates that must be closed before the stage after this one; none after the last. A gate that names no step stands
 * before the next one, whichever that is, until somebody closes it.
 */
export function gatesAfter(plan: Plan, stage: Stage): Plan['gates'] {
  const next = plan.stages[plan.stages.indexOf(stage) + 1];
  if (next === undefined) return [];
  return plan.gates.filter(({ before }) => before === null || before === next.id || before === next.phase);
}

/** Those of them nobody has closed. */
export function openGates(plan: Plan, stage: Stage, closed: readonly string[]): Plan['gates'] {
  return gatesAfter(plan, stage).filter((gate) => !closed.includes(gate.text));
}

/** What must be answered before the ramp goes on: "Close the gate before Phase 2: All forms?"; `null` where no gate is open. */
export function sayOpenGates(plan: Plan, stage: Stage, closed: readonly string[]): string | null {
  const open = openGates(plan, stage, closed);
  if (open.length === 0) return null;
  const next = plan.stages[plan.stages.indexOf(stage) + 1]?.label ?? 'the next stage';
  return `Close the gate before ${next}: ${open.map((gate) => gate.text).join('; ')}`;
}
