import type { EpochMs, Ms, Window } from '#domain/time/time.ts';
import { failure, type SourceFailure } from '../metric-source.ts';
import { excerpt, json, upstreamFetch } from '../upstream-fetch.ts';
import { onGrid, sampleValue, labelKey, type GridAnswer, type GridAsked, type Labels } from './grid.ts';
import { prometheusFailure, wantsLogin } from './prometheus-errors.ts';
import { matrixAnswer, type MatrixSeries } from './prometheus-schema.ts';

export interface PrometheusConfig {
  /** May hold a path, as behind Grafana. Holds no credentials. */
  readonly url: string;
  /** Where people look at it, if not there. */
  readonly page?: string | undefined;
  /** The uid of Grafana's data source, where it is asked through Grafana. */
  readonly grafana?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly lag: Ms;
  readonly deadline: Ms;
}

export interface PrometheusDeps {
  readonly fetch: typeof fetch;
  readonly now: () => EpochMs;
}

interface RawSeries {
  readonly labels: Labels;
  readonly samples: readonly { readonly at: EpochMs; readonly value: number }[];
}

/** Reads of one signal. What is worth saying about the answers gathers in `notes`. */
export interface PrometheusClient {
  /** An expression at every point of a grid. */
  range(query: string, asked: GridAsked): Promise<({ readonly ok: true } & GridAnswer) | SourceFailure>;
  /** Every stored sample of a selector in `(from, to]`, as scraped. */
  samples(
    selector: string,
    window: Window,
  ): Promise<{ readonly ok: true; readonly series: readonly RawSeries[] } | SourceFailure>;
  readonly notes: {
    readonly warnings: Set<string>;
    isNative: boolean;
    nonFinite: number;
    offGrid: number;
    skew: Ms | null;
  };
}

/** Prometheus refuses more than 11,000 points a series in one answer. */
const pointsAtOnce = 10_000;
const mostPoints = 120_000;
const maxBytes = 32_000_000;

type Matrix = { readonly ok: true; readonly result: readonly MatrixSeries[] } | SourceFailure;

export function prometheusClient(
  config: PrometheusConfig,
  deps: PrometheusDeps,
  signal: AbortSignal,
): PrometheusClient {
  const notes: PrometheusClient['notes'] = {
    warnings: new Set(),
    isNative: false,
    nonFinite: 0,
    offGrid: 0,
    skew: null,
  };
  const ask = async (path: string, form: Readonly<Record<string, string>>): Promise<Matrix> => {
    const sent = deps.now();
    const response = await upstreamFetch(
      {
        name: 'Prometheus',
        url: `${config.url.replace(/\/+$/, '')}/api/v1/${path}`,
        method: 'POST',
        headers: {
          ...config.headers,
          'content-type': 'application/x-www-form-urlencoded',
          accept: 'application/json',
        },
        body: new URLSearchParams(form).toString(),
        maxBytes,
      },
      deps.fetch,
      signal,
    );
    if (!response.ok) return response;
    const now = deps.now();
    // The Date header is cut to the second: on average half a second is lost.
    if (response.date !== null) notes.skew = Math.round(response.date + 500 - (sent + now) / 2);
    if (response.status !== 200) return prometheusFailure(response, now);
    if ((response.headers.get('content-type') ?? '').includes('text/html')) return wantsLogin(200);
    const matrix = matrixOf(response.text, notes.warnings);
    notes.isNative ||= matrix.ok && matrix.result.some(({ histograms }) => histograms !== undefined);
    return matrix;
  };

  const rangeOnce = async (query: string, asked: GridAsked): Promise<Matrix> =>
    ask('query_range', {
      query,
      start: String(asked.from / 1000),
      end: String((asked.from + (asked.count - 1) * asked.width) / 1000),
      step: String(asked.width / 1000),
    });

  return {
    notes,
    range: async (query, asked) => {
      if (asked.count > mostPoints) {
        const message = `${asked.count} buckets are more than Stagewatch asks Prometheus for (${mostPoints}). Use wider buckets.`;
        return failure('too_many_points', message);
      }
      const pieces: MatrixSeries[] = [];
      for (let done = 0; done < asked.count; done += pointsAtOnce) {
        const count = Math.min(pointsAtOnce, asked.count - done);
        const answer = await rangeOnce(query, { ...asked, from: asked.from + done * asked.width, count });
        if (!answer.ok) return answer;
        pieces.push(...answer.result);
      }
      const grid = onGrid(joined(pieces), asked);
      notes.nonFinite += grid.nonFinite;
      notes.offGrid += grid.offGrid;
      return { ok: true, ...grid };
    },
    samples: async (selector, { from, to }) => {
      const answer = await ask('query', { query: `${selector}[${to - from}ms]`, time: String(to / 1000) });
      if (!answer.ok) return answer;
      const series = answer.result.map(({ metric, values }) => ({
        labels: metric,
        samples: (values ?? []).flatMap(([stamp, text]) => {
          const value = sampleValue(text);
          return value === undefined ? [] : [{ at: Math.round(stamp * 1000), value }];
        }),
      }));
      return { ok: true, series };
    },
  };
}

function matrixOf(text: string, warnings: Set<string>): Matrix {
  const parsed = matrixAnswer.safeParse(json(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? 'the answer' : issue.path.join('.');
    const message = `Prometheus answered in a shape this version does not know (${where}: ${issue?.message ?? 'unreadable'}).`;
    return failure('schema_drift', message);
  }
  const { result } = parsed.data.data;
  for (const warning of parsed.data.warnings ?? []) warnings.add(excerpt(warning, 300));
  return { ok: true, result: result.map(withCounts) };
}

/** A native histogram as the number of its observations; all else about it is not read. */
function withCounts(series: MatrixSeries): MatrixSeries {
  const counts = (series.histograms ?? []).map(([at, { count }]): [number, string] => [at, count]);
  return counts.length === 0 ? series : { ...series, values: [...(series.values ?? []), ...counts] };
}

/** The same series from several pieces of a long window. */
function joined(pieces: readonly MatrixSeries[]): readonly MatrixSeries[] {
  const out = new Map<string, MatrixSeries>();
  for (const piece of pieces) {
    const key = labelKey(piece.metric);
    const before = out.get(key);
    out.set(key, { ...piece, values: [...(before?.values ?? []), ...(piece.values ?? [])] });
  }
  return [...out.values()];
}
