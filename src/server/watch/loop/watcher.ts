import type { EpochMs, Ms } from '#domain/time/time.ts';
import { engineMemo, type EngineMemo } from '#domain/stats/memo.ts';
import { second } from '#domain/time/time.ts';
import type { ChangedEvent } from '#contract/rollout.ts';
import type { StoredRun } from '../records/store.ts';
import type { Library } from '../rollouts/library.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';
import { noteChanges } from './allotment-changes.ts';
import { bucketWidth, cadenceOf } from './cadence.ts';
import { stageByAllotment } from './follow-allotment.ts';
import type { NoticeSettings } from './follow-verdict.ts';
import { judgeAndKeep, sayError } from './judge-and-keep.ts';
import type { JudgeDeps } from './judge-run.ts';
import { knownAllotments } from './known-allotments.ts';
import type { Lease } from './lease.ts';
import { openExample } from './open-examples.ts';
import { byAllotment, openRun } from './run-book.ts';
import { createFreezer } from '../report/freezer.ts';

export interface WatcherDeps extends JudgeDeps {
  readonly library: Library;
  readonly publish: (event: ChangedEvent) => void;
  readonly notices: NoticeSettings;
  /** Where several processes share the records: only the one that holds it judges. */
  readonly lease?: Lease | undefined;
  /** Where faults of the loop itself go; they also become Can't tell. */
  readonly report: (message: string) => void;
}

export interface Watcher {
  /** Judges every run that is due, and waits for it. Never two judgements of one run at once. */
  pass(): Promise<void>;
  /** Judges one rollout's open run at once, as after it was opened; a failure is reported, and judged again by the loop. */
  judgeNow(rollout: string): Promise<void>;
  start(): void;
  stop(): Promise<void>;
  /** Resolves when no evidence is being frozen: that goes on beside the judging. */
  frozen(): Promise<void>;
  readonly lastPass: () => EpochMs | null;
  readonly nextFor: (run: string) => EpochMs | null;
}

/** How often the loop looks for runs that are due. */
const tick: Ms = second;

/** Toggles are looked at this often at least, to see a stage begin. */
const mostBetween: Ms = 30 * second;

export function createWatcher(given: WatcherDeps): Watcher {
  const deps = { ...given, store: given.lease?.store ?? given.store };
  const due = new Map<string, EpochMs>();
  const prepared = new Map<string, EpochMs>();
  const busy = new Map<string, Promise<void>>();
  const memos = new Map<string, EngineMemo>();
  const askedAgain = new Set<string>();
  const abort = new AbortController();
  const freezer = createFreezer(deps);
  let last: EpochMs | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: Promise<void> = Promise.resolve();

  const failed = (what: string) => (error: unknown) => deps.report(`${what} failed: ${sayError(error)}`);
  const mayJudge = (): Promise<boolean> => given.lease?.renew() ?? Promise.resolve(true);

  const judge = (run: StoredRun): Promise<void> => {
    if (busy.has(run.id) || abort.signal.aborted) return Promise.resolve();
    let cadence = cadenceOf(run.length, bucketWidth(run.length, deps.bucket));
    const began = deps.now();
    const memo = memos.get(run.id) ?? engineMemo();
    memos.set(run.id, memo);
    const judging = judgeAndKeep(run, deps, memo, abort.signal)
      .then((next) => void (cadence = next))
      .catch(failed(`Recording the judgement of ${run.rollout}/${run.stage}`))
      .finally(() => {
        busy.delete(run.id);
        // Counted from its beginning: a source that takes its time must not make the next judgement late.
        due.set(run.id, askedAgain.delete(run.id) ? deps.now() : began + cadence);
      });
    busy.set(run.id, judging);
    return judging;
  };

  /** Starts every judgement that is due. */
  const look = async (): Promise<readonly Promise<void>[]> => {
    if (!(await mayJudge())) {
      // What another process judges meanwhile is not to be taken up where this one left off.
      due.clear();
      memos.clear();
      last = deps.now();
      return [];
    }
    for (const rollout of deps.library.all()) {
      if (rollout.kind !== 'readable' || (prepared.get(rollout.id) ?? 0) > deps.now()) continue;
      await prepare(rollout, deps, abort.signal);
      prepared.set(rollout.id, deps.now() + Math.min(Math.max(deps.bucket / 2, tick), mostBetween));
    }
    const open = await deps.store.openRuns();
    for (const id of memos.keys()) if (open.every((run) => run.id !== id)) memos.delete(id);
    last = deps.now();
    freezer.begin(abort.signal);
    return open.filter((run) => (due.get(run.id) ?? 0) <= deps.now()).map(judge);
  };

  const judgeAtOnce = async (rollout: string): Promise<void> => {
    if (!(await mayJudge())) return;
    const open = (await deps.store.openRuns()).filter((run) => run.rollout === rollout);
    // What has just been recorded may have come too late for a judgement under way: the next follows at once.
    for (const run of open) if (busy.has(run.id)) askedAgain.add(run.id);
    await Promise.all(open.map(judge));
  };

  const loop = (): void => {
    // Without waiting for the judgements: a run whose source hangs must not hold up the others.
    current = look()
      .then(() => undefined)
      .catch(failed('A pass of the watcher'))
      .finally(() => {
        if (!abort.signal.aborted) timer = setTimeout(loop, tick);
      });
  };

  return {
    pass: async () => {
      await Promise.all(await look());
    },
    judgeNow: (rollout) =>
      // What was recorded stands, whether it can be judged now or not; the loop tries again.
      judgeAtOnce(rollout).catch(failed(`Judging ${rollout} at once`)),
    start: loop,
    stop: async () => {
      abort.abort();
      clearTimeout(timer);
      await current;
      await Promise.all([...busy.values(), freezer.done()]);
    },
    frozen: () => freezer.done(),
    lastPass: () => last,
    nextFor: (run) => due.get(run) ?? null,
  };
}

/** Opens what should be open: an example's stage, and the stage the toggles have moved to. */
async function prepare(rollout: ReadableRollout, deps: WatcherDeps, signal: AbortSignal): Promise<void> {
  try {
    if (rollout.example) {
      await openExample(deps.store, rollout, deps.now());
      return;
    }
    if (rollout.plan.toggles.length === 0) return;
    const allotments = await knownAllotments(rollout, deps, deps.now(), signal);
    await noteChanges(deps.store, rollout, allotments, deps.now());
    const stage = stageByAllotment(rollout.plan, allotments, await deps.store.runsOf(rollout.id), deps.now());
    if (stage === undefined) return;
    await openRun(deps.store, rollout, stage, { start: deps.now(), by: byAllotment });
  } catch (error) {
    deps.report(`Looking after ${rollout.id} failed: ${sayError(error)}`);
  }
}
