import type { Hono } from 'hono';
import type { StageJudging } from '#contract/judging.ts';
import type { Stage } from '#domain/plan/plan.ts';
import type { Past } from '#domain/verdict/past.ts';
import { criteriaOf, requiredSignals } from '#domain/verdict/required-signals.ts';
import { bucketWidth } from '../loop/cadence.ts';
import { readBaselines } from '../loop/read-baselines.ts';
import { newestRun } from '../loop/run-book.ts';
import type { StoredRun } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import { findStage } from './find.ts';
import { publicRun } from './views.ts';

/** What a browser needs to judge a stage's series under another limit. It reads, and changes nothing. */
export function judgingRoute(app: Hono, deps: AppDeps): void {
  app.get('/api/rollouts/:id/stages/:stage/judging', async (c) => {
    const found = findStage(c, deps.library);
    if (!found.ok) return found.response;
    const { rollout, stage } = found.value;
    const { plan } = rollout;
    const run = newestRun(await deps.store.runsOf(rollout.id), stage.id) ?? null;
    const body: StageJudging = {
      title: plan.title,
      zone: plan.zone,
      stages: plan.stages,
      stage: stage.id,
      run: run === null ? null : publicRun(run),
      criteria: criteriaOf(plan, stage),
      signals: requiredSignals(plan, stage),
      past:
        run === null
          ? { previousStage: null, sameHours: [], lately: [] }
          : await pastOf(deps, rollout, stage, run, c.req.raw.signal),
    };
    return answer(c, body);
  });
}

async function pastOf(
  deps: AppDeps,
  rollout: ReadableRollout,
  stage: Stage,
  run: StoredRun,
  signal: AbortSignal,
): Promise<StageJudging['past']> {
  const width = bucketWidth(run.length, deps.bucket);
  const { previousStage, sameHours, lately } = await readBaselines(
    rollout,
    stage,
    run,
    { ...deps, width },
    signal,
  );
  return {
    previousStage: previousStage === null ? null : onTheWire(previousStage),
    sameHours: sameHours.map(onTheWire),
    lately: lately.map(onTheWire),
  };
}

function onTheWire({ series, ...past }: Past): StageJudging['past']['sameHours'][number] {
  return { ...past, series: [...series.values()] };
}
