import { day } from '../time/time.ts';
import type { Plan, Stage } from './plan.ts';
import { plannedPercent, type TiedStage } from './tie-stages.ts';

/** Share of a stage's error allowed at its planned end for saying "met" (statistics §2.3: half of 5 %). */
const endLevel = 0.025;

/** What the expected traffic lets a stage show. */
export interface Expected {
  readonly stage: string;
  /** Attempts expected in the whole stage; `null` without a percentage or a length. */
  readonly attempts: number | null;
  /** Attempts without a failure that the strictest limit on a share takes; `null` where no such limit is set. */
  readonly needed: number | null;
}

/**
 * How many attempts each stage is expected to see, and how many it needs at least: (1 − limit)^n ≤ 2.5 %, the exact look at
 * the planned end with no failure at all (8 people can't show under 5 %; 72 can).
 * @param perDay attempts a day with the feature on for everyone.
 */
export function expectedByStage(plan: Plan, tied: readonly TiedStage[], perDay: number): readonly Expected[] {
  return plan.stages
    .map((stage, i) => ({ stage, percent: plannedPercent(stage, tied[i]) }))
    .filter(({ stage }) => !stage.off)
    .map(({ stage, percent }) => ({
      stage: stage.id,
      attempts: attemptsOf(stage, percent, perDay),
      needed: neededBy(plan, stage),
    }));
}

/** The first stage whose expected traffic is enough for its limits; `null` where none is. */
export function firstDecider(expected: readonly Expected[]): string | null {
  const first = expected.find(
    ({ attempts, needed }) => attempts !== null && needed !== null && attempts >= needed,
  );
  return first?.stage ?? null;
}

function attemptsOf({ length }: Stage, percent: number | null, perDay: number): number | null {
  if (percent === null || length === null) return null;
  return Math.floor((perDay * percent * length) / (100 * day));
}

function neededBy(plan: Plan, stage: Stage): number | null {
  const allowed = plan.criteria
    .filter((one) => !one.watch && (one.stages === null || one.stages.includes(stage.id)))
    .flatMap((one) => {
      const limit = one.limits[stage.id] ?? one.limit;
      if (limit === null || limit.unit !== '%') return [];
      // "Over 95 % succeed" allows 5 % to fail.
      return limit.comparator.startsWith('<') ? limit.value : 1 - limit.value;
    })
    .filter((share) => share > 0 && share < 1);
  if (allowed.length === 0) return null;
  return Math.ceil(Math.log(endLevel) / Math.log1p(-Math.min(...allowed)));
}
