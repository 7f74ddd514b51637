import { createProxy, type Proxy } from '../../../src/server/proxy/proxy.ts';
import { readProxyConfig } from '../../../src/server/proxy/proxy-config.ts';
import type { SignalRequest } from '../../../src/server/proxy/signal-request.ts';
import type { SeriesData, SeriesResult } from '../../../src/domain/series/series.ts';

export const minute = 60_000;
/** 2026-01-05T14:00:00Z, on every grid up to an hour. */
export const start = 1_767_621_600_000;
export const never = new AbortController().signal;

export function asking(query: string, more: Partial<SignalRequest> = {}): SignalRequest {
  return {
    id: 'signal',
    source: 'prometheus',
    kind: 'count',
    query,
    dataset: null,
    by: null,
    measure: null,
    statistic: null,
    unit: null,
    absent: 'gap',
    window: { from: start, to: start + 10 * minute },
    width: minute,
    anchor: start,
    ...more,
  };
}

export interface Asked {
  readonly url: URL;
  readonly form: URLSearchParams;
  readonly init: RequestInit;
}

/** A proxy whose upstreams are a function. Every question it asked is in `asked`. */
export function proxyOver(
  answer: (asked: Asked) => Response | Promise<Response>,
  more: { readonly env?: Readonly<Record<string, string>>; readonly now?: () => number } = {},
): { readonly proxy: Proxy; readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const config = readProxyConfig({
    STAGEWATCH_PROMETHEUS_URL: 'http://prometheus.test:9090/prefix/',
    STAGEWATCH_FLIPPER_URL: 'http://app.test/flipper-api',
    ...more.env,
  });
  if (!config.ok) throw new Error(config.problems.join('; '));
  const fetchFake: typeof fetch = async (input, init = {}) => {
    const text = typeof init.body === 'string' ? init.body : '';
    const address = input instanceof Request ? input.url : input;
    const one = { url: new URL(address), form: new URLSearchParams(text), init };
    asked.push(one);
    return answer(one);
  };
  const now = more.now ?? ((): number => start + 10 * minute + 45_000);
  return { proxy: createProxy(config.config, { fetch: fetchFake, now, random: () => 0 }), asked };
}

export async function readOne(proxy: Proxy, request: SignalRequest): Promise<SeriesResult> {
  const [result, ...more] = await proxy.readSeries([request], never);
  if (result === undefined || more.length > 0) throw new Error('One question, one answer.');
  return result;
}

export function dataOf(result: SeriesResult): SeriesData {
  if (result.status === 'error') throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.data;
}

export function codesOf(result: SeriesResult): readonly string[] {
  return result.status === 'error' ? [result.error.code] : result.issues.map(({ code }) => code);
}

export function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

export function jsonAnswer(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}

export interface MatrixRow {
  readonly metric: Readonly<Record<string, string>>;
  /** Seconds and text, as Prometheus writes them. */
  readonly values: readonly (readonly [number, string])[];
}

export function matrix(result: readonly MatrixRow[], more: object = {}): Response {
  return jsonAnswer({ status: 'success', data: { resultType: 'matrix', result }, ...more });
}
