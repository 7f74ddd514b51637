import type { JournalEntry } from '#contract/journal.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { day, type EpochMs, type Ms, type Window } from '#domain/time/time.ts';
import type { Accept } from '#domain/verdict/accepts.ts';
import type { DueCheckIn } from '#domain/verdict/after-launch.ts';
import type { Answer } from '#domain/verdict/judge-ask.ts';
import type { StandingDecision } from '#domain/verdict/judge-decided.ts';
import type { Store, StoredRun } from '../records/store.ts';

type Of<K extends JournalEntry['kind']> = Extract<JournalEntry, { kind: K }>;

/** What people have recorded that the judge must know. */
export interface RunRecords {
  readonly accepts: readonly Accept[];
  readonly excluded: readonly Window[];
  readonly answers: readonly Answer[];
  readonly closedGates: readonly string[];
  readonly decision: StandingDecision | null;
}

/** Reads it for one run. */
export async function runRecords(store: Store, run: StoredRun): Promise<RunRecords> {
  const entries = await store.journal(run.rollout, {
    kinds: ['observation', 'decision', 'check', 'accept', 'event', 'left-out'],
  });
  const own = entries.filter((entry) => entry.run === run.id);
  return {
    accepts: own.filter(is('accept')),
    excluded: leftOutWindows(entries),
    answers: answersOf(own),
    closedGates: closedGates(entries),
    decision: standingDecision(own),
  };
}

/** Picks the entries of one kind. */
export function is<K extends JournalEntry['kind']>(kind: K): (entry: JournalEntry) => entry is Of<K> {
  return (entry): entry is Of<K> => entry.kind === kind;
}

/** The newest decision, where it says where the run goes. One to hold takes back those before it. */
export function standingDecision(entries: readonly JournalEntry[]): StandingDecision | null {
  const newest = entries.filter(is('decision')).findLast((one) => one.choice !== 'extend');
  if (newest === undefined || newest.choice === 'hold' || newest.choice === 'extend') return null;
  const { choice, at, by, reason, toPercent } = newest;
  return { choice, at, by, reason, toPercent };
}

/** Planned outages whose newest line says that they are left out. */
function leftOutWindows(entries: readonly JournalEntry[]): readonly Window[] {
  const choices = entries.filter(is('left-out'));
  return entries.filter(is('event')).flatMap(({ id, from, to }) => {
    const leftOut = choices.findLast((one) => one.event === id)?.leftOut ?? false;
    return leftOut && to !== null ? [{ from, to }] : [];
  });
}

/** Answers to the plan's questions, as last corrected. */
function answersOf(entries: readonly JournalEntry[]): readonly Answer[] {
  const observations = entries.filter(is('observation'));
  const corrected = new Set(observations.map((one) => one.corrects));
  return observations.flatMap(({ id, criterion, said, at, by }) =>
    criterion === null || said === null || corrected.has(id) ? [] : [{ criterion, said, at, by }],
  );
}

function closedGates(entries: readonly JournalEntry[]): readonly string[] {
  const newest = new Map(
    entries
      .filter(is('check'))
      .filter((one) => one.box !== true)
      .map((one) => [one.gate, one.closed]),
  );
  return [...newest].flatMap(([gate, closed]) => (closed ? [gate] : []));
}

/** The last look at a launch where the plan names none. */
const month: Ms = 30 * day;

/** When the check-ins of a plan are due, counted from the newest run of the stage each names. */
export function checkInsDue(plan: Plan, runs: readonly StoredRun[], run: StoredRun): readonly DueCheckIn[] {
  return plan.checkIns.map(({ id, after, from }) => {
    const start = runs.findLast((one) => one.stage === from)?.start ?? run.start;
    return { id, due: start + after };
  });
}

/** After this nothing of the launch is judged any more. */
export function launchCloses(checkIns: readonly DueCheckIn[], run: StoredRun): EpochMs {
  return Math.max(...(checkIns.length === 0 ? [run.start + month] : checkIns.map((one) => one.due)));
}
