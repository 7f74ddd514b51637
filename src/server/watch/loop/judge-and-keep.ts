import type { ChangedEvent } from '#contract/rollout.ts';
import type { EngineMemo } from '#domain/stats/memo.ts';
import { second, type Ms } from '#domain/time/time.ts';
import { deadlineIn } from '#server/proxy/deadline.ts';
import type { NewEvidence, StoredRun } from '../records/store.ts';
import type { Library } from '../rollouts/library.ts';
import { stageOf } from '../rollouts/rollout.ts';
import { breathe } from './breathe.ts';
import { bucketWidth, cadenceOf } from './cadence.ts';
import { carriedOutLine } from './carried-out.ts';
import { packEvidence } from './evidence-of.ts';
import { failedVerdict } from './failed-verdict.ts';
import { followVerdict, gapLine, type NoticeSettings } from './follow-verdict.ts';
import { judgeRun, type JudgeDeps, type JudgedRun } from './judge-run.ts';

interface KeepDeps extends JudgeDeps {
  readonly library: Library;
  readonly publish: (event: ChangedEvent) => void;
  readonly notices: NoticeSettings;
}

/** One judgement may take this long before it counts as failed. */
const deadline: Ms = 30 * second;

/** Judges one run and records the verdict, with what follows from it. @returns when to judge it again. */
export async function judgeAndKeep(
  run: StoredRun,
  deps: KeepDeps,
  memo: EngineMemo,
  signal: AbortSignal,
): Promise<Ms> {
  await breathe();
  const before = await deps.store.newestVerdict(run.id);
  const { missed, verdict, cadence, endedBy, evidence } = await judge(run, deps, memo, signal);
  // A stop gives readings up half way: that is no news about the stage.
  if (signal.aborted || (await hasEnded(run, deps))) return cadence;
  const packed = evidence === null ? undefined : once(() => packEvidence(run, evidence()));
  const since = before?.verdict ?? null;
  const gap = since !== null && verdict.judgedAt > since.staleAfter ? since : null;
  // First, so that what is judged afterwards never looks as if somebody had seen it, wherever this stops.
  if (gap !== null && missed.length > 0) await deps.store.append(gapLine(run, gap, verdict.judgedAt));
  for (const one of missed) await deps.store.saveVerdict(run, one, { evidence: packed });
  const isDone = endedBy !== null && verdict.state === 'rolled-back';
  const carriedOut = isDone ? await carriedOutLine(deps.store, run, 'roll-back', verdict.judgedAt) : null;
  const rollout = deps.library.find(run.rollout);
  const followed = {
    run,
    rollout,
    verdict,
    endedBy,
    gap,
    before: since === null ? null : since.judgedAt,
    carriedOut,
  };
  await deps.store.saveVerdict(run, verdict, {
    follow: (alerts, changed) => followVerdict(followed, deps.notices, alerts, changed),
    evidence: packed,
  });
  deps.publish({ rollout: run.rollout, stage: run.stage, at: verdict.judgedAt, state: verdict.state });
  return cadence;
}

/** Verdicts found together share their evidence: it is packed once, where it is kept at all. */
function once(make: () => NewEvidence): () => NewEvidence {
  let made: NewEvidence | undefined;
  return () => (made ??= make());
}

async function judge(
  run: StoredRun,
  deps: KeepDeps,
  memo: EngineMemo,
  signal: AbortSignal,
): Promise<JudgedRun> {
  const cadence = cadenceOf(run.length, bucketWidth(run.length, deps.bucket));
  const fail = async (why: string): Promise<JudgedRun> => {
    const previous = await deps.store.newestVerdict(run.id);
    return {
      missed: [],
      verdict: failedVerdict(previous?.verdict ?? null, why, deps.now(), cadence),
      cadence,
      endedBy: null,
      evidence: null,
    };
  };
  const rollout = deps.library.find(run.rollout);
  const stage = rollout?.kind === 'readable' ? stageOf(rollout, run.stage) : undefined;
  if (rollout?.kind !== 'readable' || stage === undefined)
    return fail('The plan can no longer be read, or has lost this stage.');
  const until = AbortSignal.any([signal, deadlineIn(deadline)]);
  return judgeRun(rollout, stage, run, deps, memo, until).catch((error: unknown) => fail(sayError(error)));
}

/** A run that was ended while it was judged keeps the verdict it ended with. */
async function hasEnded(run: StoredRun, deps: KeepDeps): Promise<boolean> {
  const runs = await deps.store.runsOf(run.rollout);
  return runs.every((one) => one.id !== run.id || one.end !== null);
}

export function sayError(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown reason';
}
