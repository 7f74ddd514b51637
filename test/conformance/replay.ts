import { createServer } from 'node:http';
import * as z from 'zod';
import { createProxy, type Proxy } from '../../src/server/proxy/proxy.ts';
import { readProxyConfig } from '../../src/server/proxy/proxy-config.ts';
import { prometheusClient } from '../../src/server/proxy/prometheus/prometheus-client.ts';
import type { SignalRequest } from '../../src/server/proxy/signal-request.ts';
import type { SeriesResult } from '../../src/domain/series/series.ts';
import type { Endpoint } from './endpoints.ts';
import { frameOf, isTotal, type Frame } from './frame.ts';
import type { Exchange } from './recordings.ts';

export interface Outcome {
  readonly outcome: string;
  readonly points: number;
  readonly total: number | null;
}

const deadline = 3_000;

/** Serves one recorded answer from the loopback and lets the adapter read it. */
export async function replay(endpoint: Endpoint, one: Exchange): Promise<Outcome> {
  const server = createServer((asked, response) => {
    asked.resume();
    // Recorded long ago: today's clock would not fit it.
    response.sendDate = false;
    const path = new URL(asked.url ?? '/', 'http://x.test').pathname;
    const other = elsewhere(endpoint, path);
    if (other !== undefined) {
      response.writeHead(other.status, { 'content-type': 'application/json' }).end(other.text);
      return;
    }
    response.writeHead(one.status, headersOf(one)).end(one.status === 204 ? undefined : one.text);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('There is no port.');
    return await readRecorded(endpoint, one, `http://127.0.0.1:${address.port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The newer ways are missing where an older one is tried; the series beside a scalar are none. */
function elsewhere(
  endpoint: Endpoint,
  path: string,
): { readonly status: number; readonly text: string } | undefined {
  const isNewer = path.startsWith('/api/v2/query/');
  if ((endpoint === 'datadog v1 query' || endpoint === 'datadog aggregate') && isNewer) {
    return { status: 404, text: '{"errors":["Not found"]}' };
  }
  if (endpoint === 'datadog scalar' && path.endsWith('/timeseries')) {
    return { status: 200, text: '{"data":{"attributes":{"series":[],"times":[],"values":[]}}}' };
  }
  if (endpoint === 'sentry stats' && path.includes('events-timeseries')) {
    return { status: 404, text: '{"detail":"Not found"}' };
  }
  return undefined;
}

/** Recorded long ago: its clock is not the point here, nor how it was packed. */
function headersOf(one: Exchange): Readonly<Record<string, string>> {
  const left = new Set(['date', 'content-length', 'content-encoding', 'transfer-encoding', 'connection']);
  return Object.fromEntries(Object.entries(one.headers).filter(([name]) => !left.has(name.toLowerCase())));
}

async function readRecorded(endpoint: Endpoint, one: Exchange, url: string): Promise<Outcome> {
  const frame = frameOf(endpoint, one);
  if (endpoint === 'prometheus samples') return readSamples(url, frame);
  const later = frame.to + 3_600_000 - performance.now();
  const proxy = proxyOver(url, () => later + performance.now());
  if (endpoint === 'flipper') return readToggle(proxy, one);
  const instead = endpoint === 'datadog aggregate' && isTotal(one.body) ? shapes['datadog scalar'] : {};
  const asked = Array.from({ length: frame.questions }, (_, i) => ({
    ...questionOf(endpoint, frame, i),
    ...instead,
  }));
  const results = await proxy.readSeries(asked, AbortSignal.timeout(2 * deadline));
  const outcomes = results.map((result) => outcomeOf(endpoint, result));
  const worst =
    outcomes.find(({ outcome }) => outcome !== 'ok' && outcome !== 'empty') ??
    outcomes.find(({ outcome }) => outcome === 'ok');
  return {
    outcome: worst?.outcome ?? 'empty',
    points: outcomes.reduce((sum, { points }) => sum + points, 0),
    total: outcomes.reduce<number | null>(
      (sum, { total }) => (total === null ? sum : (sum ?? 0) + total),
      null,
    ),
  };
}

function proxyOver(url: string, now: () => number): Proxy {
  const config = readProxyConfig({
    STAGEWATCH_PROMETHEUS_URL: url,
    STAGEWATCH_DATADOG_SITE: 'datadoghq.com',
    STAGEWATCH_DATADOG_API_KEY: 'conformance',
    STAGEWATCH_DATADOG_APP_KEY: 'conformance',
    STAGEWATCH_DATADOG_URL: url,
    STAGEWATCH_SENTRY_URL: url,
    STAGEWATCH_SENTRY_ORG: 'team',
    STAGEWATCH_SENTRY_TOKEN: 'conformance',
    STAGEWATCH_FLIPPER_URL: url,
    STAGEWATCH_DEADLINE: `${deadline}ms`,
  });
  if (!config.ok) throw new Error(config.problems.join('; '));
  return createProxy(config.config, { fetch: globalThis.fetch, now, random: () => 0 });
}

const shapes: Readonly<
  Record<
    Exclude<Endpoint, 'flipper' | 'prometheus samples'>,
    Partial<SignalRequest> & { readonly source: string }
  >
> = {
  'datadog timeseries': { source: 'datadog', dataset: 'logs' },
  'datadog scalar': { source: 'datadog', dataset: 'logs', kind: 'unique', measure: '@usr.id' },
  'datadog v1 query': { source: 'datadog' },
  'datadog aggregate': { source: 'datadog', dataset: 'logs' },
  'datadog monitor': { source: 'datadog', dataset: 'monitor', kind: 'gauge', query: '1' },
  'prometheus range': { source: 'prometheus' },
  'sentry timeseries': { source: 'sentry' },
  'sentry stats': { source: 'sentry' },
  'sentry issues': { source: 'sentry', kind: 'issues' },
};

function questionOf(
  endpoint: Exclude<Endpoint, 'flipper' | 'prometheus samples'>,
  frame: Frame,
  i: number,
): SignalRequest {
  return {
    id: String(i),
    kind: 'count',
    query: `recorded_${i}`,
    dataset: null,
    by: null,
    measure: null,
    statistic: null,
    unit: null,
    absent: 'gap',
    window: { from: frame.from, to: frame.to },
    width: frame.width,
    anchor: frame.from,
    ...shapes[endpoint],
  };
}

function outcomeOf(endpoint: Endpoint, result: SeriesResult): Outcome {
  if (result.status === 'error') return { outcome: result.error.code, points: 0, total: null };
  const { values, total } = result.data;
  const known = values.filter((value) => value !== null);
  if (known.some((value) => !Number.isFinite(value)))
    return { outcome: 'not a number', points: 0, total: null };
  const sum = known.length === 0 ? null : known.reduce((all, value) => all + value, 0);
  // A monitor without data still has a state, and it was read. Values that are no numbers were read, and left out.
  const odd = result.issues.find(({ code }) => code === 'non_finite')?.message ?? '0';
  const numbers = known.length + (typeof total === 'number' ? 1 : 0);
  const points = endpoint === 'datadog monitor' ? 1 : numbers + Number.parseInt(odd, 10);
  const filled = numbers > 0 || endpoint === 'datadog monitor' ? 'ok' : 'empty';
  const isPart = result.issues.some(({ code }) => code === 'partial_upstream' || code === 'truncated');
  const outcome = result.status === 'partial' || (isPart && numbers > 0) ? 'partial' : filled;
  return { outcome, points, total: total ?? sum };
}

/** Raw samples, as counters are read from them. */
async function readSamples(url: string, frame: Frame): Promise<Outcome> {
  const config = { url, headers: {}, lag: 0, deadline };
  const signal = AbortSignal.timeout(deadline);
  const client = prometheusClient(config, { fetch: globalThis.fetch, now: () => frame.to }, signal);
  const read = await client.samples('recorded', { from: frame.from, to: frame.to });
  if (!read.ok) return { outcome: read.code, points: 0, total: null };
  const points = read.series.reduce((sum, one) => sum + one.samples.length, 0);
  return { outcome: points > 0 ? 'ok' : 'empty', points, total: null };
}

const toggle = z.looseObject({
  key: z.string().optional(),
  features: z.array(z.looseObject({ key: z.string() })).optional(),
});

async function readToggle(proxy: Proxy, one: Exchange): Promise<Outcome> {
  const read = toggle.safeParse(one.body);
  const key = read.success ? (read.data.features?.[0]?.key ?? read.data.key ?? 'letters') : 'letters';
  const [result] = await proxy.readAllotments([key], AbortSignal.timeout(2 * deadline));
  if (result?.status === 'ok') return { outcome: 'ok', points: 1, total: result.allotment.percent };
  const code = result?.error.code ?? 'nothing';
  return { outcome: code === 'not_found' && one.status === 200 ? 'empty' : code, points: 0, total: null };
}
