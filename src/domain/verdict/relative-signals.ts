import type { Baseline, Measure, Stage } from '../plan/plan.ts';
import { signalsOf } from '../plan/read-criterion.ts';

/** The signals a measure reads of its own path. */
export function ownSignals(measure: Measure): readonly string[] {
  return signalsOf(measure);
}

/** The signals of the old path, in the order of the measure's own: the events and, where it has one, the denominator. */
export function controlSignals(measure: Measure, baseline: Baseline): readonly string[] {
  if (baseline.kind !== 'control') return [];
  const { signal, of } = baseline.signals;
  return [signal, ...(hasDenominator(measure) ? [of] : [])].filter((id) => id !== undefined);
}

/** The signals to read of the past: the old path's where the plan names them, for the new one has no past before launch. */
export function pastSignals(measure: Measure, baseline: Baseline): readonly string[] {
  const control = controlSignals(measure, baseline);
  return control.length > 0 ? control : ownSignals(measure);
}

/** Measures that are a share of a second signal. */
function hasDenominator(measure: Measure): boolean {
  return measure.kind === 'ratio' || measure.kind === 'uptime' || measure.kind === 'classes';
}

/** Percent of people a stage puts on the new path; `null` where it sets several or names people. */
export function controlPercent(stage: Stage): number | null {
  if (stage.audience.kind !== 'percent') return null;
  const [first, ...rest] = Object.values(stage.audience.percents);
  return first === undefined || rest.some((one) => one !== first) ? null : first;
}
