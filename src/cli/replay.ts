import { readFile } from 'node:fs/promises';
import { parseLimit, type Limit } from '#domain/plan/limit.ts';
import type { Criterion, Plan, Stage } from '#domain/plan/plan.ts';
import { readPlan } from '#domain/plan/read-plan.ts';
import { readRecorded, type Recorded, type RecordedStretch } from '#domain/series/recorded-series.ts';
import { sayInstant } from '#domain/time/zone.ts';
import type { Past } from '#domain/verdict/past.ts';
import { readingTags } from '#domain/verdict/reading.ts';
import { replayStage, type Replay, type Transition } from '#domain/verdict/replay.ts';
import { verdictWords, type VerdictState } from '#domain/verdict/verdict.ts';
import { readReplayOptions, type ReplayOptions } from './replay-options.ts';

/** A replay that can't be made: what is wrong and what to do. */
class ReplayProblem extends Error {}

/**
 * `stagewatch replay PLAN.md --stage ID --series FILE.json [--at ISO] [--limit CRITERION=LIMIT]… [--json]`: judges recorded
 * series bucket by bucket and prints each transition with its evidence. 0: replayed; 2: it can't be.
 */
export async function replay(args: readonly string[]): Promise<number> {
  try {
    const options = readReplayOptions(args);
    if (typeof options === 'string') throw new ReplayProblem(options);
    const plan = withLimits(await planFrom(options.plan), options);
    const stage = stageOf(plan, options.stage);
    const recorded = await recordedFrom(options.series, plan);
    const result = run(plan, stage, recorded, options.at);
    console.log(options.json ? asJson(plan, stage, result) : asText(plan, stage, result));
    return 0;
  } catch (error) {
    if (!(error instanceof ReplayProblem)) throw error;
    console.error(error.message);
    return 2;
  }
}

function run(plan: Plan, stage: Stage, recorded: Recorded, until: number | undefined): Replay {
  return replayStage({
    plan,
    stage,
    run: {
      id: 'replay',
      stage: stage.id,
      attempt: 1,
      start: recorded.start,
      end: recorded.end,
      length: stage.length,
      openedBy: 'replay',
      closedBy: null,
    },
    series: recorded.series,
    baselines: {
      previousStage: recorded.previousStage === null ? null : pastOf(recorded.previousStage),
      sameHours: recorded.beforeLaunch.map(pastOf),
      lately: [],
    },
    until,
  });
}

function pastOf({ label, from, to, percent, series }: RecordedStretch): Past {
  return { label, window: { from, to }, percent, series };
}

async function planFrom(file: string): Promise<Plan> {
  const markdown = await readFile(file, 'utf8').catch(() => null);
  if (markdown === null) throw new ReplayProblem(`${file}: can't be opened. Check the path.`);
  const read = readPlan(markdown);
  if (read.ok) return read.plan;
  throw new ReplayProblem(read.problems.map((one) => `${file}:${one.line ?? 1}: ${one.message}`).join('\n'));
}

function stageOf(plan: Plan, id: string): Stage {
  const stage = plan.stages.find((one) => one.id === id);
  if (stage !== undefined) return stage;
  const known = plan.stages.map((one) => one.id).join(', ');
  throw new ReplayProblem(`The plan has no stage "${id}". It has ${known === '' ? 'none' : known}.`);
}

async function recordedFrom(file: string, plan: Plan): Promise<Recorded> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) throw new ReplayProblem(`${file}: can't be opened. Check the path.`);
  const read = readRecorded(parsed(text, file), plan.signals);
  if ('series' in read) return read;
  throw new ReplayProblem(read.map((problem) => `${file}: ${problem}`).join('\n'));
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ReplayProblem(
      `${file}: is not JSON (${error instanceof Error ? error.message : 'unreadable'}).`,
    );
  }
}

/** The plan with other limits for the criteria named on the command line. */
function withLimits(plan: Plan, { limits }: ReplayOptions): Plan {
  for (const id of limits.keys())
    if (plan.criteria.every((one) => one.id !== id))
      throw new ReplayProblem(
        `--limit ${id}: the plan has no such criterion. It has ${plan.criteria.map((one) => one.id).join(', ')}.`,
      );
  return { ...plan, criteria: plan.criteria.map((one) => withLimit(one, limits.get(one.id))) };
}

function withLimit(criterion: Criterion, text: string | undefined): Criterion {
  if (text === undefined) return criterion;
  const limit = parseLimit(text);
  if (typeof limit === 'string') throw new ReplayProblem(`--limit ${criterion.id}: ${limit}`);
  if (criterion.baseline !== null) return withTolerance(criterion, limit, text);
  if (criterion.limit !== null && criterion.limit.unit !== limit.unit)
    throw new ReplayProblem(`--limit ${criterion.id}: "${text}" has another unit than the plan's limit.`);
  // Tried is judged, also where the plan only watches it.
  return { ...criterion, limit, limits: {}, watch: false };
}

/** Against a baseline the limit is how many times its rate is tolerated. */
function withTolerance(criterion: Criterion, limit: Limit, text: string): Criterion {
  if (limit.unit === 'x') return { ...criterion, tolerance: limit.value, watch: false };
  throw new ReplayProblem(
    `--limit ${criterion.id}: "${text}" is no ratio. It is compared with a baseline: write it as "<= 1.5x".`,
  );
}

function asText(plan: Plan, stage: Stage, { transitions, last }: Replay): string {
  if (last === null)
    return `${plan.title}, ${stage.label}: the series hold no complete bucket of this stage.`;
  const lines = transitions.flatMap((one, i) => sayTransition(plan, one, transitions[i - 1] ?? null));
  const end = `At the end: ${last.word}. ${last.reason} ${last.evidence}`;
  return [`${plan.title}, ${stage.label}`, ...lines, end].join('\n');
}

function sayTransition(plan: Plan, one: Transition, before: Transition | null): readonly string[] {
  const { verdict, changed } = one;
  const was: VerdictState | null = before?.verdict.state ?? null;
  const word =
    was === null || was === verdict.state ? verdict.word : `${verdictWords[was]} -> ${verdict.word}`;
  const label = (id: string): string => plan.criteria.find((criterion) => criterion.id === id)?.label ?? id;
  return [
    `${sayInstant(one.at, plan.zone)}: ${word}. ${verdict.reason}`,
    ...changed.map(({ criterion, from, to, evidence }) => {
      const change = from === null ? readingTags[to] : `${readingTags[from]} -> ${readingTags[to]}`;
      return `  ${label(criterion)}: ${change}. ${evidence}`;
    }),
  ];
}

function asJson(plan: Plan, stage: Stage, { transitions, last }: Replay): string {
  const shown = transitions.map(({ at, verdict, changed }) => ({
    at: new Date(at).toISOString(),
    state: verdict.state,
    word: verdict.word,
    reason: verdict.reason,
    evidence: verdict.evidence,
    changed,
  }));
  return JSON.stringify({ title: plan.title, stage: stage.id, transitions: shown, verdict: last }, null, 2);
}
