import type { Stage } from '#domain/plan/plan.ts';
import { minute, type EpochMs, type Ms } from '#domain/time/time.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { ageWithReadings } from '#domain/verdict/age-verdict.ts';
import { decidedEnd } from '#domain/verdict/decided-end.ts';
import { notRunVerdict, notStartedVerdict } from '#domain/verdict/lifecycle.ts';
import { verdictWords, type Verdict } from '#domain/verdict/verdict.ts';
import { newestRun } from '../loop/run-book.ts';
import { is, standingDecision } from '../loop/run-records.ts';
import type { Store, StoredRun } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';

/** A run that nobody has judged for so long after it began is not starting: nobody judges it. */
const firstLookLife: Ms = 5 * minute;

/** A stage as it stands: its newest run, the verdict to show, and since when it has been so. */
export interface Standing {
  readonly run: StoredRun | null;
  readonly verdict: Verdict;
  readonly since: EpochMs | null;
}

/** What to show for a stage now: the newest verdict of its open run, or the state of its life. */
export async function standingOf(
  store: Store,
  rollout: ReadableRollout,
  stage: Stage,
  runs: readonly StoredRun[],
  now: EpochMs,
): Promise<Standing> {
  const run = newestRun(runs, stage.id) ?? null;
  if (run === null) return { run, verdict: await restingVerdict(store, rollout, stage, now), since: null };
  const newest = await store.newestVerdict(run.id);
  if (run.end !== null) {
    const verdict = await endVerdict(store, rollout, run, newest?.verdict ?? null, now);
    return { run, verdict, since: run.end };
  }
  if (newest === null) return { run, verdict: firstLook(run.start, firstLookLife), since: run.start };
  return { run, verdict: newest.verdict, since: newest.since };
}

/** The newest verdict of a run as a live page shows it now: one that is too old is Can't tell. `null` before the first. */
export async function shownNow(
  store: Store,
  run: string,
  { now, zone }: { readonly now: EpochMs; readonly zone: string },
): Promise<Verdict | null> {
  const newest = await store.newestVerdict(run);
  return newest === null ? null : ageWithReadings(newest.verdict, now, zone);
}

/** What a run that is over ended as, with the decisions that were recorded by then. */
export async function endVerdict(
  store: Store,
  { id, plan }: ReadableRollout,
  run: StoredRun,
  last: Verdict | null,
  now: EpochMs,
): Promise<Verdict> {
  const decisions = await store.journal(id, { run: run.id, kinds: ['decision'] });
  return decidedEnd(last, run, plan, standingDecision(decisions.filter((one) => one.at <= now)), now);
}

/** A stage that never ran: it waits, or somebody has said that it can't be run. */
export async function restingVerdict(
  store: Store,
  rollout: ReadableRollout,
  stage: Stage,
  now: EpochMs,
): Promise<Verdict> {
  const waiting = notStartedVerdict(rollout.plan, stage, rollout.findings, now);
  const lines = await store.journal(rollout.id, { stage: stage.id, kinds: ['not-run'] });
  const line = lines.filter(is('not-run')).findLast((one) => one.at <= now);
  return line === undefined ? waiting : notRunVerdict(waiting, line, rollout.plan.zone);
}

/** A run that had begun by an instant of the past, and that nobody had judged by then. */
export function notJudgedYet(run: StoredRun, at: EpochMs, zone: string): Verdict {
  return {
    ...firstLook(at, firstLookLife),
    word: 'Not judged yet',
    reason: `The run began ${sayInstant(run.start, zone)}, and nothing had been judged by this moment.`,
    next: 'Look at a later moment, or go to live.',
  };
}

function firstLook(from: EpochMs, life: Ms): Verdict {
  return {
    state: 'starting',
    word: verdictWords.starting,
    reason: 'The run has just been opened. The first judgement is on its way.',
    evidence: 'No reading yet.',
    next: 'Nothing to do yet.',
    about: null,
    also: [],
    tags: [],
    judgedAt: from,
    judgedThrough: null,
    staleAfter: from + life,
    readings: [],
    traffic: [],
    mixture: null,
    latches: [],
  };
}
