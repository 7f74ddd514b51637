import type { EpochMs } from '#domain/time/time.ts';
import type { SourceFailure } from '../metric-source.ts';
import { historyOf, lastPerBucket, type BucketGrid } from './counter-readings.ts';
import type { CounterReadings } from './counter-steps.ts';
import type { Labels } from './grid.ts';
import type { PrometheusClient } from './prometheus-client.ts';

export type BornIn = (labels: Labels, bucket: number) => boolean;

/**
 * Tells a series that was born under our eyes from one that was merely not looked at before. It was born if
 * - another series of its target was scraped in the bucket before, or
 * - the target itself was (`up` was 1 there), or
 * - the target's process started no longer ago than the look-back before this bucket.
 * Prometheus is asked for the last two only if some series needs them.
 */
export async function birthsOf(
  client: PrometheusClient,
  series: readonly CounterReadings[],
  grid: BucketGrid,
): Promise<{ readonly ok: true; readonly bornIn: BornIn } | SourceFailure> {
  const scraped = new Map<string, Set<number>>();
  for (const { labels, readings } of series) {
    const target = targetOf(labels);
    const buckets = scraped.get(target) ?? new Set();
    for (const { bucket } of readings) buckets.add(bucket);
    scraped.set(target, buckets);
  }
  const besideOthers: BornIn = (labels, bucket) => scraped.get(targetOf(labels))?.has(bucket - 1) === true;
  const jobs = new Set<string>();
  for (const { labels, readings } of series) {
    const [first] = readings;
    const job = labels['job'];
    if (first === undefined || first.bucket < 0 || besideOthers(labels, first.bucket)) continue;
    if (job !== undefined) jobs.add(job);
  }
  if (jobs.size === 0) return { ok: true, bornIn: besideOthers };
  const targets = await readTargets(client, [...jobs], grid);
  if (!targets.ok) return targets;
  return {
    ok: true,
    bornIn: (labels, bucket) => besideOthers(labels, bucket) || targets.freshIn(targetOf(labels), bucket),
  };
}

/** Series without `job` and `instance`, as from a recording rule, share the one target without a name. */
function targetOf(labels: Labels): string {
  return JSON.stringify([labels['job'] ?? '', labels['instance'] ?? '']);
}

async function readTargets(
  client: PrometheusClient,
  jobs: readonly string[],
  grid: BucketGrid,
): Promise<
  { readonly ok: true; readonly freshIn: (target: string, bucket: number) => boolean } | SourceFailure
> {
  const selector = `{job=~${JSON.stringify(jobs.map(escaped).join('|'))}}`;
  const up = await lastPerBucket(client, `up${selector}`, grid);
  if (!up.ok) return up;
  const started = await lastPerBucket(client, `process_start_time_seconds${selector}`, grid);
  if (!started.ok) return started;
  const history = historyOf(grid.width);
  const ups = new Map(up.series.map((one) => [targetOf(one.labels), one.points]));
  const starts = new Map(started.series.map((one) => [targetOf(one.labels), one.points]));
  const earliest = (bucket: number): EpochMs => grid.from + (bucket - history) * grid.width;
  return {
    ok: true,
    freshIn: (target, bucket) => {
      const k = bucket + history;
      const start = starts.get(target)?.[k];
      return ups.get(target)?.[k - 1] === 1 || (start !== undefined && start * 1000 >= earliest(bucket));
    },
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
