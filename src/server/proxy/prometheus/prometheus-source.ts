import type { SeriesData, SeriesIssue } from '#domain/series/series.ts';
import type { EpochMs, Ms } from '#domain/time/time.ts';
import { failure, type MetricSource, type SourceAnswer, type SourceFailure } from '../metric-source.ts';
import type { SignalRequest } from '../signal-request.ts';
import { upstreamFetch } from '../upstream-fetch.ts';
import { onGrid, type Grid, type GridSeries } from './grid.ts';
import { json, prometheusFailure } from './prometheus-errors.ts';
import { matrixAnswer } from './prometheus-schema.ts';
import { valuesOf, type ShapedAnswer } from './prometheus-values.ts';

export interface PrometheusConfig {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly lag: Ms;
  readonly deadline: Ms;
}

export interface PrometheusDeps {
  readonly fetch: typeof fetch;
  readonly now: () => EpochMs;
}

/** Prometheus refuses more points than this in one answer. */
const maxPoints = 11_000;
const maxBytes = 32_000_000;

type Answer = {
  readonly ok: true;
  readonly grid: Grid;
  readonly warnings: readonly string[];
  readonly skew: Ms | null;
};

/** Reads Prometheus' HTTP API: raw values on the bucket grid, end-stamped there, start-stamped here. */
export function prometheusSource(config: PrometheusConfig, deps: PrometheusDeps): MetricSource {
  const ask = (
    query: string,
    from: EpochMs,
    width: Ms,
    count: number,
    signal: AbortSignal,
  ): Promise<Answer | SourceFailure> => askRange(config, deps, { query, from, width, count }, signal);
  return {
    id: 'prometheus',
    kind: 'Prometheus',
    example: false,
    assumedLag: config.lag,
    read: async (request, signal) => {
      const { window, width } = request;
      const end = Math.min(window.to, Math.floor(deps.now() / width) * width);
      const buckets = Math.max(0, Math.round((end - window.from) / width));
      if (buckets + 1 > maxPoints) {
        return failure(
          'too_many_points',
          `${buckets} buckets are more than Prometheus gives at once (${maxPoints}). Use wider buckets.`,
        );
      }
      const answer = await ask(request.query, window.from, width, buckets + 1, signal);
      if (!answer.ok) return answer;
      const alive = needsBirths(request, answer.grid)
        ? await scrapedTargets(answer.grid, (query) => ask(query, window.from, width, buckets + 1, signal))
        : (): boolean => false;
      return toAnswer(request, config, deps.now(), { answer, grid: answer.grid, buckets, alive });
    },
  };
}

async function askRange(
  config: PrometheusConfig,
  deps: PrometheusDeps,
  range: { readonly query: string; readonly from: EpochMs; readonly width: Ms; readonly count: number },
  signal: AbortSignal,
): Promise<Answer | SourceFailure> {
  const { query, from, width, count } = range;
  const form = new URLSearchParams({
    query,
    start: String(from / 1000),
    end: String((from + (count - 1) * width) / 1000),
    step: String(width / 1000),
  });
  const sent = deps.now();
  const response = await upstreamFetch(
    {
      name: 'Prometheus',
      url: `${config.url.replace(/\/$/, '')}/api/v1/query_range`,
      method: 'POST',
      headers: {
        ...config.headers,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: form.toString(),
      deadline: config.deadline,
      maxBytes,
    },
    deps.fetch,
    signal,
  );
  if (!response.ok) return response;
  if (response.status !== 200) return prometheusFailure(response.status, response.text);
  if (response.type.includes('text/html')) return prometheusFailure(401, '');
  const parsed = matrixAnswer.safeParse(json(response.text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return failure(
      'schema_drift',
      `Prometheus answered in a shape this version does not know: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`,
    );
  }
  return {
    ok: true,
    grid: onGrid(parsed.data.data.result, from, width, count),
    warnings: parsed.data.warnings ?? [],
    skew: response.date === null ? null : response.date - (sent + deps.now()) / 2,
  };
}

function needsBirths(request: SignalRequest, grid: Grid): boolean {
  if (request.kind !== 'counter' && request.kind !== 'histogram') return false;
  return grid.series.some((one) => one.points[0] === undefined);
}

/** When the targets of these series were being scraped, by `up`: what appears at a living target was born there. */
async function scrapedTargets(
  grid: Grid,
  ask: (query: string) => Promise<Answer | SourceFailure>,
): Promise<(one: GridSeries, k: number) => boolean> {
  const targets = new Set(grid.series.map((one) => targetOf(one)));
  const queries = [...targets].map((target) => `up{${target}}`);
  const answer = queries.length === 0 || queries.length > 50 ? undefined : await ask(queries.join(' or '));
  if (answer === undefined || !answer.ok) return () => false;
  const up = new Map(answer.grid.series.map((one) => [targetOf(one), one.points]));
  return (one, k) => up.get(targetOf(one))?.[k] === 1;
}

function targetOf(one: GridSeries): string {
  return ['job', 'instance']
    .flatMap((label) =>
      one.labels[label] === undefined ? [] : [`${label}=${JSON.stringify(one.labels[label])}`],
    )
    .join(',');
}

function toAnswer(
  request: SignalRequest,
  config: PrometheusConfig,
  now: EpochMs,
  shaped: ShapedAnswer & { readonly answer: Answer },
): SourceAnswer {
  const { answer, grid, buckets } = shaped;
  const issues: SeriesIssue[] = answer.warnings.map((message) => ({ code: 'partial_upstream', message }));
  if (grid.nonFinite > 0) {
    issues.push({
      code: 'non_finite',
      message: `${grid.nonFinite} values were NaN or infinite and are left out.`,
    });
  }
  const { values, groups } = valuesOf(request, shaped, issues);
  const through = Math.floor((now - config.lag) / request.width) * request.width;
  const data: SeriesData = {
    kind: kindOf(request),
    start: request.window.from,
    width: request.width,
    values,
    ...(groups === undefined ? {} : { groups }),
    completeThrough: Math.min(through, request.window.from + buckets * request.width),
    fetchedAt: now,
    assumedLag: config.lag,
    clockSkew: answer.skew,
    provenance: {
      source: 'prometheus',
      endpoint: '/api/v1/query_range',
      query: request.query,
    },
  };
  return { ok: true, data, issues };
}

function kindOf(request: SignalRequest): SeriesData['kind'] {
  switch (request.kind) {
    case 'counter':
    case 'count':
    case 'issues':
      return 'count';
    case 'histogram':
    case 'duration':
    case 'gauge':
    case 'unique':
      return request.kind;
  }
}
