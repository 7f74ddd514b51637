import type { Limit } from '../plan/limit.ts';
import type { Criterion, Stage } from '../plan/plan.ts';

/** Rise over a baseline that is tolerated where the plan names none (statistics §3: days differ for other reasons). */
export const usualTolerance = 1.25;

/** The same for latency, which varies less. */
export const usualRise = 1.1;

/** The limit that applies at a stage: its own where it has one; for a relative criterion the ratio it tolerates. */
export function limitAt(criterion: Criterion, stage: Stage): Limit | null {
  if (criterion.baseline !== null) {
    const usual = criterion.measure.kind === 'average' ? usualRise : usualTolerance;
    const value = criterion.tolerance ?? criterion.limit?.value ?? usual;
    return { comparator: '<=', value, unit: 'x', within: null };
  }
  return criterion.limits[stage.id] ?? criterion.limit;
}
