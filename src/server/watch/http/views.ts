import type { AlertView } from '#contract/notice.ts';
import type { CriterionView, Rollout as RolloutView, RolloutItem, StageView } from '#contract/rollout.ts';
import type { Criterion, Stage } from '#domain/plan/plan.ts';
import { stagePercent } from '#domain/plan/stage-percent.ts';
import { handOverAt } from '#domain/verdict/hand-over.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { ageVerdict } from '#domain/verdict/age-verdict.ts';
import { criterionChart } from '#domain/verdict/criterion-chart.ts';
import { sayRule } from '#domain/verdict/criterion-rule.ts';
import { criteriaOf } from '#domain/verdict/required-signals.ts';
import type { KnownAllotment } from '#domain/verdict/known-allotment.ts';
import { plannedEnd, type Run } from '#domain/verdict/run.ts';
import { verdictWords } from '#domain/verdict/verdict.ts';
import type { Store, StoredRun } from '../records/store.ts';
import { stageOf, type ReadableRollout, type Rollout, type UnreadableRollout } from '../rollouts/rollout.ts';
import { standingOf } from './standing.ts';
import { watchNow } from './watch-of.ts';

/** The stage a rollout is at: its open run's, else the one that ran last, else the first. */
function currentStage(rollout: ReadableRollout, runs: readonly StoredRun[]): Stage | undefined {
  const open = runs.findLast((run) => run.end === null) ?? runs.at(-1);
  const stage = open === undefined ? undefined : stageOf(rollout, open.stage);
  return stage ?? rollout.plan.stages[0];
}

/** One row of the list. `alerts` are those that are open, of any rollout. */
export async function itemOf(
  store: Store,
  rollout: Rollout,
  now: EpochMs,
  alerts: readonly AlertView[],
): Promise<RolloutItem> {
  if (rollout.kind === 'unreadable') return unreadableItem(rollout);
  const runs = await store.runsOf(rollout.id);
  const lost = runs.find((run) => run.end === null && stageOf(rollout, run.stage) === undefined);
  if (lost !== undefined) return lostStage(rollout, lost);
  const stage = currentStage(rollout, runs);
  if (stage === undefined) return withoutStages(rollout);
  const { run, verdict, since } = await standingOf(store, rollout, stage, runs, now);
  const { state, word, reason, evidence } = verdict;
  return {
    id: rollout.id,
    title: rollout.plan.title,
    toggles: rollout.plan.toggles.map((toggle) => toggle.key),
    stage: { id: stage.id, label: stage.label, percent: stagePercent(stage) },
    verdict: { state, word, reason, evidence, since },
    judgedThrough: verdict.judgedThrough,
    staleAfter: verdict.staleAfter,
    endsAt: run === null || run.end !== null ? null : plannedEnd(run),
    startsAt: nextStart(rollout.plan, runs),
    alerts: attention(
      alerts.filter((one) => one.rollout === rollout.id),
      now,
    ),
    watch: await watchNow(store, rollout.id, run),
    zone: rollout.plan.zone,
    example: rollout.example,
    unreadable: null,
  };
}

/** The planned start of the first stage after those that ran; none while a stage runs. */
function nextStart({ stages }: ReadableRollout['plan'], runs: readonly StoredRun[]): EpochMs | null {
  if (runs.some((run) => run.end === null)) return null;
  const last = stages.findLastIndex((stage) => runs.some((run) => run.stage === stage.id));
  return stages[last + 1]?.start ?? null;
}

/** How many alerts are open and who is on them: a take that has lapsed is none. */
function attention(alerts: readonly AlertView[], now: EpochMs): RolloutItem['alerts'] {
  const taken = alerts.flatMap((one) => (one.taken === null || one.taken.until <= now ? [] : [one.taken]));
  const latest = new Map<string, EpochMs>();
  for (const { by, until } of taken) latest.set(by, Math.max(until, latest.get(by) ?? until));
  return { open: alerts.length, taken: [...latest].map(([by, until]) => ({ by, until })) };
}

/** A run whose stage a newer plan no longer has is judged by nothing: it must not look like a stage that waits. */
function lostStage(rollout: ReadableRollout, run: StoredRun): RolloutItem {
  const reason = `The stage "${run.stage}" is running, but the plan no longer has it.`;
  return {
    ...emptyItem(rollout.id, rollout.plan.title),
    zone: rollout.plan.zone,
    verdict: blindItem(reason, 'Put the stage back into the plan, or end its run.'),
  };
}

function withoutStages(rollout: ReadableRollout): RolloutItem {
  const reason = 'The plan names no stages, so there is nothing to watch.';
  return {
    ...emptyItem(rollout.id, rollout.plan.title),
    zone: rollout.plan.zone,
    verdict: blindItem(reason, 'See its findings.'),
  };
}

