import type { Baseline, Measure, Stage } from '../plan/plan.ts';
import type { ChosenPast } from './choose-past.ts';
import { controlPercent } from './relative-signals.ts';

/**
 * How much exposure a bucket of the stage has for one of what it is compared with. A measure with a denominator brings its own;
 * a bare count is compared per person who had the feature, and before launch, when everyone is counted alike, by time.
 * @returns `null` where the share of people on each path is not known: then nothing can be compared.
 */
export function exposureOf(
  measure: Measure,
  stage: Stage,
  against: 'control' | { readonly baseline: Baseline; readonly chosen: ChosenPast },
): number | null {
  if (measure.kind !== 'count') return 1;
  const percent = controlPercent(stage);
  if (against === 'control') return percent === null ? null : percent / (100 - percent);
  if (against.baseline.kind === 'before launch') return 1;
  const before = against.chosen.used[0]?.past.percent ?? null;
  return percent === null || before === null || before === 0 ? null : percent / before;
}

/** Why a bare count can't be compared. */
export const unknownExposure =
  'The share of people on each path is not known, so counts cannot be compared. Give the stages one percentage, or the criterion a denominator.';
