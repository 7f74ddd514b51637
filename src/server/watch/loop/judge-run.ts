import type { SeriesResult } from '#domain/series/series.ts';
import type { EpochMs, Ms, Window } from '#domain/time/time.ts';
import type { Stage } from '#domain/plan/plan.ts';
import type { Evidence } from '#contract/evidence.ts';
import type { DueCheckIn } from '#domain/verdict/after-launch.ts';
import type { StandingDecision } from '#domain/verdict/judge-decided.ts';
import { judgeOnce } from '#domain/verdict/judge-once.ts';
import { requiredSignals } from '#domain/verdict/required-signals.ts';
import type { EngineMemo } from '#domain/stats/memo.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import type { Proxy } from '#server/proxy/proxy.ts';
import type { SignalRequest } from '#server/proxy/signal-request.ts';
import type { Store, StoredRun } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';
import { breathe } from './breathe.ts';
import { bucketWidth, cadenceOf } from './cadence.ts';
import { evidenceOf } from './evidence-of.ts';
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
  /** What it would have been while nobody judged, in order; none after the usual wait. */
  readonly missed: readonly Verdict[];
  readonly verdict: Verdict;
  /** When to judge it again. */
  readonly cadence: Ms;
  /** Whose decision has been carried out, so that the run is over; `null` while it goes on. */
  readonly endedBy: string | null;
  /** What it was judged from, to be kept; `null` where judging itself failed. */
  readonly evidence: (() => Evidence) | null;
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
  const closes = closesAt(rollout, stage, run, records.decision, checkIns);
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
  await breathe();
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
  const judgement = { stage: input, decision, checkIns };
  const { missed, verdict } = judgeOnce(judgement);
  const endedBy = isOver(verdict, closes) ? (decision?.by ?? null) : null;
  const evidence = (): Evidence => evidenceOf(judgement, { planVersion: rollout.version, width, verdict });
  return { missed, verdict, cadence, endedBy, evidence };
}

/** When a launch is judged no more; `null` for a run that is not the decided end of the ramp. */
function closesAt(
  rollout: ReadableRollout,
  stage: Stage,
  run: StoredRun,
  decision: StandingDecision | null,
  checkIns: readonly DueCheckIn[],
): EpochMs | null {
  const isLast = rollout.plan.stages.at(-1)?.id === stage.id;
  return decision?.choice === 'advance' && isLast ? launchCloses(checkIns, run) : null;
}

function isOver(verdict: Verdict, closes: EpochMs | null): boolean {
  return verdict.state === 'rolled-back' || (closes !== null && verdict.judgedAt >= closes);
}
