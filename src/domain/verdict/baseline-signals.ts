import type { Plan, Signal, Stage } from '../plan/plan.ts';
import { controlPercent, controlSignals, ownSignals } from './relative-signals.ts';
import { criteriaOf, withCompanions } from './required-signals.ts';

/** Which signals have to be read of the past for the criteria of a stage. */
export interface BaselineSignals {
  /** Of the stage before. */
  readonly previousStage: readonly Signal[];
  /** Of the time before launch. */
  readonly beforeLaunch: readonly Signal[];
}

/** What a stage's relative and bursty criteria need to know of the past; nothing where none is relative. */
export function baselineSignals(plan: Plan, stage: Stage): BaselineSignals {
  const previous = new Set<string>();
  const before = new Set<string>();
  const everyone = controlPercent(stage) === 100;
  for (const { measure, baseline, bursty } of criteriaOf(plan, stage)) {
    const own = ownSignals(measure);
    const control = baseline === null ? [] : controlSignals(measure, baseline);
    const add = (to: Set<string>, ids: readonly string[]): void => ids.forEach((id) => to.add(id));
    if (bursty) add(before, own);
    if (baseline?.kind === 'previous stage' || bursty) add(previous, own);
    if (baseline?.kind === 'before launch') add(before, control.length > 0 ? control : own);
    if (baseline?.kind === 'control' && everyone) add(before, control);
    // How much two healthy paths differ in latency is learnt from the stage before.
    if (baseline?.kind === 'control' && measure.kind === 'average') add(previous, [...own, ...control]);
  }
  return { previousStage: withCompanions(plan, previous), beforeLaunch: withCompanions(plan, before) };
}
