import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { proseJson } from '../src/domain/plan/prose/prose-json.ts';
import { readProse } from '../src/domain/plan/prose/read-prose.ts';

const rounds = 9;
const goal = 300;

/**
 * Time of reading plans from their words, in ms: the examples, every file given, and the longest twenty times over. Ends
 * with 1 where the median of a plan is over the goal.
 */
export function benchPlans(files: readonly string[]): number {
  const examples = readdirSync('plans')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `plans/${name}`);
  const plans = [...examples, ...files].map((file) => [file, readFileSync(file, 'utf8')] as const);
  const longest = plans.map(([, text]) => text).reduce((a, b) => (b.length > a.length ? b : a));
  console.log(
    `Reading a plan from its words, ms (median and longest of ${rounds}; goal for the median ${goal})`,
  );
  const medians = plans.map(row);
  row(['the longest, 20 times over (no goal)', longest.repeat(20)]);
  return medians.every((median) => median <= goal) ? 0 : 1;
}

function row([name, markdown]: readonly [string, string]): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    proseJson(readProse(markdown));
    return performance.now() - start;
  }).toSorted((a, b) => a - b);
  const median = times[Math.floor(rounds / 2)] ?? Number.POSITIVE_INFINITY;
  const size = `${Math.round(markdown.length / 1024)} kB`;
  console.log(
    `  ${name.padEnd(60)} ${size.padStart(7)} ${median.toFixed(1).padStart(8)} ${(times.at(-1) ?? 0).toFixed(1).padStart(8)}`,
  );
  return median;
}
