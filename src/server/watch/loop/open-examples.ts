import { hour, type EpochMs } from '#domain/time/time.ts';
import type { Store } from '../records/store.ts';
import { stageOf, type ReadableRollout } from '../rollouts/rollout.ts';
import { openRun } from './run-book.ts';

/** An example whose window has been over for this long starts again as a new run. */
const shownOverdue = 2 * hour;

/** Opens (or opens again) the stage an example plan says it is at, as long ago as it says. */
export async function openExample(store: Store, rollout: ReadableRollout, now: EpochMs): Promise<void> {
  const { example } = rollout.plan;
  if (!rollout.example || example === null) return;
  const stage = stageOf(rollout, example.stage);
  if (stage === undefined) return;
  const runs = await store.runsOf(rollout.id);
  const open = runs.find((run) => run.end === null);
  // An example that began with its window over is shown so for as long again.
  const life = Math.max((stage.length ?? 24 * hour) + shownOverdue, example.ago + shownOverdue);
  if (open !== undefined && now - open.start < life) return;
  if (open !== undefined) await store.endRun(open.id, now, 'example data ran out');
  await openRun(store, rollout, stage, { start: now - example.ago, by: 'example' });
}
