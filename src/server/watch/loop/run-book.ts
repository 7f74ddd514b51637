import { randomUUID } from 'node:crypto';
import type { EpochMs } from '#domain/time/time.ts';
import type { Stage } from '#domain/plan/plan.ts';
import { carriedOutLine } from './carried-out.ts';
import type { Store, StoredRun } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';

export type OpenedRun =
  | { readonly ok: true; readonly run: StoredRun; readonly ended: readonly StoredRun[] }
  | { readonly ok: false; readonly open: StoredRun };

/** Who opens a run where the toggles show it. */
export const byAllotment = 'allotment';

/** The last opening under way per rollout: two at once would both find nothing open. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * Opens a run of a stage. Another open run of the same rollout ends at the same instant: a rollout is at one stage
 * at a time. A stage that already runs is not opened twice.
 */
export async function openRun(
  store: Store,
  rollout: ReadableRollout,
  stage: Stage,
  opening: { readonly start: EpochMs; readonly by: string },
): Promise<OpenedRun> {
  const before = underWay.get(rollout.id) ?? Promise.resolve();
  const mine = before.catch(() => undefined).then(() => openNow(store, rollout, stage, opening));
  underWay.set(rollout.id, mine);
  try {
    return await mine;
  } finally {
    if (underWay.get(rollout.id) === mine) underWay.delete(rollout.id);
  }
}

async function openNow(
  store: Store,
  rollout: ReadableRollout,
  stage: Stage,
  opening: { readonly start: EpochMs; readonly by: string },
): Promise<OpenedRun> {
  const runs = await store.runsOf(rollout.id);
  const same = runs.find((run) => run.stage === stage.id && run.end === null);
  if (same !== undefined) return { ok: false, open: same };
  const ended = runs.filter((run) => run.end === null);
  const run: StoredRun = {
    id: randomUUID(),
    rollout: rollout.id,
    stage: stage.id,
    attempt: runs.filter((one) => one.stage === stage.id).length + 1,
    start: opening.start,
    end: null,
    length: stage.length,
    openedBy: opening.by,
    closedBy: null,
  };
  await store.addRun(
    run,
    ended.map(({ id, start }) => ({ id, end: Math.max(start, opening.start), by: opening.by })),
  );
  if (opening.by === byAllotment) {
    for (const one of ended) {
      const line = await carriedOutLine(store, one, 'advance', opening.start);
      if (line !== null) await store.append(line);
    }
  }
  return { ok: true, run, ended };
}

/** The run a stage is shown by: its open one, else its last attempt. */
export function newestRun(runs: readonly StoredRun[], stage: string): StoredRun | undefined {
  const own = runs.filter((run) => run.stage === stage);
  return own.find((run) => run.end === null) ?? own.toSorted((a, b) => b.attempt - a.attempt)[0];
}
