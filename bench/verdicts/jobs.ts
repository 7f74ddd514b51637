import { absoluteScenarios } from './absolute.ts';
import { latencyScenarios } from './latency.ts';
import { measure, type Measured, type Runs, type Scenario } from './measure.ts';
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

interface Size {
  readonly healthy: number;
  readonly broken: number;
}

/** Stages simulated, healthy and broken. A quick run's figures are noisier. */
export const sizes: Readonly<Record<Family, { readonly full: Size; readonly quick: Size }>> = {
  absolute: { full: { healthy: 40_000, broken: 10_000 }, quick: { healthy: 16_000, broken: 2_000 } },
  relative: { full: { healthy: 20_000, broken: 5_000 }, quick: { healthy: 12_000, broken: 2_000 } },
  latency: { full: { healthy: 10_000, broken: 3_000 }, quick: { healthy: 4_000, broken: 1_000 } },
  split: { full: { healthy: 2_000, broken: 0 }, quick: { healthy: 200, broken: 0 } },
  met: { full: { healthy: 0, broken: 3_000 }, quick: { healthy: 0, broken: 3_000 } },
};

type Family = 'absolute' | 'relative' | 'latency' | 'split' | 'met';

function runsOf(family: Family, { seed, quick }: JobPlan, index: number): Runs {
  return { ...sizes[family][quick ? 'quick' : 'full'], seed: seed + 101 * index };
}

function jobsOf<Bucket>(family: Family, scenarios: readonly Scenario<Bucket>[]): readonly Job[] {
  return scenarios.map((scenario, index) => ({
    name: scenario.design,
    run: (plan) => measure(scenario, runsOf(family, plan, index)),
  }));
}

/** Every job, the longest first. */
export function allJobs(): readonly Job[] {
  return [
    { name: 'met', run: (plan) => measureMet(runsOf('met', plan, 0)) },
    { name: 'split', run: (plan) => measureSplits(runsOf('split', plan, 0)) },
    ...jobsOf('absolute', absoluteScenarios()).toReversed(),
    ...jobsOf('relative', relativeScenarios()),
    ...jobsOf('latency', latencyScenarios()),
  ];
}
