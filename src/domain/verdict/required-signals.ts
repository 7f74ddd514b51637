import type { Criterion, Plan, Signal, Stage } from '../plan/plan.ts';
import { signalsOf } from '../plan/read-criterion.ts';

/** The criteria that apply to a stage. */
export function criteriaOf(plan: Plan, stage: Stage): readonly Criterion[] {
  return plan.criteria.filter(
    (criterion) => criterion.stages === null || criterion.stages.includes(stage.id),
  );
}

/** Every signal that judging (or drawing) a stage reads, each once, in the plan's order. */
export function requiredSignals(plan: Plan, stage: Stage): readonly Signal[] {
  const ids = new Set<string>();
  for (const criterion of criteriaOf(plan, stage)) {
    for (const id of signalsOf(criterion.measure)) ids.add(id);
    if (criterion.baseline?.kind === 'control')
      for (const id of Object.values(criterion.baseline.signals)) ids.add(id);
  }
  for (const rule of plan.traffic) {
    ids.add(rule.newPath);
    ids.add(rule.oldPath);
    if (rule.eligible !== null) ids.add(rule.eligible);
  }
  return withCompanions(plan, ids);
}

/** These signals with the weights and heartbeats they are read by, in the plan's order. */
export function withCompanions(plan: Plan, ids: ReadonlySet<string>): readonly Signal[] {
  const all = new Set(ids);
  for (const signal of plan.signals) {
    if (!all.has(signal.id)) continue;
    if (signal.weight !== null) all.add(signal.weight);
    if (signal.heartbeat !== null) all.add(signal.heartbeat);
  }
  return plan.signals.filter((signal) => all.has(signal.id));
}
