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

/** A problem that comes, and the best any method could do against it. */
export interface Problem<Bucket> {
  /** Buckets before it starts. */
  readonly after: number;
  /** It knows the alternative. Its threshold is calibrated to one false alarm in a hundred. */
  readonly optimum: Rule<Bucket>;
}

/** A stage to simulate: healthy, and with each of the problems. Healthy stages are the same for all of them. */
export interface Scenario<Bucket> {
  readonly design: string;
  readonly buckets: number;
  readonly problems: readonly Problem<Bucket>[];
  readonly rules: readonly Rule<Bucket>[];
  /** Buckets of one stage, broken from bucket `after` on; `null` where it stays healthy. */
  readonly stage: (rng: Rng, after: number | null) => (i: number) => Bucket;
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
  const all = [...scenario.rules, ...scenario.problems.map((problem) => problem.optimum)];
  const calibrated = calibrate(scenario, all, runs);
  const rules = calibrated.slice(0, scenario.rules.length);
  return scenario.problems.flatMap(({ after }, p) => {
    const best = calibrated.slice(rules.length + p, rules.length + p + 1);
    return measureProblem(scenario, after, [...best, ...rules], runs);
  });
}

/** A rule with what healthy stages showed of it. */
interface Calibrated<Bucket> {
  readonly rule: Rule<Bucket>;
  /** Its highest statistic in every healthy stage. */
  readonly peaks: Float64Array;
  /** Its threshold at equal false alarms. */
  readonly threshold: number;
}

/** One problem; the first rule is its optimum. */
function measureProblem<Bucket>(
  scenario: Scenario<Bucket>,
  after: number,
  rules: readonly Calibrated<Bucket>[],
  runs: Runs,
): readonly Measured[] {
  const [best, ...delays] = brokenDelays(scenario, after, rules, runs);
  const optimum = mean(best?.calibrated ?? []);
  return rules.slice(1).map(({ rule, peaks }, r) => {
    const seen = delays[r];
    const nominal = seen?.nominal ?? [];
    const delay = mean(nominal);
    return {
      id: `${scenario.design} v=${after}`,
      method: rule.method,
      falseAlarm: peaks.filter((value) => value >= rule.nominal).length / peaks.length,
      detected: nominal.length === 0 ? 0 : (seen?.found ?? 0) / nominal.length,
      delay,
      optimum,
      ratioEqualFa: mean(seen?.calibrated ?? []) / optimum,
      ratioGuaranteed: rule.guaranteed ? delay / optimum : null,
    };
  });
}

/** Watches the healthy stages with every rule. */
function calibrate<Bucket>(
  scenario: Scenario<Bucket>,
  rules: readonly Rule<Bucket>[],
  { healthy, seed }: Runs,
): readonly Calibrated<Bucket>[] {
  const peaks = rules.map(() => new Float64Array(healthy).fill(-Infinity));
  const rng = createRng(seed);
  for (let run = 0; run < healthy; run++) {
    const bucketAt = scenario.stage(rng, null);
    const watches = rules.map((rule) => rule.start());
    for (let i = 0; i < scenario.buckets; i++) {
      const bucket = bucketAt(i);
      for (let r = 0; r < watches.length; r++) {
        raise(peaks[r], run, watches[r]?.(bucket) ?? -Infinity);
      }
    }
  }
  return rules.map((rule, r) => {
    const seen = peaks[r] ?? new Float64Array(0);
    return { rule, peaks: seen, threshold: thresholdOf(rule, seen) };
  });
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
  after: number,
  rules: readonly Calibrated<Bucket>[],
  { broken, seed }: Runs,
): readonly Delays[] {
  const delays: readonly Delays[] = rules.map(() => ({ calibrated: [], nominal: [], found: 0 }));
  const rng = createRng(seed + 7919 + after);
  const { buckets } = scenario;
  for (let run = 0; run < broken; run++) {
    const alarms = alarmsOf(scenario, after, rules, rng);
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
  after: number,
  rules: readonly Calibrated<Bucket>[],
  rng: Rng,
): readonly (readonly (number | null)[])[] {
  const bucketAt = scenario.stage(rng, after);
  const watches = rules.map(({ rule, threshold }): Watch<Bucket> => ({
    read: rule.start(),
    thresholds: [threshold, rule.nominal],
    alarms: [null, null],
  }));
  for (let i = 0; i < scenario.buckets; i++) {
    const bucket = bucketAt(i);
    for (const watch of watches) if (watch.alarms.includes(null)) note(watch, i + 1, watch.read(bucket));
  }
  return watches.map(({ alarms }) => alarms);
}

/** One rule watching one stage. */
interface Watch<Bucket> {
  readonly read: (bucket: Bucket) => number;
  readonly thresholds: readonly number[];
  /** Per threshold. */
  readonly alarms: (number | null)[];
}

function note<Bucket>({ thresholds, alarms }: Watch<Bucket>, bucket: number, value: number): void {
  for (const [t, threshold] of thresholds.entries())
    if (alarms[t] === null && value >= threshold) alarms[t] = bucket;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}
