import { absoluteScenarios } from './absolute.ts';
import { latencyScenarios } from './latency.ts';
import { measure, type Measured, type Scenario } from './measure.ts';
import { measureMet } from './met.ts';
import { relativeScenarios } from './relative.ts';
import { measureSplits } from './split.ts';

/** A part of the benchmark that can run by itself. */
export interface Job {
  readonly name: string;
  readonly run: (plan: JobPlan) => readonly Measured[];
}

/** How much to simulate, from which seed. */
export interface JobPlan {
  readonly seed: number;
  readonly quick: boolean;
}

/** Stages simulated in full, healthy and broken. A quick run has a twelfth of them: its figures are noisier. */
const sizes = {
  absolute: { healthy: 40_000, broken: 10_000 },
  relative: { healthy: 20_000, broken: 5_000 },
  latency: { healthy: 10_000, broken: 3_000 },
  split: { healthy: 2_000, broken: 0 },
  met: { healthy: 0, broken: 3_000 },
} as const;

type Family = keyof typeof sizes;

function runsOf(family: Family, { seed, quick }: JobPlan, index: number): Parameters<typeof measure>[1] {
  const size = sizes[family];
  const scale = (n: number): number =>
    quick ? Math.min(n, Math.max(quickest[family], Math.round(n / 12))) : n;
  return { healthy: scale(size.healthy), broken: scale(size.broken), seed: seed + 101 * index };
}

const quickest: Readonly<Record<Family, number>> = {
  absolute: 2_000,
  relative: 1_000,
  latency: 1_000,
  split: 200,
  met: 3_000,
};

function jobsOf<Bucket>(family: Family, scenarios: readonly Scenario<Bucket>[]): readonly Job[] {
  return scenarios.map((scenario, index) => ({
    name: scenario.id,
    run: (plan) => measure(scenario, runsOf(family, plan, index)),
  }));
}

/** Every job, the longest first. */
export function allJobs(): readonly Job[] {
  const absolute = jobsOf('absolute', absoluteScenarios());
  return [
    ...absolute.toReversed(),
    ...jobsOf('relative', relativeScenarios()),
    ...jobsOf('latency', latencyScenarios()),
    { name: 'split', run: (plan) => measureSplits(runsOf('split', plan, 0)) },
    { name: 'met', run: (plan) => measureMet(runsOf('met', plan, 0)) },
  ];
}
