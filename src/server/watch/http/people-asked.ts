import type { AskedPeople } from '#contract/asked-people.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { askedOfPeople } from '#domain/verdict/asked-of-people.ts';
import type { Store, StoredRun } from '../records/store.ts';
import { stageOf, type ReadableRollout } from '../rollouts/rollout.ts';
import { shownNow } from './standing.ts';

/** What the open runs ask of people. */
export async function peopleAsked(
  store: Store,
  running: readonly { readonly run: StoredRun; readonly rollout: ReadableRollout }[],
  now: EpochMs,
): Promise<readonly AskedPeople[]> {
  const all = await Promise.all(running.map(({ run, rollout }) => askedIn(store, run, rollout, now)));
  return all.flat();
}

async function askedIn(
  store: Store,
  run: StoredRun,
  rollout: ReadableRollout,
  now: EpochMs,
): Promise<readonly AskedPeople[]> {
  const stage = stageOf(rollout, run.stage);
  if (stage === undefined) return [];
  const { id, plan, example } = rollout;
  const verdict = await shownNow(store, run.id, { now, zone: plan.zone });
  return askedOfPeople(plan, stage, verdict).map((one) => ({
    rollout: { id, title: plan.title, zone: plan.zone },
    example,
    stage: { id: stage.id, label: stage.label },
    ...one,
  }));
}
