import type { Criterion, Plan, Signal, Stage } from '../plan/plan.ts';
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
  const everyone = controlPercent(stage) === 100;
  const needs = criteriaOf(plan, stage).map((criterion) => needsOf(criterion, everyone));
  return {
    previousStage: withCompanions(plan, new Set(needs.flatMap((one) => one.previous))),
    beforeLaunch: withCompanions(plan, new Set(needs.flatMap((one) => one.before))),
  };
}

interface Needs {
  readonly previous: readonly string[];
  readonly before: readonly string[];
}

function needsOf({ measure, baseline, bursty }: Criterion, everyone: boolean): Needs {
  const own = ownSignals(measure);
  const bursts = bursty ? own : [];
  if (baseline === null) return { previous: bursts, before: bursts };
  const control = controlSignals(measure, baseline);
  switch (baseline.kind) {
    case 'previous stage':
      return { previous: own, before: bursts };
    case 'before launch':
      return { previous: bursts, before: [...bursts, ...(control.length > 0 ? control : own)] };
    case 'control':
      // How much two healthy paths differ in latency is learnt from the stage before.
      return {
        previous: [...bursts, ...(measure.kind === 'average' ? [...own, ...control] : [])],
        before: [...bursts, ...(everyone ? control : [])],
      };
  }
}
