import type { Comparison } from '#contract/compare.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { readPlan } from '#domain/plan/read-plan.ts';
import { stagePercent } from '#domain/plan/stage-percent.ts';
import type { SeriesResult } from '#domain/series/series.ts';
import { day, minute } from '#domain/time/time.ts';
import { compareStages } from '#domain/verdict/compare-stages.ts';
import { endedVerdict } from '#domain/verdict/lifecycle.ts';
import { judgeStage } from '#domain/verdict/judge-stage.ts';
import type { Run } from '#domain/verdict/run.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import { demoPlan } from './demo-plan.ts';
import { countedSeries, madeSeries } from './made-data.ts';
import { scenarios, type ScenarioName } from './scenarios.ts';
import { rolloutId } from './world-views.ts';

/** Failures out of attempts, stage by stage, of a launch in which early stages held too few people to show anything. */
const launch = [
  ['stage-a', 1, 0, 8],
  ['stage-b', 5, 0, 18],
  ['stage-c', 20, 3, 71],
  ['stage-d', 50, 15, 132],
  ['stage-e', 75, 26, 201],
  ['stage-f', 100, 30, 218],
] as const;

const launchPlan = demoPlan.replace(
  /stages:\n(?: {2}- .*\n)+/,
  `stages:\n${launch.map(([id, percent]) => `  - { id: ${id}, label: "Stage ${id.slice(-1).toUpperCase()}", percent: ${percent}, length: 1h }`).join('\n')}\n`,
);

interface Ran {
  readonly id: string;
  readonly start: number;
  readonly end: number | null;
  readonly series: readonly SeriesResult[];
}

/** Stages side by side in a scenario: after a launch six of them, while one runs the stage before it and itself. */
export function compareWorld(name: ScenarioName, now: number): Comparison {
  if (name === 'launched') return comparisonOf(launchPlan, launched(now), now);
  const scenario = scenarios[name];
  if (scenario.minutes === null) return comparisonOf(demoPlan, [], now);
  const start = Math.floor((now - scenario.minutes * minute) / minute) * minute;
  const before = start - 60 * minute;
  return comparisonOf(
    demoPlan,
    [
      {
        id: 'stage-a',
        start: before,
        end: start,
        series: madeSeries({ scenario: scenarios.healthy, start: before, now: start }),
      },
      { id: 'stage-b', start, end: null, series: madeSeries({ scenario, start, now }) },
    ],
    now,
  );
}

function launched(now: number): readonly Ran[] {
  const hour = 60 * minute;
  const begin = Math.floor((now - 40 * day) / minute) * minute;
  return launch.map(([id, , failures, attempts], i) => {
    const start = begin + i * hour;
    return { id, start, end: start + hour, series: countedSeries({ failures, attempts, start }) };
  });
}

function comparisonOf(text: string, ran: readonly Ran[], now: number): Comparison {
  const read = readPlan(text);
  if (!read.ok) throw new Error(`The compared plan can't be read: ${JSON.stringify(read.problems)}`);
  const { plan } = read;
  const judged = ran.map((one) => judgedStage(plan, one, now));
  return {
    rollout: { id: rolloutId, title: plan.title, zone: plan.zone },
    example: true,
    serverNow: now,
    columns: judged.map(({ stage, run, verdict: { state, word, judgedThrough, staleAfter } }) => ({
      stage: stage.id,
      label: stage.label,
      percent: stagePercent(stage),
      run,
      verdict: { state, word },
      judgedThrough,
      staleAfter: run.end === null ? staleAfter : null,
    })),
    rows: compareStages(
      plan,
      judged.map(({ verdict, ...one }) => ({ ...one, readings: verdict.readings })),
    ),
  };
}

/** Judged by the real judge: at its end, or now. */
function judgedStage(
  plan: Plan,
  { id, start, end, series }: Ran,
  now: number,
): { readonly stage: Plan['stages'][number]; readonly run: Run; readonly verdict: Verdict } {
  const stage = plan.stages.find((one) => one.id === id);
  if (stage === undefined) throw new Error(`The compared plan has no ${id}.`);
  const run: Run = {
    id: `run-${id}`,
    stage: id,
    attempt: 1,
    start,
    end,
    length: 60 * minute,
    openedBy: 'Example',
    closedBy: end === null ? null : 'Example',
  };
  const verdict = judgeStage({
    plan: { ...plan, traffic: [] },
    stage,
    run,
    series: new Map(series.map((one) => [one.id, one])),
    allotments: new Map(),
    findings: [],
    previous: null,
    now: end ?? now,
    cadence: minute,
  });
  return { stage, run, verdict: end === null ? verdict : endedVerdict(verdict, run, plan, now) };
}
