import type { SeriesData, SeriesGroup, SeriesIssue } from '#domain/series/series.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { failure, type SourceFailure } from '../metric-source.ts';
import type { SignalRequest } from '../signal-request.ts';
import { birthsOf } from './counter-births.ts';
import { readCounters, type BucketGrid } from './counter-readings.ts';
import { counterSteps, type CounterGrid, type CounterReadings, type CounterSteps } from './counter-steps.ts';
import type { PrometheusClient } from './prometheus-client.ts';

export interface PrometheusValues {
  readonly ok: true;
  readonly values: SeriesData['values'];
  readonly groups?: readonly SeriesGroup[];
  readonly issues: readonly SeriesIssue[];
  /** The newest scrape; `null` when it is not known, absent when the values are not scraped ones. */
  readonly newestScrape?: EpochMs | null;
}

/** Counts of a raw counter, or of a classic histogram by upper bound. */
export async function counterValues(
  client: PrometheusClient,
  request: SignalRequest,
  grid: BucketGrid,
  now: EpochMs,
): Promise<PrometheusValues | SourceFailure> {
  const read = await readCounters(client, request.query, grid);
  if (!read.ok) return plainer(read);
  const births = await birthsOf(client, read.series, grid);
  if (!births.ok) return births;
  const newest = await newestScrape(client, request.query, now);
  if (!newest.ok) return newest;
  const over = newest.at === null ? 0 : Math.floor((newest.at - grid.from) / grid.width);
  const counterGrid: CounterGrid = { buckets: grid.buckets, over, bornIn: births.bornIn };
  const isHistogram = request.kind === 'histogram';
  const whole = isHistogram ? read.series.filter(({ labels }) => labels['le'] === '+Inf') : read.series;
  if (isHistogram && whole.length === 0 && read.series.length > 0) {
    const message = `"${request.query}" has no bound le="+Inf". A histogram signal takes the whole "_bucket" metric.`;
    return failure('bad_query', message);
  }
  const steps = counterSteps(whole, counterGrid);
  const groups = groupsOf(request, read.series, steps.values, counterGrid);
  return {
    ok: true,
    values: steps.values,
    ...(groups === undefined ? {} : { groups }),
    issues: issuesOf(steps, grid, read.tooManyResets),
    newestScrape: newest.at,
  };
}

function issuesOf(steps: CounterSteps, grid: BucketGrid, tooManyResets: boolean): readonly SeriesIssue[] {
  const issues: SeriesIssue[] = [];
  if (steps.resets > 0) {
    const message = `A counter started again from zero ${steps.resets} times in this window; what it counted is kept.`;
    issues.push({ code: 'counter_reset', message });
  }
  if (steps.short.size > 0 || tooManyResets) {
    issues.push({ code: 'partial_upstream', message: saysShort(steps.short, grid, tooManyResets) });
  }
  return issues;
}

function saysShort(short: ReadonlySet<number>, grid: BucketGrid, tooManyResets: boolean): string {
  if (tooManyResets) return 'A counter was reset very often; events just before a reset may be missing.';
  const first = new Date(grid.from + Math.min(...short) * grid.width).toISOString();
  return `Scrapes are missing in ${short.size} buckets, the first at ${first}: events may be missing or counted a little late.`;
}

/** When anything of this was last scraped: buckets that end later are not complete. */
async function newestScrape(
  client: PrometheusClient,
  selector: string,
  now: EpochMs,
): Promise<{ readonly ok: true; readonly at: EpochMs | null } | SourceFailure> {
  const answer = await client.range(`max(timestamp(${selector}))`, { from: now, width: 1000, count: 1 });
  if (!answer.ok) return answer;
  const seconds = answer.series[0]?.points[0];
  return { ok: true, at: seconds === undefined ? null : Math.round(seconds * 1000) };
}

/** By upper bound for a histogram, else by the label the plan names. */
function groupsOf(
  request: SignalRequest,
  series: readonly CounterReadings[],
  whole: readonly (number | null)[],
  grid: CounterGrid,
): readonly SeriesGroup[] | undefined {
  const isHistogram = request.kind === 'histogram';
  const label = isHistogram ? 'le' : request.by;
  if (label === null) return undefined;
  const byKey = new Map<string, CounterReadings[]>();
  for (const one of series) {
    const text = one.labels[label] ?? '';
    const key = isHistogram ? boundInMs(text, request.unit) : text;
    byKey.set(key, [...(byKey.get(key) ?? []), one]);
  }
  const groups = [...byKey].map(([key, members]) => {
    const { values } = counterSteps(members, grid);
    // Where the rest was scraped and this one was not there, it had nothing to count.
    return { key, values: values.map((value, i) => value ?? (whole[i] === null ? null : 0)) };
  });
  return isHistogram ? groups.toSorted((a, b) => boundOf(a.key) - boundOf(b.key)) : groups;
}

function boundOf(key: string): number {
  return key === '+Inf' ? Infinity : Number(key);
}

/** Prometheus names its histograms in seconds; only a plan that says milliseconds is taken at its word. */
function boundInMs(le: string, unit: SignalRequest['unit']): string {
  if (le === '+Inf') return le;
  return String(unit === 'ms' ? Number(le) : Number((Number(le) * 1000).toPrecision(12)));
}

/** A sum or a rate can't be differenced; Prometheus' own words for that are hard to read. */
function plainer(why: SourceFailure): SourceFailure {
  return why.code !== 'bad_query'
    ? why
    : {
        ...why,
        message: `${why.message} A counter is a plain selector such as http_requests_total{code=~"5.."}.`,
      };
}
