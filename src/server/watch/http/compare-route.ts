import type { Hono } from 'hono';
import type { Comparison } from '#contract/compare.ts';
import { stagePercent } from '#domain/plan/stage-percent.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { compareStages, type JudgedStage } from '#domain/verdict/compare-stages.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import type { Store } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import { findReadable } from './find.ts';
import { standingOf } from './standing.ts';
import { publicRun } from './views.ts';

/** Stages side by side, from the last judgement of each; no source is asked. */
export function compareRoute(app: Hono, { library, store, now }: AppDeps): void {
  app.get('/api/rollouts/:id/compare', async (c) => {
    const found = findReadable(c, library);
    if (!found.ok) return found.response;
    const body = await comparisonOf(store, found.value, now());
    return answer(c, body, { ...body, serverNow: 0 });
  });
}

async function comparisonOf(store: Store, rollout: ReadableRollout, now: EpochMs): Promise<Comparison> {
  const { plan } = rollout;
  const runs = await store.runsOf(rollout.id);
  const judged: (JudgedStage & { readonly verdict: Verdict })[] = [];
  for (const stage of plan.stages) {
    const { run, verdict } = await standingOf(store, rollout, stage, runs, now);
    // A stage that is off on purpose measures nothing: its silence is no value to compare.
    if (run !== null && !stage.off) judged.push({ stage, run, verdict, readings: verdict.readings });
  }
  return {
    rollout: { id: rollout.id, title: plan.title, zone: plan.zone },
    example: rollout.example,
    serverNow: now,
    columns: judged.map(({ stage, run, verdict: { state, word, judgedThrough, staleAfter } }) => ({
      stage: stage.id,
      label: stage.label,
      percent: stagePercent(stage),
      run: publicRun(run),
      verdict: { state, word },
      judgedThrough,
      staleAfter: run.end === null ? staleAfter : null,
    })),
    rows: compareStages(plan, judged),
  };
}
