import type { Evidence } from '#contract/evidence.ts';
import type { Stage } from '#domain/plan/plan.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { agedThen } from '#domain/verdict/age-verdict.ts';
import { unpackEvidence } from '../loop/evidence-of.ts';
import { newestRun } from '../loop/run-book.ts';
import { is } from '../loop/run-records.ts';
import type { Store, StoredRun, Transition } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';
import { endVerdict, notJudgedYet, restingVerdict, type Standing } from './standing.ts';

export interface Stood extends Standing {
  /** What the verdict was judged from; `null` where judging failed, or it is from before evidence was kept. */
  readonly evidence: Evidence | null;
}

/**
 * A stage as a live view would have shown it at an instant: the newest verdict judged by then, aged where nobody had
 * judged it again in time. Only what was found broken afterwards is shown besides: a broken limit is never hidden.
 */
export async function stoodAt(
  store: Store,
  rollout: ReadableRollout,
  stage: Stage,
  runs: readonly StoredRun[],
  at: EpochMs,
): Promise<Stood> {
  const [newest] = await store.transitions(rollout.id, stage.id, at, 1);
  const begun = runs.filter((one) => one.start <= at);
  const shown = await shownRun(store, begun, stage, newest, at);
  const run = shown === null ? null : await withLengthThen(store, shown, at);
  if (run === null) {
    const verdict = await restingVerdict(store, rollout, stage, at);
    return { run, verdict, since: null, evidence: null };
  }
  const latest = (await store.newestVerdict(run.id))?.verdict ?? null;
  if (run.end !== null && at > Math.max(run.end, latest?.judgedAt ?? run.end)) {
    const verdict = await endVerdict(store, rollout, run, latest, at);
    const kept = await store.evidenceBefore(rollout.id, stage.id, at);
    return { run, verdict, since: run.end, evidence: kept?.run === run.id ? unpackEvidence(kept) : null };
  }
  if (newest === undefined || newest.run !== run.id) {
    const verdict = notJudgedYet(run, at, rollout.plan.zone);
    return { run, verdict, since: run.start, evidence: null };
  }
  return openThen(store, run, newest, { at, zone: rollout.plan.zone });
}

/** A run that was open and had been judged by an instant: what it was last judged, aged by then. */
async function openThen(
  store: Store,
  run: StoredRun,
  newest: Transition,
  { at, zone }: { readonly at: EpochMs; readonly zone: string },
): Promise<Stood> {
  const proof = await lastJudged(store, run, at);
  const shown = await shownTransition(store, run, newest, proof.judgedAt);
  const newer = await newerEvidence(store, run, shown, Math.min(at, proof.judgedAt));
  const verdict = newer?.verdict ?? shown.verdict;
  const evidence = newer ?? (await evidenceOf(store, shown));
  const staleAfter = proof.staleAfter ?? proof.judgedAt + (verdict.staleAfter - verdict.judgedAt);
  const open = { ...run, end: null, closedBy: null };
  const wasSeen = shown.at <= proof.judgedAt;
  if (wasSeen && at <= staleAfter)
    return { run: open, verdict: { ...verdict, staleAfter }, since: shown.at, evidence };
  const aged = agedThen({ ...verdict, staleAfter }, proof.judgedAt, zone);
  return { run: open, verdict: aged, since: aged.state === 'blind' ? staleAfter : shown.at, evidence };
}

/** A run without what it was extended by afterwards: its clock must not count time that nobody had added yet. */
async function withLengthThen(store: Store, run: StoredRun, at: EpochMs): Promise<StoredRun> {
  if (run.length === null) return run;
  const decisions = await store.journal(run.rollout, { run: run.id, kinds: ['decision'], since: at + 1 });
  const added = decisions.filter(is('decision')).reduce((sum, one) => sum + (one.extendBy ?? 0), 0);
  return { ...run, length: run.length - added };
}

/** The run a stage was shown by: its newest that had begun, unless that was opened later with a start in the past. */
async function shownRun(
  store: Store,
  begun: readonly StoredRun[],
  stage: Stage,
  newest: Transition | undefined,
  at: EpochMs,
): Promise<StoredRun | null> {
  const own = newestRun(begun, stage.id) ?? null;
  const other = begun.find((run) => run.id === newest?.run && run.id !== own?.id);
  if (other === undefined) return own;
  const latest = await store.newestVerdict(other.id);
  return latest !== null && at <= latest.verdict.judgedAt ? other : own;
}

interface Proof {
  /** The last judgement known at or before the instant; the instant itself where judging went on without a gap. */
  readonly judgedAt: EpochMs;
  /** Until when that stood; `null` where the records are too old to say. */
  readonly staleAfter: EpochMs | null;
}

/**
 * When a run had been judged last. Verdicts are kept where they change, so that no news is no proof of a gap: what
 * proves one is its line in the log, written by the judgement that ends it, or that none came after the newest.
 */
async function lastJudged(store: Store, run: StoredRun, at: EpochMs): Promise<Proof> {
  const lines = await store.journal(run.rollout, { run: run.id, kinds: ['gap'] });
  const gap = lines.filter(is('gap')).find((one) => one.from < at && at < one.to);
  if (gap !== undefined) return { judgedAt: gap.from, staleAfter: gap.staleAfter ?? null };
  const newest = (await store.newestVerdict(run.id))?.verdict;
  if (newest === undefined || newest.judgedAt > at) return { judgedAt: at, staleAfter: at };
  return newest;
}

/** The change of state that stood: what was judged afterwards was seen by nobody, and shows where it is a broken limit. */
async function shownTransition(
  store: Store,
  run: StoredRun,
  newest: Transition,
  judgedAt: EpochMs,
): Promise<Transition> {
  if (newest.at <= judgedAt || newest.verdict.state === 'roll-back') return newest;
  const [seen] = await store.transitions(run.rollout, run.stage, judgedAt, 1);
  return seen?.run === run.id ? seen : newest;
}

async function evidenceOf(store: Store, { evidence }: Transition): Promise<Evidence | null> {
  const kept = evidence === null ? null : await store.evidence(evidence);
  return kept === null ? null : unpackEvidence(kept);
}

/** Evidence of the same state that was kept after it began: people were told something, or a reading changed its side. */
async function newerEvidence(
  store: Store,
  run: StoredRun,
  transition: Transition,
  until: EpochMs,
): Promise<Evidence | null> {
  const kept = await store.evidenceBefore(run.rollout, run.stage, until);
  const isNewer = kept !== null && kept.run === run.id && kept.at > transition.at;
  return isNewer ? unpackEvidence(kept) : null;
}
