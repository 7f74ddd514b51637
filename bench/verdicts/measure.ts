import { createRng, type Rng } from './rng.ts';

/** A way of raising the alarm: a statistic per bucket, and the value at which it means roll back. */
export interface Rule<Bucket> {
  readonly method: string;
  /** Alarm from here on, as the method is used. */
  readonly nominal: number;
  /** Whether the nominal threshold carries a proven bound on false alarms, so that its delay can be held to. */
  readonly guaranteed: boolean;
  /** The statistic counts something, so that its calibrated threshold is a whole number. */
  readonly whole: boolean;
  /** A fresh watch of one stage: called once per bucket, it answers the statistic after it. */
  readonly start: () => (bucket: Bucket) => number;
}

/** A stage to simulate: its buckets under the null, and with a problem from bucket `after` on. */
export interface Scenario<Bucket> {
  readonly id: string;
  readonly buckets: number;
  /** Buckets before the problem starts. */
  readonly after: number;
  readonly rules: readonly Rule<Bucket>[];
  /** The best any method could do: it knows the alternative. Its threshold is calibrated to one false alarm in a hundred. */
  readonly optimum: Rule<Bucket>;
  /** Buckets of one stage; `broken` where the problem comes. */
  readonly stage: (rng: Rng, broken: boolean) => (i: number) => Bucket;
}

/** How one method did in one scenario. */
export interface Measured {
  readonly id: string;
  readonly method: string;
  /** Share of healthy stages it rolls back at its nominal threshold. */
  readonly falseAlarm: number;
  /** Share of broken stages it finds at its nominal threshold, of those it had not rolled back before. */
  readonly detected: number;
  /** Mean delay in buckets at its nominal threshold; what it misses counts to the end of the stage. */
  readonly delay: number;
  /** Mean delay of the optimum. */
  readonly optimum: number;
  /** Delay over the optimum's, with the method's threshold calibrated to one false alarm in a hundred. */
  readonly ratioEqualFa: number;
  /** Delay over the optimum's at the threshold that carries a guarantee; `null` where none does. */
  readonly ratioGuaranteed: number | null;
}

export interface Runs {
  readonly healthy: number;
  readonly broken: number;
  readonly seed: number;
}

/** Simulates a scenario: all methods see the same stages. */
export function measure<Bucket>(scenario: Scenario<Bucket>, runs: Runs): readonly Measured[] {
  const all = [scenario.optimum, ...scenario.rules];
  const peaks = healthyPeaks(scenario, all, runs);
  const calibrated = all.map((rule, r) => thresholdOf(rule, peaks[r] ?? new Float64Array(0)));
  const delays = brokenDelays(scenario, all, calibrated, runs);
  const [best] = delays;
  const optimum = mean(best?.calibrated ?? []);
  return scenario.rules.map((rule, r) => {
    const seen = delays[r + 1];
    const nominal = seen?.nominal ?? [];
    const delay = mean(nominal);
    const peak = peaks[r + 1] ?? new Float64Array(0);
    return {
      id: scenario.id,
      method: rule.method,
      falseAlarm: peak.filter((value) => value >= rule.nominal).length / peak.length,
      detected: nominal.length === 0 ? 0 : (seen?.found ?? 0) / nominal.length,
      delay,
      optimum,
      ratioEqualFa: mean(seen?.calibrated ?? []) / optimum,
      ratioGuaranteed: rule.guaranteed ? delay / optimum : null,
    };
  });
}

/** Highest statistic of every rule in every healthy stage. */
function healthyPeaks<Bucket>(
  scenario: Scenario<Bucket>,
  rules: readonly Rule<Bucket>[],
  { healthy, seed }: Runs,
): readonly Float64Array[] {
  const peaks = rules.map(() => new Float64Array(healthy).fill(-Infinity));
  const rng = createRng(seed);
  for (let run = 0; run < healthy; run++) {
    const bucketAt = scenario.stage(rng, false);
    const watches = rules.map((rule) => rule.start());
    for (let i = 0; i < scenario.buckets; i++) {
      const bucket = bucketAt(i);
      for (let r = 0; r < watches.length; r++) {
        raise(peaks[r], run, watches[r]?.(bucket) ?? -Infinity);
      }
    }
  }
  return peaks;
}

function raise(peak: Float64Array | undefined, run: number, value: number): void {
  if (peak !== undefined && value > (peak[run] ?? -Infinity)) peak[run] = value;
}

/** The lowest threshold at which at most one healthy stage in a hundred is rolled back. */
function thresholdOf<Bucket>(rule: Rule<Bucket>, peaks: Float64Array): number {
  const sorted = peaks.toSorted((a, b) => b - a);
  const at = sorted[Math.floor(peaks.length / 100)] ?? Infinity;
  // Strictly above that peak; where the statistic counts, the next whole number.
  return rule.whole ? at + 1 : at + 1e-9;
}

interface Delays {
  readonly calibrated: number[];
  readonly nominal: number[];
  found: number;
}

function brokenDelays<Bucket>(
  scenario: Scenario<Bucket>,
  rules: readonly Rule<Bucket>[],
  thresholds: readonly number[],
  { broken, seed }: Runs,
): readonly Delays[] {
  const delays: readonly Delays[] = rules.map(() => ({ calibrated: [], nominal: [], found: 0 }));
  const rng = createRng(seed + 7919 + scenario.after);
  const { after, buckets } = scenario;
  for (let run = 0; run < broken; run++) {
    const alarms = alarmsOf(scenario, rules, thresholds, rng);
    for (const [r, seen] of delays.entries()) {
      const [calibrated = null, nominal = null] = alarms[r] ?? [];
      // Alarms before the problem are false ones and are counted elsewhere.
      if (calibrated === null || calibrated > after) seen.calibrated.push((calibrated ?? buckets) - after);
      if (nominal === null || nominal > after) seen.nominal.push((nominal ?? buckets) - after);
      if (nominal !== null && nominal > after) seen.found += 1;
    }
  }
  return delays;
}

/** Bucket (from 1) in which each rule first reaches its calibrated and its nominal threshold; `null` never. */
function alarmsOf<Bucket>(
  scenario: Scenario<Bucket>,
  rules: readonly Rule<Bucket>[],
  thresholds: readonly number[],
  rng: Rng,
): readonly (number | null)[][] {
  const bucketAt = scenario.stage(rng, true);
  const watches = rules.map((rule) => rule.start());
  const alarms: (number | null)[][] = rules.map(() => [null, null]);
  for (let i = 0; i < scenario.buckets; i++) {
    const bucket = bucketAt(i);
    for (const [r, alarm] of alarms.entries()) {
      if (alarm[0] !== null && alarm[1] !== null) continue;
      const value = watches[r]?.(bucket) ?? -Infinity;
      if (alarm[0] === null && value >= (thresholds[r] ?? Infinity)) alarm[0] = i + 1;
      if (alarm[1] === null && value >= (rules[r]?.nominal ?? Infinity)) alarm[1] = i + 1;
    }
  }
  return alarms;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}
