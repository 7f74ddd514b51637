import type { JournalEntry } from '#contract/journal.ts';
import type { EpochMs } from '#domain/time/time.ts';
import type { Store, StoredRun } from '../records/store.ts';
import { is } from './run-records.ts';

/** The line of the log that says that a decision has been carried out, and how long it took; `null` without such a decision. */
export async function carriedOutLine(
  store: Store,
  run: StoredRun,
  choice: 'advance' | 'roll-back',
  at: EpochMs,
): Promise<JournalEntry | null> {
  const decisions = await store.journal(run.rollout, { run: run.id, kinds: ['decision'] });
  const newest = decisions.filter(is('decision')).findLast((one) => one.choice !== 'extend');
  if (newest?.choice !== choice) return null;
  const { rollout, stage } = run;
  return {
    // One per decision, whoever sees it first.
    id: `${newest.id}.carried-out`,
    rollout,
    stage,
    run: run.id,
    at,
    by: 'Stagewatch',
    kind: 'carried-out',
    decision: newest.id,
    after: Math.max(0, at - newest.at),
  };
}
