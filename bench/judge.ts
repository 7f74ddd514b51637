import { readPlan } from '../src/domain/plan/read-plan.ts';
import type { Plan, Stage } from '../src/domain/plan/plan.ts';
import type { SeriesResult } from '../src/domain/series/series.ts';
import { engineMemo, type EngineMemo } from '../src/domain/stats/memo.ts';
import { judgeStage } from '../src/domain/verdict/judge-stage.ts';
import type { Baselines } from '../src/domain/verdict/past.ts';
import { madeSeries } from '../test/support/made-series.ts';

const minute = 60_000;
const week = 10_080;
const rounds = 9;
const start = Date.UTC(2025, 0, 6);

interface Case {
  readonly plan: Plan;
  readonly stage: Stage;
  readonly series: ReadonlyMap<string, SeriesResult>;
  readonly baselines: Baselines | undefined;
}

/**
 * CPU time of judging, by the functions the watcher calls: one stage of a week of minutes from scratch and with one new
 * bucket, and 500 open stages of a day. Machines are noisy: read the medians, and compare only figures of one run.
 */
export function benchJudge(): void {
  const weekLong = madeCase(week, 12, true);
  console.log('Judging cost, CPU time (median of', `${rounds})`);
  row('a week of minutes, 12 criteria (one against a finite past), from scratch', '<= 120 ms', () => {
    const at = cpu();
    judge(weekLong, week, undefined);
    return at();
  });
  row('the same with one new bucket', '<= 10 ms', () => {
    const memo = engineMemo();
    judge(weekLong, week - 1, memo);
    const at = cpu();
    judge(weekLong, week, memo);
    return at();
  });
  const dayLong = madeCase(1_440, 8, false);
  const before = cpu();
  for (let i = 0; i < 500; i++) judge(dayLong, 1_440, undefined);
  print('500 stages of 1,440 buckets x 8 criteria', '<= 10 s', before());
  for (const minutes of [week / 4, week / 2, week]) memory(minutes);
}

function madeCase(minutes: number, criteria: number, past: boolean): Case {
  const ids = Array.from({ length: criteria }, (_, i) => i);
  const signals = ids.map((i) => `  f${i}: { source: prometheus, kind: counter, query: f${i} }`);
  const rules = ids.map((i) =>
    past && i === 0
      ? `  - { id: c0, ratio: [f0, tries], baseline: previous stage, breach: roll back }`
      : `  - { id: c${i}, ratio: [f${i}, tries], limit: "< 5%", breach: roll back }`,
  );
  const read = readPlan(
    `# Bench\n\n\`\`\`stagewatch\ntoggles: [{ key: t }]\nstages: [{ id: a, percent: 5, length: ${minutes}m }]\nsignals:\n  tries: { source: prometheus, kind: counter, query: tries }\n${signals.join('\n')}\ncriteria:\n${rules.join('\n')}\n\`\`\`\n`,
  );
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const [stage] = read.plan.stages;
  if (stage === undefined) throw new Error('The plan of the benchmark has no stage.');
  const series = seriesFrom(start, minutes, criteria);
  const from = start - week * minute;
  const window = { from, to: start };
  const previousStage = { label: 'Stage 0', window, percent: 1, series: seriesFrom(from, week, 1) };
  return {
    plan: read.plan,
    stage,
    series,
    baselines: past ? { previousStage, sameHours: [], lately: [] } : undefined,
  };
}

function seriesFrom(from: number, minutes: number, criteria: number): ReadonlyMap<string, SeriesResult> {
  const every = (n: number): readonly number[] =>
    Array.from({ length: minutes }, (_, i) => (i % n === 0 ? 1 : 0));
  const results = [
    madeSeries({ id: 'tries', start: from, values: Array.from({ length: minutes }, () => 20) }),
    ...Array.from({ length: criteria }, (_, i) =>
      madeSeries({ id: `f${i}`, start: from, values: every(3 + i) }),
    ),
  ];
  return new Map(results.map((one) => [one.id, one]));
}

function judge(
  { plan, stage, series, baselines }: Case,
  minutes: number,
  memo: EngineMemo | undefined,
): void {
  judgeStage({
    plan,
    stage,
    run: {
      id: 'r',
      stage: 'a',
      attempt: 1,
      start,
      end: null,
      length: stage.length,
      openedBy: 'bench',
      closedBy: null,
    },
    series,
    baselines,
    allotments: new Map(),
    findings: [],
    previous: null,
    now: start + minutes * minute,
    cadence: minute,
    memo,
  });
}

/** What the engines of a stage keep between judgements: it must grow no faster than the buckets. */
function memory(minutes: number): void {
  const one = madeCase(minutes, 12, true);
  const memo = engineMemo();
  judge(one, minutes, memo);
  const bytes = [...memo.sequential.values(), ...memo.past.values()]
    .flatMap((kept) => kept.columns)
    .reduce((sum, column) => sum + column.byteLength, 0);
  console.log(
    `  kept between judgements, 12 criteria x ${minutes} buckets: ${(bytes / 1024).toFixed(0)} kB, ${(bytes / minutes).toFixed(0)} bytes per bucket`,
  );
}

function row(what: string, goal: string, measure: () => number): void {
  const times = Array.from({ length: rounds }, measure).toSorted((a, b) => a - b);
  print(what, goal, times[Math.floor(rounds / 2)] ?? Number.NaN);
}

function print(what: string, goal: string, ms: number): void {
  console.log(
    `  ${what}: ${ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms.toFixed(1)} ms`} (goal ${goal})`,
  );
}

function cpu(): () => number {
  const before = process.cpuUsage();
  return () => {
    const used = process.cpuUsage(before);
    return (used.user + used.system) / 1000;
  };
}
