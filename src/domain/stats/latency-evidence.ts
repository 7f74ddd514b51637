import { decide, thresholdsOf, type Evidence, type Levels } from './evidence.ts';
import { shiftEngine, shiftMet, shiftWeights, type Calibration } from './latency-bets.ts';
import { runKept, type EngineMemo } from './memo.ts';
import { normalBound } from './normal-mixture.ts';
import { startEngine } from './sequential-engine.ts';

interface LatencyInput extends Levels {
  /** Difference of log-latency from what it is compared with, bucket by bucket. */
  readonly differences: Float64Array;
  readonly calibration: Calibration;
  /** Ratio of latencies the plan tolerates: 1.1 allows ten per cent more. */
  readonly tolerated: number;
  readonly id: string;
  readonly memo: EngineMemo | undefined;
}

/**
 * Evidence that latency has risen, from bucket averages (M3, statistics §3.4). Each bucket is one observation, in
 * standard deviations of healthy buckets. Averages don't add up, so there is no exact look at the end.
 */
export function latencyEvidence(input: LatencyInput): Evidence {
  const { differences, calibration, tolerated, plannedBuckets } = input;
  const allowed = calibration.mean + Math.log(tolerated);
  const zAt = (i: number): number => ((differences[i] ?? allowed) - allowed) / calibration.sigma;
  const state = runKept({
    kept: input.memo?.sequential,
    id: input.id,
    settings: `latency ${calibration.mean} ${calibration.sigma} ${tolerated} ${plannedBuckets}`,
    columns: [differences],
    start: () => startEngine(plannedBuckets, shiftWeights()),
    stepper: (engine) => {
      const { add } = shiftEngine(plannedBuckets, undefined, engine);
      return (i) => add(zAt(i));
    },
  });
  // No look at the end to share with: the live engine has all of alpha.
  const at = thresholdsOf({ ...input, plannedBuckets: null });
  const logMet = shiftMet(Array.from(differences, (_, i) => -zAt(i)));
  return {
    ...decide({ engine: state, logMet, at, brokenAtEnd: false, metAtEnd: false }),
    range: ratioRange(differences, calibration),
    more: null,
  };
}

/** Likely ratio of latencies: a normal-mixture confidence sequence on the mean difference, with the calibrated spread. */
function ratioRange(differences: Float64Array, { centre, sigma }: Calibration): Evidence['range'] {
  const n = differences.length;
  if (n === 0) return null;
  const average = differences.reduce((sum, d) => sum + d, 0) / n - centre;
  const half = (sigma / n) * normalBound(n, 1, 0.05);
  return { low: Math.exp(average - half), high: Math.exp(average + half) };
}
