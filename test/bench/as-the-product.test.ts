import { describe, expect, it } from 'vitest';
import { absoluteScenarios } from '../../bench/verdicts/absolute.ts';
import { latencyScenarios } from '../../bench/verdicts/latency.ts';
import type { Rule, Scenario } from '../../bench/verdicts/measure.ts';
import { relativeScenarios } from '../../bench/verdicts/relative.ts';
import { createRng } from '../../bench/verdicts/rng.ts';
import { isFlagged } from '../../bench/verdicts/split.ts';
import { concurrentEvidence } from '../../src/domain/stats/concurrent-evidence.ts';
import { calibrate } from '../../src/domain/stats/latency-bets.ts';
import { latencyEvidence } from '../../src/domain/stats/latency-evidence.ts';
import { proportionEvidence } from '../../src/domain/stats/proportion-evidence.ts';
import { splitEvidence } from '../../src/domain/stats/split-evidence.ts';

// The benchmark steps the product's engines bucket by bucket. Here whole stages go through the functions that the
// product judges with: both must come to the same.

const shipped = { alpha: 0.01, alphaMet: 0.05, sharedOver: 1, id: 'one', memo: undefined } as const;

const seeds = Array.from({ length: 40 }, (_, seed) => seed);

/** Stages that stay healthy, break at once and break in the middle. */
function stagesOf<Bucket extends object>(scenario: Scenario<Bucket>): readonly (readonly Bucket[])[] {
  const afters = [null, ...scenario.problems.map(({ after }) => after)];
  return afters.flatMap((after, a) =>
    seeds.map((seed) => {
      const bucketAt = scenario.stage(createRng(100 * a + seed), after);
      // The simulation fills one bucket again and again.
      return Array.from({ length: scenario.buckets }, (_, i) => ({ ...bucketAt(i) }));
    }),
  );
}

/** Whether the benchmark's rule raises the alarm within the stage. */
function alarms<Bucket>(scenario: Scenario<Bucket>, method: string, stage: readonly Bucket[]): boolean {
  const rule: Rule<Bucket> | undefined = scenario.rules.find((one) => one.method === method);
  if (rule === undefined) throw new Error(`No rule ${method}.`);
  const read = rule.start();
  return stage.map((bucket) => read(bucket)).some((value) => value >= rule.nominal);
}

const column = <Bucket>(stage: readonly Bucket[], of: (bucket: Bucket) => number): Float64Array =>
  Float64Array.from(stage, of);

/** Both answers must occur, or agreeing would say nothing. */
function expectBoth(answers: readonly boolean[]): void {
  expect(new Set(answers)).toEqual(new Set([true, false]));
}

const limits: Readonly<Record<string, number>> = { A1: 0.01, A5: 0.05, A7: 0.05 };

describe('the benchmark alarms exactly where the product says broken', () => {
  const absolute = absoluteScenarios().filter(({ design }) => design in limits);

  it.each(absolute)('$design: an absolute limit', (scenario) => {
    const answers = stagesOf(scenario).map((stage) => {
      const input = {
        ...shipped,
        x: column(stage, ({ x }) => x),
        n: column(stage, ({ n }) => n),
        p0: limits[scenario.design] ?? Number.NaN,
        phi: 1,
      };
      const live = proportionEvidence({ ...input, plannedBuckets: scenario.buckets, lookAt: stage.length });
      expect(alarms(scenario, 'stagewatch-default', stage)).toBe(live.broken);
      // All of alpha for the engine: the same evidence against the threshold without a look.
      expect(alarms(scenario, 'stagewatch', stage)).toBe(live.logBadMax >= Math.log(100));
      return live.broken;
    });
    expectBoth(answers);
  });

  it.each(relativeScenarios())('$design: against the old path', (scenario) => {
    const answers = stagesOf(scenario).map((stage) => {
      const { broken, logBadMax } = concurrentEvidence({
        ...shipped,
        newEvents: column(stage, (bucket) => bucket.newEvents),
        newTrials: column(stage, (bucket) => bucket.newTrials),
        oldEvents: column(stage, (bucket) => bucket.oldEvents),
        oldTrials: column(stage, (bucket) => bucket.oldTrials),
        tolerated: 1,
        margin: 1,
        plannedBuckets: scenario.buckets,
        lookAt: stage.length,
      });
      expect(alarms(scenario, 'stagewatch-default', stage)).toBe(broken);
      expect(alarms(scenario, 'stagewatch', stage)).toBe(logBadMax >= Math.log(100));
      return broken;
    });
    expectBoth(answers);
  });

  it.each(latencyScenarios())('$design: latency', (scenario) => {
    const answers = stagesOf(scenario).flatMap((stage) => {
      const calibration = calibrate(stage[0]?.before ?? []);
      if (calibration === null) throw new Error('Not calibrated.');
      const brokenAt = (tolerated: number): boolean =>
        latencyEvidence({
          ...shipped,
          differences: column(stage, ({ mine, theirs }) => Math.log(mine / theirs)),
          calibration,
          tolerated,
          plannedBuckets: scenario.buckets,
          lookAt: stage.length,
        }).broken;
      expect(alarms(scenario, 'stagewatch', stage)).toBe(brokenAt(1));
      expect(alarms(scenario, 'stagewatch-default', stage)).toBe(brokenAt(1.1));
      return [brokenAt(1), brokenAt(1.1)];
    });
    expectBoth(answers);
  });

  it('splits, of people and of requests', () => {
    const answers = [60, 70, 80, 85, 90, 95, 100, 110, 130, 160].flatMap((onNew) =>
      (['actors', 'requests'] as const).map((unit) => {
        const perActor = unit === 'actors' ? null : 1.4;
        const { abnormal } = splitEvidence({ onNew, onOld: 1000 - onNew, share: 0.05, unit, perActor });
        const totals = { newPeople: 0, oldPeople: 0, newRequests: 0, oldRequests: 0 };
        const counted =
          unit === 'actors'
            ? { ...totals, newPeople: onNew, oldPeople: 1000 - onNew }
            : { ...totals, newRequests: onNew, oldRequests: 1000 - onNew };
        const method = unit === 'actors' ? 'stagewatch' : 'stagewatch-requests';
        expect(isFlagged(method, counted, 0.05, perActor ?? 1)).toBe(abnormal);
        return abnormal;
      }),
    );
    expectBoth(answers);
  });
});