function unreadableItem(rollout: UnreadableRollout): RolloutItem {
  const [first] = rollout.problems;
  const line = first?.line ?? null;
  const reason = first?.message ?? 'The plan could not be read.';
  const where = line === null ? rollout.file : `${rollout.file}, line ${line}`;
  const more = rollout.problems.length > 1 ? ` ${rollout.problems.length - 1} more.` : '';
  return {
    ...emptyItem(rollout.id, rollout.title),
    verdict: blindItem(`This plan can't be read: ${where}.`, `${reason}${more}`),
    unreadable: { file: rollout.file, line, reason },
  };
}

function blindItem(reason: string, evidence: string): RolloutItem['verdict'] {
  return { state: 'blind', word: verdictWords.blind, reason, evidence, since: null };
}

function emptyItem(id: string, title: string): Omit<RolloutItem, 'verdict'> {
  return {
    id,
    title,
    toggles: [],
    stage: { id: 'none', label: 'No stage', percent: null },
    judgedThrough: null,
    staleAfter: null,
    endsAt: null,
    startsAt: null,
    alerts: { open: 0, taken: [] },
    zone: 'America/New_York',
    example: false,
    unreadable: null,
  };
}

/** One rung of the ladder. */
export async function stageSummary(
  store: Store,
  rollout: ReadableRollout,
  stage: Stage,
  runs: readonly StoredRun[],
  now: EpochMs,
): Promise<StageView['stage']> {
  const standing = await standingOf(store, rollout, stage, runs, now);
  // A rung carries no time of its own after which it stands no more, so it is aged here.
  const verdict = ageVerdict(standing.verdict, now, rollout.plan.zone);
  const { audience } = stage;
  return {
    id: stage.id,
    label: stage.label,
    phase: stage.phase,
    percents: audience.kind === 'percent' ? audience.percents : {},
    actors: audience.kind === 'actors' ? audience.count : null,
    off: stage.off,
    plannedStart: stage.start,
    length: stage.length,
    runs: runs.filter((run) => run.stage === stage.id).map(publicRun),
    verdict: { state: verdict.state, word: verdict.word, reason: verdict.reason },
  };
}

/** A run as it crosses the wire. */
export function publicRun(run: Run): StageView['stage']['runs'][number] {
  const { id, stage, attempt, start, end, length, openedBy, closedBy } = run;
  return { id, stage, attempt, start, end, length, openedBy, closedBy };
}

/** `GET /api/rollouts/:id`. */
export async function rolloutView(
  store: Store,
  rollout: ReadableRollout,
  allotments: ReadonlyMap<string, KnownAllotment>,
  now: EpochMs,
): Promise<RolloutView> {
  const runs = await store.runsOf(rollout.id);
  const stages: StageView['stage'][] = [];
  for (const stage of rollout.plan.stages) stages.push(await stageSummary(store, rollout, stage, runs, now));
  return {
    id: rollout.id,
    title: rollout.plan.title,
    zone: rollout.plan.zone,
    example: rollout.example,
    toggles: rollout.plan.toggles.map(({ key, actor }) => ({ key, actor })),
    allotments: known(allotments),
    stages,
    findings: rollout.findings,
    criteria: rollout.plan.criteria.map(({ id, label }) => ({ id, label })),
    currentStage: currentStage(rollout, runs)?.id ?? null,
    handOverAt: handOverAt(rollout.plan, now),
    watch: await watchNow(store, rollout.id, runs.findLast((run) => run.end === null) ?? null),
  };
}

/** The allotments that could be read. */
export function known(allotments: ReadonlyMap<string, KnownAllotment>): StageView['allotments'] {
  return [...allotments.values()].flatMap((one) => (one.status === 'ok' ? [one.allotment] : []));
}

/** A criterion as the page shows it: its rule in words, and what its chart draws. */
function criterionView(criterion: Criterion, stage: Stage): CriterionView {
  return {
    id: criterion.id,
    label: criterion.label,
    rule: sayRule(criterion, stage),
    line: criterion.line,
    listed: listedAs(criterion),
    fault: criterion.fault ?? null,
    chart: criterionChart(criterion, stage),
  };
}

function listedAs({ measure }: Criterion): 'never' | 'new-issues' | null {
  return measure.kind === 'never' || measure.kind === 'new-issues' ? measure.kind : null;
}

/** Every criterion of a stage, for the page. */
export function criterionViews(rollout: ReadableRollout, stage: Stage): readonly CriterionView[] {
  return criteriaOf(rollout.plan, stage).map((criterion) => criterionView(criterion, stage));
}
