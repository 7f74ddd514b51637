import type { AskedPeople } from '#contract/asked-people.ts';
import { askedOfPeople } from '#domain/verdict/asked-of-people.ts';
import type { Store, StoredRun } from '../records/store.ts';
import { stageOf, type ReadableRollout } from '../rollouts/rollout.ts';

/** What the open runs ask of people. */
export async function peopleAsked(
  store: Store,
  running: readonly { readonly run: StoredRun; readonly rollout: ReadableRollout }[],
): Promise<readonly AskedPeople[]> {
  const all = await Promise.all(running.map(({ run, rollout }) => askedIn(store, run, rollout)));
  return all.flat();
}

async function askedIn(
  store: Store,
  run: StoredRun,
  rollout: ReadableRollout,
): Promise<readonly AskedPeople[]> {
  const stage = stageOf(rollout, run.stage);
  if (stage === undefined) return [];
  const { id, plan, example } = rollout;
  const newest = await store.newestVerdict(run.id);
  return askedOfPeople(plan, stage, newest?.verdict ?? null).map((one) => ({
    rollout: { id, title: plan.title, zone: plan.zone },
    example,
    stage: { id: stage.id, label: stage.label },
    ...one,
  }));
}
