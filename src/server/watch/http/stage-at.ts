import { isDeepStrictEqual } from 'node:util';
import type { AsJudged, JudgedAgain } from '#contract/as-judged.ts';
import type { Evidence } from '#contract/evidence.ts';
import type { StageSeries, StageView } from '#contract/rollout.ts';
import type { Stage } from '#domain/plan/plan.ts';
import { stagePercent } from '#domain/plan/stage-percent.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { decisionTargets } from '#domain/verdict/decision-targets.ts';
import { rulesVersion } from '#domain/verdict/judge-once.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import { bucketWidth } from '../loop/cadence.ts';
import { judgeAgain, unpackEvidence } from '../loop/evidence-of.ts';
import { requestsFor, windowOf } from '../loop/judge-run.ts';
import { knownAllotments } from '../loop/known-allotments.ts';
import { newestRun } from '../loop/run-book.ts';
import type { KeptEvidence, StoredRun } from '../records/store.ts';
import { stageOf, type ReadableRollout } from '../rollouts/rollout.ts';
import type { AppDeps } from './app-deps.ts';
import { stagePeopleOf } from './stage-people-of.ts';
import { standingOf } from './standing.ts';
import { stoodAt } from './stood-at.ts';
import { criterionViews, known, publicRun, stageSummary } from './views.ts';

/** A stage as it stands, or with `at` as it stood: then from what was kept, without asking any source. */
export async function stageViewOf(
  deps: AppDeps,
  rollout: ReadableRollout,
  stage: Stage,
  at: EpochMs | null,
  signal: AbortSignal,
): Promise<StageView> {
  const { store } = deps;
  const now = deps.now();
  const runs = await store.runsOf(rollout.id);
  const stood = at === null ? null : await stoodAt(deps.store, rollout, stage, runs, at);
  const standing = stood ?? (await standingOf(store, rollout, stage, runs, now));
  const evidence = stood?.evidence ?? null;
  const then =
    evidence === null ? rollout : ((await versionOf(deps, rollout, evidence.planVersion)) ?? rollout);
  const allotments =
    evidence === null
      ? await knownAllotments(rollout, deps, now, signal)
      : new Map(Object.entries(evidence.allotments));
  const { plan } = rollout;
  const summary = await stageSummary(store, rollout, stage, runs, now);
  return {
    rollout: { id: rollout.id, title: plan.title, zone: plan.zone },
    stage: stood === null ? summary : { ...summary, verdict: saidOf(stood.verdict) },
    next: nextOf(rollout, stage),
    run: standing.run === null ? null : publicRun(standing.run),
    deciding: await decidingOf(deps, rollout, stage, standing.run, at),
    at,
    verdict: standing.verdict,
    since: standing.since,
    criteria: criterionViews(then, stageOf(then, stage.id) ?? stage),
    people: await stagePeopleOf(deps, rollout, stage, standing.run, at),
    allotments: known(allotments),
    example: rollout.example,
    serverNow: now,
    nextJudgement: standing.run === null || at !== null ? null : deps.watcher.nextFor(standing.run.id),
    ...(evidence === null ? {} : { asJudged: sayJudged(evidence) }),
  };
}

function saidOf({ state, word, reason }: Verdict): StageView['stage']['verdict'] {
  return { state, word, reason };
}

function nextOf({ plan }: ReadableRollout, stage: Stage): StageView['next'] {
  const next = plan.stages[plan.stages.findIndex((one) => one.id === stage.id) + 1];
  return next === undefined ? null : { id: next.id, label: next.label, percent: stagePercent(next) };
}

async function decidingOf(
  { store }: AppDeps,
  { id, plan }: ReadableRollout,
  stage: Stage,
  run: StoredRun | null,
  at: EpochMs | null,
): Promise<StageView['deciding']> {
  const until = at === null ? {} : { until: at };
  const made = run === null ? [] : await store.journal(id, { run: run.id, kinds: ['decision'], ...until });
  return { decisions: made.length, ...decisionTargets(plan, stage) };
}

/** The series of a stage's newest run, or with `at` those it was judged from then. */
export async function seriesOf(
  deps: AppDeps,
  rollout: ReadableRollout,
  stage: Stage,
  at: EpochMs | null,
  signal: AbortSignal,
): Promise<StageSeries> {
  const now = deps.now();
  const runs = await deps.store.runsOf(rollout.id);
  const stood = at === null ? null : await stoodAt(deps.store, rollout, stage, runs, at);
  const evidence = stood?.evidence ?? null;
  if (evidence !== null) return keptSeries(evidence, now);
  const run = stood === null ? newestRun(runs, stage.id) : (stood.run ?? undefined);
  const width = bucketWidth(stage.length, deps.bucket);
  if (run === undefined) return { window: { from: now, to: now, width }, series: [], serverNow: now };
  const until = at === null ? now : Math.min(at, now);
  const requests = requestsFor(rollout, stage, run, width, until);
  const series = await deps.proxy.readSeries(requests, signal);
  return { window: { ...windowOf(run, width, until), width }, series, serverNow: now };
}

function keptSeries(evidence: Evidence, now: EpochMs): StageSeries {
  const { run, width, series } = evidence;
  const from = Math.floor(run.start / width) * width;
  const to = Math.max(from + width, Math.ceil((run.end ?? evidence.now) / width) * width);
  return { window: { from, to, width }, series, serverNow: now, asJudged: sayJudged(evidence) };
}

/** A version of a plan; `null` where it can no longer be read. */
async function versionOf(
  { store, plans }: AppDeps,
  rollout: ReadableRollout,
  version: number,
): Promise<ReadableRollout | null> {
  if (version === rollout.version) return rollout;
  const saved = await store.planVersion(rollout.id, version);
  const then = saved === null ? null : await plans.rollout(rollout.id, rollout.file, saved.markdown, version);
  return then?.kind === 'readable' ? then : null;
}

function sayJudged({ now: at, rules, planVersion, series }: Evidence): AsJudged {
  const queries = series.map((one) => {
    const data = one.status === 'error' ? one.lastGood : one.data;
    const { query = null, link = null } = data?.provenance ?? {};
    return { signal: one.id, source: one.source, query, link };
  });
  return { at, rules, planVersion, queries };
}

/** Judges what was kept at or before an instant again, beside what was recorded then; `null` where nothing was kept. */
export async function judgedAgain(
  deps: AppDeps,
  rollout: ReadableRollout,
  stage: Stage,
  at: EpochMs,
): Promise<JudgedAgain | null> {
  const kept: KeptEvidence | null = await deps.store.evidenceBefore(rollout.id, stage.id, at);
  if (kept === null) return null;
  const evidence = unpackEvidence(kept);
  const then = await versionOf(deps, rollout, kept.planVersion);
  const again = then === null ? null : (judgeAgain(evidence, then)?.verdict ?? null);
  // As it crosses the wire: a field that is not there and one that is undefined are the same.
  const same = again !== null && isDeepStrictEqual(asJson(again), asJson(evidence.verdict));
  return { asJudged: sayJudged(evidence), rulesNow: rulesVersion, recorded: evidence.verdict, again, same };
}

function asJson(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}
