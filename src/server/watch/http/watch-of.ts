import type { JournalEntry } from '#contract/journal.ts';
import type { RolloutItem } from '#contract/rollout.ts';
import type { StagePeople } from '#contract/stage-people.ts';
import { is } from '../loop/run-records.ts';
import type { Store, StoredRun } from '../records/store.ts';

type Watch = NonNullable<StagePeople['watch']>;

/** Who watches a run: whoever took it last, and whom it was offered to since. A run that is over needs nobody. */
export function watchOf(entries: readonly JournalEntry[], run: Pick<StoredRun, 'id' | 'end'> | null): Watch {
  if (run === null || run.end !== null) return { by: null, offered: null };
  const lines = entries.filter(is('watch')).filter((one) => one.run === run.id);
  const took = lines.findLast((one) => one.change === 'took');
  const last = lines.at(-1);
  const isOffered = last?.change === 'offered' && last.to !== null;
  return {
    by: took === undefined ? null : { by: took.by, at: took.at, note: took.note },
    offered: isOffered
      ? { by: last.by, at: last.at, note: last.note, to: last.to ?? '', stood: last.stood }
      : null,
  };
}

/** The same in two names, for pages that show more than one stage; `null` while no run is open. */
export async function watchNow(
  store: Store,
  rollout: string,
  run: StoredRun | null,
): Promise<NonNullable<RolloutItem['watch']> | null> {
  if (run === null || run.end !== null) return null;
  const { by, offered } = watchOf(await store.journal(rollout, { run: run.id, kinds: ['watch'] }), run);
  return { by: by?.by ?? null, offeredTo: offered?.to ?? null };
}
