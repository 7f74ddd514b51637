import type { SeriesResult } from '#domain/series/series.ts';
import type { EpochMs, Ms, Window } from '#domain/time/time.ts';
import type { Stage } from '#domain/plan/plan.ts';
import { judgeDecided } from '#domain/verdict/judge-decided.ts';
import { requiredSignals } from '#domain/verdict/required-signals.ts';
import type { EngineMemo } from '#domain/stats/memo.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import type { Proxy } from '#server/proxy/proxy.ts';
import type { SignalRequest } from '#server/proxy/signal-request.ts';
import type { Store, StoredRun } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';
import { bucketWidth, cadenceOf } from './cadence.ts';
import { knownAllotments } from './known-allotments.ts';
import { checkInsDue, launchCloses, runRecords } from './run-records.ts';
import { readBaselines } from './read-baselines.ts';
import { requestOf } from './signal-requests.ts';

export interface JudgeDeps {
  readonly store: Store;
  readonly proxy: Proxy;
  readonly now: () => EpochMs;
  /** Finest bucket the operator allows. */
  readonly bucket: Ms;
}

/** Questions for every signal a stage's criteria, traffic and charts read, over whole buckets since the run's start. */
export function requestsFor(
  rollout: ReadableRollout,
  stage: Stage,
  run: StoredRun,
  width: Ms,
  now: EpochMs,
): readonly SignalRequest[] {
  const window = windowOf(run, width, now);
  return requiredSignals(rollout.plan, stage).map((one) => requestOf(one, window, width, run.start));
}

/** From the bucket the run starts in to now, or to the end of a run that is over. */
export function windowOf(run: StoredRun, width: Ms, now: EpochMs): Window {
  // A stage that runs on past its planned end is still read: what breaks then matters.
  const end = run.end ?? now;
  const from = Math.floor(run.start / width) * width;
  return { from, to: Math.max(from + width, Math.ceil(end / width) * width) };
}

export interface JudgedRun {
  readonly verdict: Verdict;
  /** When to judge it again. */
  readonly cadence: Ms;
  /** Whose decision has been carried out, so that the run is over; `null` while it goes on. */
  readonly endedBy: string | null;
}

/** Reads and judges one run once. `memo` is the run's own, kept from one judgement to the next. */
export async function judgeRun(
  rollout: ReadableRollout,
  stage: Stage,
  run: StoredRun,
  deps: JudgeDeps,
  memo: EngineMemo,
  signal: AbortSignal,
): Promise<JudgedRun> {
  const [records, runs] = await Promise.all([runRecords(deps.store, run), deps.store.runsOf(rollout.id)]);
  const checkIns = checkInsDue(rollout.plan, runs, run);
  const isLaunched = records.decision?.choice === 'advance' && rollout.plan.stages.at(-1)?.id === stage.id;
  const closes = isLaunched ? launchCloses(checkIns, run) : null;
  // A month of minutes would be asked of the sources again and again, and say nothing more.
  const length = closes === null ? run.length : closes - run.start;
  const width = bucketWidth(length, deps.bucket);
  const cadence = cadenceOf(length, width);
  const requests = requestsFor(rollout, stage, run, width, deps.now());
  const [results, allotments, previous, baselines] = await Promise.all([
    deps.proxy.readSeries(requests, signal),
    knownAllotments(rollout, deps, deps.now(), signal),
    deps.store.newestVerdict(run.id),
    readBaselines(rollout, stage, run, { ...deps, width }, signal),
  ]);
  const series: ReadonlyMap<string, SeriesResult> = new Map(results.map((result) => [result.id, result]));
  const { decision, ...recorded } = records;
  const input = {
    ...recorded,
    plan: rollout.plan,
    stage,
    run,
    series,
    allotments,
    findings: rollout.findings,
    previous: previous?.verdict ?? null,
    now: deps.now(),
    cadence,
    baselines,
    memo,
  };
  const verdict = judgeDecided(input, decision, checkIns);
  const isOver = verdict.state === 'rolled-back' || (closes !== null && deps.now() >= closes);
  return { verdict, cadence, endedBy: isOver ? (decision?.by ?? null) : null };
}
