import type { JournalEntry } from '#contract/journal.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import { standingDecision } from '../loop/run-records.ts';
import type { StoredRun } from '../records/store.ts';

/** A run that is over, with its end. */
export interface EndedRun extends StoredRun {
  readonly end: number;
  /** The verdict it was left on, where somebody decided to go on; `null`: the newest one says how it ended. */
  readonly evidence: Verdict | null;
}

/**
 * The runs a report may speak of, oldest first: those that have ended, and the last stage's once it was decided to stay
 * there, for that run goes on being watched long after its stage is over.
 */
export function endedRuns(runs: readonly StoredRun[], entries: readonly JournalEntry[]): readonly EndedRun[] {
  return runs.flatMap((run) => {
    const decision = decisionOf(run, entries);
    const left = decision?.choice === 'advance' ? decision.at : null;
    const end = left ?? run.end;
    const own = entries.findLast((one) => one.kind === 'decision' && one.run === run.id && one.at === left);
    const evidence = own?.kind === 'decision' ? own.evidence : null;
    return end === null ? [] : [{ ...run, end, evidence }];
  });
}

/** The runs that launched something: what was rolled back has no week after. */
export function standingRuns(
  runs: readonly StoredRun[],
  entries: readonly JournalEntry[],
): readonly StoredRun[] {
  return runs.filter((run) => decisionOf(run, entries)?.choice !== 'roll-back');
}

function decisionOf(run: StoredRun, entries: readonly JournalEntry[]): ReturnType<typeof standingDecision> {
  return standingDecision(entries.filter((entry) => entry.run === run.id));
}
