import { minute, type EpochMs, type Ms } from '#domain/time/time.ts';
import type { SourceFailure } from '../metric-source.ts';
import type { CounterReadings } from './counter-steps.ts';
import { labelKey, type GridSeries } from './grid.ts';
import type { PrometheusClient } from './prometheus-client.ts';

/** Buckets `[from + i·width, from + (i+1)·width)`, `i` from 0. */
export interface BucketGrid {
  readonly from: EpochMs;
  readonly width: Ms;
  readonly buckets: number;
}

export interface ReadCounters {
  readonly ok: true;
  readonly series: readonly CounterReadings[];
  /** True where more resets happened than were looked into. */
  readonly tooManyResets: boolean;
}

/** As far back as a counter's last reading is looked for. Prometheus itself forgets a series after as long. */
const lookBack: Ms = 5 * minute;

export function historyOf(width: Ms): number {
  return Math.ceil(lookBack / width);
}

/**
 * Reads a counter's last sample in every bucket: `last_over_time` gives real samples only, where a plain selector repeats
 * a stale one for five minutes and hides a target that died. A bucket without a scrape is thus seen to be without one.
 * A reset inside a bucket would hide what was counted before it, so around resets every sample is fetched as scraped.
 */
export async function readCounters(
  client: PrometheusClient,
  selector: string,
  grid: BucketGrid,
): Promise<ReadCounters | SourceFailure> {
  const lasts = await lastPerBucket(client, selector, grid);
  if (!lasts.ok || lasts.series.length === 0) return lasts.ok ? { ...lasts, series: [], ...none } : lasts;
  const spans = await resetSpans(client, selector, grid);
  if (!spans.ok) return spans;
  const readings = new Map<string, Reading>();
  for (const one of lasts.series) readings.set(labelKey(one.labels), fromGrid(one, grid));
  for (const span of spans.looked) {
    const raw = await client.samples(selector, span);
    if (!raw.ok) return raw;
    for (const { labels, samples } of raw.series) {
      readings.get(labelKey(labels))?.samples.push(...samples);
    }
  }
  const series = [...readings.values()].map(({ labels, samples }) => ({
    labels,
    readings: samples
      .toSorted((a, b) => a.at - b.at)
      .map(({ at, value }) => ({ bucket: Math.ceil((at - grid.from) / grid.width) - 1, value })),
  }));
  return { ok: true, series, tooManyResets: spans.left > 0 };
}

const none = { tooManyResets: false } as const;

interface Reading {
  readonly labels: GridSeries['labels'];
  readonly samples: { readonly at: EpochMs; readonly value: number }[];
}

/** The last real sample of every bucket, those of the look-back included. Point `k` is the end of bucket `k - history`. */
export function lastPerBucket(
  client: PrometheusClient,
  selector: string,
  grid: BucketGrid,
): ReturnType<PrometheusClient['range']> {
  const history = historyOf(grid.width);
  return client.range(`last_over_time(${selector}[${grid.width - 1}ms])`, {
    from: grid.from - (history - 1) * grid.width,
    width: grid.width,
    count: history + grid.buckets,
  });
}

function fromGrid(one: GridSeries, grid: BucketGrid): Reading {
  const history = historyOf(grid.width);
  const samples = one.points.flatMap((value, k) =>
    value === undefined ? [] : [{ at: grid.from + (k - history + 1) * grid.width, value }],
  );
  return { labels: one.labels, samples };
}

interface Spans {
  readonly ok: true;
  readonly looked: readonly { readonly from: EpochMs; readonly to: EpochMs }[];
  readonly left: number;
}

const mostSpans = 12;
const longestSpan: Ms = 6 * 60 * minute;

/**
 * Stretches of buckets that a reset falls into, or may have: each look reaches back over the look-back, as the last sample
 * before the reset may lie that far away. Only the newest are looked into.
 */
async function resetSpans(
  client: PrometheusClient,
  selector: string,
  grid: BucketGrid,
): Promise<Spans | SourceFailure> {
  const reach = grid.width + lookBack;
  const answer = await client.range(`count(resets(${selector}[${reach}ms]) > 0)`, {
    from: grid.from + grid.width,
    width: grid.width,
    count: grid.buckets,
  });
  if (!answer.ok) return answer;
  const [counts] = answer.series;
  const spans: { from: EpochMs; to: EpochMs }[] = [];
  for (const [i, count] of (counts?.points ?? []).entries()) {
    if (count === undefined) continue;
    const to = grid.from + (i + 1) * grid.width;
    const open = spans.at(-1);
    if (open?.to === to - grid.width && to - open.from <= longestSpan) open.to = to;
    else spans.push({ from: to - grid.width, to });
  }
  return { ok: true, looked: spans.slice(-mostSpans), left: Math.max(0, spans.length - mostSpans) };
}
