import type { Plan, Stage } from '#domain/plan/plan.ts';
import type { KnownAllotment } from '#domain/verdict/known-allotment.ts';
import type { EpochMs } from '#domain/time/time.ts';
import type { StoredRun } from '../records/store.ts';

/** Two percentages further apart than this are different. */
const same = 0.0005;

/**
 * The stage the toggles say a rollout is at, where that is plain: every toggle of exactly one not-yet-run stage has its
 * planned percentage. With no open run the first such stage opens; with one open, only a later stage does, so that a
 * toggle set back shows as "doesn't match" and not as another attempt.
 */
export function stageByAllotment(
  plan: Plan,
  allotments: ReadonlyMap<string, KnownAllotment>,
  runs: readonly StoredRun[],
  now: EpochMs,
): Stage | undefined {
  const open = runs.find((run) => run.end === null);
  const at = open === undefined ? -1 : plan.stages.findIndex((stage) => stage.id === open.stage);
  const current = plan.stages[at];
  if (current !== undefined && matches(plan, current, allotments)) return undefined;
  const next = plan.stages[at + 1];
  // Set to nothing when its time is up, the toggle is where the plan wants it; before that somebody pulled it back.
  if (open !== undefined && next?.off === true && isNearlyOver(open, now) && matches(plan, next, allotments))
    return next;
  return plan.stages.find(
    (stage, i) => i > at && isRamp(stage) && matches(plan, stage, allotments) && neverRan(stage, runs),
  );
}

/** The planned window of a run is over, or all but a tenth of it. */
function isNearlyOver(run: StoredRun, now: EpochMs): boolean {
  return run.length !== null && now >= run.start + 0.9 * run.length;
}

function isRamp(stage: Stage): boolean {
  return (
    stage.audience.kind === 'percent' && Object.values(stage.audience.percents).some((percent) => percent > 0)
  );
}

function neverRan(stage: Stage, runs: readonly StoredRun[]): boolean {
  return runs.every((run) => run.stage !== stage.id);
}

function matches(plan: Plan, stage: Stage, allotments: ReadonlyMap<string, KnownAllotment>): boolean {
  if (stage.audience.kind !== 'percent') return false;
  const { percents } = stage.audience;
  return plan.toggles.every((toggle) => {
    const known = allotments.get(toggle.key);
    const planned = percents[toggle.key];
    const actual = known?.status === 'ok' ? known.allotment.percent : null;
    return planned !== undefined && actual !== null && Math.abs(actual - planned) <= same;
  });
}
