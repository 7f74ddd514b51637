import { readPlan } from '../src/domain/plan/read-plan.ts';
import { judgeStage } from '../src/domain/verdict/judge-stage.ts';
import { madeSeries } from '../test/support/made-series.ts';

const minutes = 10_080;
const criteria = 12;
const rounds = 7;

/**
 * CPU time of judging one stage of a week of minutes with twelve shares from scratch.
 * Machines are noisy: read the median, and compare only figures of one run.
 */
export function benchJudge(): void {
  const start = Date.UTC(2025, 0, 6);
  const signals = Array.from(
    { length: criteria },
    (_, i) => `  f${i}: { source: prometheus, kind: counter, query: f${i} }`,
  );
  const rules = Array.from(
    { length: criteria },
    (_, i) => `  - { id: c${i}, ratio: [f${i}, tries], limit: "< 5%", breach: roll back }`,
  );
  const read = readPlan(
    `# Bench\n\n\`\`\`stagewatch\ntoggles: [{ key: t }]\nstages: [{ id: a, percent: 5, length: 7d }]\nsignals:\n  tries: { source: prometheus, kind: counter, query: tries }\n${signals.join('\n')}\ncriteria:\n${rules.join('\n')}\n\`\`\`\n`,
  );
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { plan, findings } = read;
  const [stage] = plan.stages;
  if (stage === undefined) throw new Error('The plan of the benchmark has no stage.');
  const line = (every: number): readonly number[] =>
    Array.from({ length: minutes }, (_, i) => (i % every === 0 ? 1 : 0));
  const results = [
    madeSeries({ id: 'tries', start, values: Array.from({ length: minutes }, () => 20) }),
    ...Array.from({ length: criteria }, (_, i) => madeSeries({ id: `f${i}`, start, values: line(3 + i) })),
  ];
  const series = new Map(results.map((one) => [one.id, one]));
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
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
      allotments: new Map(),
      findings,
      previous: null,
      now: start + minutes * 60_000,
      cadence: 60_000,
    });
    const used = process.cpuUsage(before);
    times.push((used.user + used.system) / 1000);
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
  console.log(
    `judge: ${criteria} shares over ${minutes} buckets, median of ${rounds}: ${median.toFixed(1)} ms CPU`,
  );
}
