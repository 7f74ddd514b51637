import type { Signal, Stage } from '#domain/plan/plan.ts';
import { day, type EpochMs, type Ms, type Window } from '#domain/time/time.ts';
import { daysBefore } from '#domain/time/zone.ts';
import { baselineSignals } from '#domain/verdict/baseline-signals.ts';
import type { Baselines, Past } from '#domain/verdict/past.ts';
import type { VerdictState } from '#domain/verdict/verdict.ts';
import { controlPercent } from '#domain/verdict/relative-signals.ts';
import type { Proxy } from '#server/proxy/proxy.ts';
import type { Store, StoredRun } from '../records/store.ts';
import { stageOf, type ReadableRollout } from '../rollouts/rollout.ts';
import { requestOf } from './signal-requests.ts';

export interface BaselineDeps {
  readonly store: Store;
  readonly proxy: Proxy;
  readonly width: Ms;
}

/** The same hours of this many weeks before launch are read. */
const weeks = 2;

/** No stretch of the past is longer than this: a week has every hour and weekday. */
const longest: Ms = 7 * day;

/**
 * Reads what a stage's relative criteria are compared with: the newest run of the stage before that was not rolled back,
 * and the same weekday and hours, and the day, before the rollout's first run. Nothing is read that no criterion needs.
 */
export async function readBaselines(
  rollout: ReadableRollout,
  stage: Stage,
  run: StoredRun,
  deps: BaselineDeps,
  signal: AbortSignal,
): Promise<Baselines> {
  const needed = baselineSignals(rollout.plan, stage);
  if (needed.previousStage.length + needed.beforeLaunch.length === 0)
    return { previousStage: null, sameHours: [], lately: [] };
  const runs = await deps.store.runsOf(rollout.id);
  const launch = Math.min(run.start, ...runs.map((one) => one.start));
  const before =
    needed.previousStage.length === 0 ? undefined : await runBefore(rollout, stage, run, runs, deps);
  const read = (signals: readonly Signal[], stretch: Stretch): Promise<Past> =>
    readPast(signals, stretch, deps, signal);
  const [previousStage, sameHours, lately] = await Promise.all([
    before === undefined ? null : read(needed.previousStage, stretchOf(rollout, before)),
    Promise.all(sameHoursOf(rollout, run, launch).map((stretch) => read(needed.beforeLaunch, stretch))),
    Promise.all(
      [{ label: 'the day before launch', from: launch - day, to: launch, percent: null, anchor: launch }].map(
        (stretch) => read(needed.beforeLaunch, stretch),
      ),
    ),
  ]);
  const empty = needed.beforeLaunch.length === 0;
  return { previousStage, sameHours: empty ? [] : sameHours, lately: empty ? [] : lately };
}

interface Stretch extends Window {
  readonly label: string;
  readonly percent: number | null;
  readonly anchor: EpochMs;
}

async function readPast(
  signals: readonly Signal[],
  stretch: Stretch,
  { proxy, width }: BaselineDeps,
  signal: AbortSignal,
): Promise<Past> {
  const from = Math.ceil(stretch.from / width) * width;
  const to = Math.max(from + width, Math.floor(stretch.to / width) * width);
  const window = { from, to };
  const results = await proxy.readSeries(
    signals.map((one) => requestOf(one, window, width, stretch.anchor)),
    signal,
  );
  return {
    label: stretch.label,
    window,
    percent: stretch.percent,
    series: new Map(results.map((result) => [result.id, result])),
  };
}

/** A run that ended so is no baseline. */
const rolledBack: ReadonlySet<VerdictState> = new Set(['roll-back', 'rolling-back', 'rolled-back']);

/** The newest ended run of the nearest earlier stage that has one which did not end in a roll back. */
async function runBefore(
  rollout: ReadableRollout,
  stage: Stage,
  run: StoredRun,
  runs: readonly StoredRun[],
  { store }: BaselineDeps,
): Promise<StoredRun | undefined> {
  const { stages } = rollout.plan;
  const earlier = stages
    .slice(
      0,
      stages.findIndex((one) => one.id === stage.id),
    )
    .toReversed();
  for (const one of earlier) {
    if (one.off || controlPercent(one) === 0) continue;
    const ended = runs
      .filter((other) => other.stage === one.id && other.end !== null && other.end <= run.start)
      .toSorted((a, b) => b.start - a.start);
    for (const candidate of ended) {
      const last = await store.newestVerdict(candidate.id);
      if (last === null || !rolledBack.has(last.verdict.state)) return candidate;
    }
  }
  return undefined;
}

function stretchOf(rollout: ReadableRollout, before: StoredRun): Stretch {
  const stage = stageOf(rollout, before.stage);
  const to = before.end ?? before.start;
  return {
    label: stage?.label ?? before.stage,
    from: Math.max(before.start, to - longest),
    to,
    percent: stage === undefined ? null : controlPercent(stage),
    anchor: before.start,
  };
}

/** The hours of the stage in the weeks before launch, by the clocks of the plan's zone. */
function sameHoursOf(rollout: ReadableRollout, run: StoredRun, launch: EpochMs): readonly Stretch[] {
  const { zone } = rollout.plan;
  const length = Math.min(run.length ?? day, longest);
  // The first weeks whose hours lie wholly before launch.
  const gap = Math.ceil((run.start + length - launch) / longest);
  return Array.from({ length: weeks }, (_, i) => {
    const from = daysBefore(run.start, 7 * (gap + i), zone);
    const when = gap + i === 1 ? 'a week' : `${gap + i} weeks`;
    return {
      label: `the same hours ${when} before`,
      from,
      to: from + length,
      percent: null,
      anchor: launch,
    };
  });
}
