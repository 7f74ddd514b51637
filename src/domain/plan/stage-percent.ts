import type { Stage } from './plan.ts';

/** The percent a stage gives all toggles alike, or the highest where they differ; `null` where it has none. */
export function stagePercent(stage: Stage): number | null {
  if (stage.audience.kind !== 'percent') return null;
  const values = Object.values(stage.audience.percents);
  return values.length === 0 ? null : Math.max(...values);
}
