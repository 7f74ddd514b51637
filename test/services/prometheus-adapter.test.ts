import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProxy, type Proxy } from '../../src/server/proxy/proxy.ts';
import { readProxyConfig } from '../../src/server/proxy/proxy-config.ts';
import type { SignalRequest } from '../../src/server/proxy/signal-request.ts';
import type { SeriesData, SeriesResult } from '../../src/domain/series/series.ts';
import { eventually, freePort } from './rig/loopback.ts';
import { startPrometheus, type RunningPrometheus } from './rig/prometheus.ts';
import { drive, startService, type RunningService } from './rig/service.ts';

const never = new AbortController().signal;
const width = 2_000;

function proxyFor(env: Readonly<Record<string, string>>): Proxy {
  // These tests ask ten times a second until an answer is there: more than a watcher may.
  const read = readProxyConfig({ STAGEWATCH_PER_MINUTE: '6000', ...env });
  if (!read.ok) throw new Error(read.problems.join('; '));
  return createProxy(read.config, { fetch, now: Date.now, random: Math.random });
}

function asking(query: string, from: number, more: Partial<SignalRequest> = {}): SignalRequest {
  const wide = more.width ?? width;
  return {
    id: 'signal',
    source: 'prometheus',
    kind: 'counter',
    query,
    dataset: null,
    by: null,
    measure: null,
    statistic: null,
    unit: null,
    absent: 'gap',
    width: wide,
    anchor: from,
    ...more,
    window: more.window ?? {
      from: Math.floor(from / wide) * wide,
      to: Math.ceil((Date.now() + 60_000) / wide) * wide,
    },
  };
}

async function readOne(proxy: Proxy, request: SignalRequest): Promise<SeriesResult> {
  const [result] = await proxy.readSeries([request], never);
  if (result === undefined) throw new Error('A result was dropped.');
  return result;
}

function dataOf(result: SeriesResult): SeriesData {
  if (result.status === 'error') throw new Error(result.error.message);
  return result.data;
}

function codesOf(result: SeriesResult): readonly string[] {
  return result.status === 'error' ? [result.error.code] : result.issues.map(({ code }) => code);
}

async function errorOf(proxy: Proxy, request: SignalRequest): Promise<unknown> {
  const result = await readOne(proxy, request);
  return result.status === 'error' ? [result.error.code, result.error.httpStatus] : result.status;
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

/** The answer once a bucket that began after `since` is complete: by then every scrape of the traffic is in. */
async function settled(proxy: Proxy, request: SignalRequest, since: number): Promise<SeriesResult> {
  return eventually('the buckets are complete', async () => {
    const result = await readOne(proxy, request);
    if (result.status === 'error') return undefined;
    return (result.data.completeThrough ?? 0) >= since + request.width + 1_500 ? result : undefined;
  });
}

describe('on a real Prometheus', () => {
  let service: RunningService;
  let prometheus: RunningPrometheus;
  let proxy: Proxy;

  beforeAll(async () => {
    service = await startService({ toggle: 'new_path', percent: 30 });
    prometheus = await startPrometheus({ targets: [service.target] });
    await prometheus.scraping();
    proxy = proxyFor({
      STAGEWATCH_PROMETHEUS_URL: prometheus.url,
      STAGEWATCH_PROMETHEUS_LAG: '0s',
      STAGEWATCH_FLIPPER_URL: service.url,
    });
  });
  afterAll(async () => {
    await prometheus.dispose();
    await service.stop();
  });

  it('counts what the service counted, exactly, in sum, by label and by upper bound', async () => {
    const start = Date.now();
    service.setFaults({ failing: 0.2, delay: 20 });
    await drive(service, 400);
    const stop = Date.now();
    const all = asking('app_requests_total', start, { by: 'code' });
    const counted = dataOf(await settled(proxy, all, stop));
    const failed = service.served('new', 500);
    const fine = service.served('new', 200) + service.served('old', 200);
    expect(failed).toBeGreaterThan(5);
    expect(sum(counted.values)).toBe(400);
    expect(Object.fromEntries((counted.groups ?? []).map(({ key, values }) => [key, sum(values)]))).toEqual({
      200: fine,
      500: failed,
    });
    const failures = asking('app_requests_total{path="new",code=~"5.."}', start);
    expect(sum(dataOf(await readOne(proxy, failures)).values)).toBe(failed);
    const slow = asking('app_request_seconds_bucket{path="new"}', start, { kind: 'histogram', unit: 's' });
    const latency = dataOf(await readOne(proxy, slow));
    expect(latency.groups?.map(({ key }) => key)).toEqual(['5', '50', '100', '500', '1000', '2500', '+Inf']);
    expect(sum(latency.values)).toBe(failed + service.served('new', 200));
    for (const { key, values } of latency.groups ?? []) {
      if (key !== '+Inf') expect(sum(values)).toBe(service.servedWithin('new', Number(key) / 1000));
    }
    service.setFaults({ failing: 0, delay: 0 });
  });

  it('stamps a bucket with its start, where Prometheus stamps its end', async () => {
    const start = Date.now() - 20_000;
    const data = dataOf(await readOne(proxy, asking('time()', start, { kind: 'gauge' })));
    expect(data.start).toBe(Math.floor(start / width) * width);
    expect(data.values.length).toBeGreaterThan(8);
    data.values.forEach((value, i) => expect(value).toBe((data.start + (i + 1) * width) / 1000));
  });

  it('keeps counting over a restart, even one hidden inside a bucket', async () => {
    const start = Date.now();
    const before = service.served('old', 200) + service.served('new', 200);
    await drive(service, 40, 10_000);
    // The first of two may have begun before all was counted. Right after one, none meets the moment of the restart.
    await service.scraped();
    await service.scraped();
    await service.restart();
    await service.scraped();
    // More than before the restart: at the bucket's end the counter stands higher than at its start.
    await drive(service, 900, 20_000);
    const stop = Date.now();
    const served = service.served('old', 200) + service.served('new', 200) - before;
    const narrow = await settled(proxy, asking('app_requests_total', start), stop);
    expect(served).toBe(940);
    expect(sum(dataOf(narrow).values)).toBe(served);
    expect(codesOf(narrow)).toEqual(['counter_reset']);
    const wide = asking('app_requests_total', start, { width: 6_000 });
    const whole = await settled(proxy, wide, stop);
    // The wide window begins earlier: what was served before `start` in its first bucket is not in `served`.
    const tail = asking('app_requests_total', wide.window.from, { width });
    expect(sum(dataOf(whole).values)).toBe(sum(dataOf(await settled(proxy, tail, stop)).values));
  });

  it('leaves a gap where the target was down, and loses no count over it', async () => {
    const start = Date.now();
    const before = service.served('old', 200) + service.served('new', 200);
    await drive(service, 30, 30_000);
    await sleep(1_500);
    await service.pause();
    await sleep(3 * width);
    await service.resume();
    await drive(service, 20, 40_000);
    const result = await settled(proxy, asking('app_requests_total', start), Date.now());
    const data = dataOf(result);
    expect(data.values).toContain(null);
    expect(result.status).toBe('partial');
    expect(codesOf(result)).toEqual(['partial_upstream']);
    expect(sum(data.values)).toBe(service.served('old', 200) + service.served('new', 200) - before);
  });

  it('reads averages and states at the end of each bucket, in milliseconds', async () => {
    const start = Date.now() - 20_000;
    const mean = 'sum(increase(app_request_seconds_sum[1m])) / sum(increase(app_request_seconds_count[1m]))';
    const average = await readOne(proxy, asking(mean, start, { kind: 'duration', unit: 's' }));
    const values = dataOf(average).values.filter((value) => value !== null);
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) expect(value).toBeGreaterThan(0.01);
    const up = dataOf(await readOne(proxy, asking('up', start, { kind: 'gauge' })));
    expect(up.values.at(-1)).toBe(1);
    const nothing = await readOne(proxy, asking('no_such_metric', start));
    expect(nothing).toMatchObject({ status: 'empty', issues: [{ code: 'no_data' }] });
    const undefined0 = await readOne(proxy, asking('0 * up / 0', start, { kind: 'gauge' }));
    expect(undefined0).toMatchObject({ status: 'empty' });
  });

  it('names every refusal', async () => {
    const start = Date.now() - 20_000;
    expect(await errorOf(proxy, asking('rate(app_requests_total[', start, { kind: 'count' }))).toEqual([
      'bad_query',
      400,
    ]);
    expect(await errorOf(proxy, asking('sum(app_requests_total)', start))).toEqual(['bad_query', 400]);
    const twice = 'app_requests_total * on(job) app_requests_total';
    expect(await errorOf(proxy, asking(twice, start, { kind: 'count' }))).toEqual(['bad_query', 422]);
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    const deaf = await eventually('it listens', () => silent.address() ?? undefined);
    const port = typeof deaf === 'string' ? deaf : deaf.port;
    const patient = proxyFor({
      STAGEWATCH_PROMETHEUS_URL: `http://127.0.0.1:${port}`,
      STAGEWATCH_DEADLINE: '300ms',
    });
    expect(await errorOf(patient, asking('up', start, { kind: 'gauge' }))).toEqual(['timeout', undefined]);
    silent.close();
    const lost = proxyFor({ STAGEWATCH_PROMETHEUS_URL: `${prometheus.url}/not/here` });
    expect(await errorOf(lost, asking('up', start, { kind: 'gauge' }))).toEqual(['not_found', 404]);
    const dead = proxyFor({ STAGEWATCH_PROMETHEUS_URL: `http://127.0.0.1:${await freePort()}` });
    expect(await errorOf(dead, asking('up', start, { kind: 'gauge' }))).toEqual([
      'upstream_unavailable',
      undefined,
    ]);
  });

  it('reads the allotment from the toggle’s own API', async () => {
    service.toggle.actors.add('someone@example.org');
    const [known, unknown] = await proxy.readAllotments(['new_path', 'other'], never);
    expect(known).toMatchObject({
      status: 'ok',
      allotment: { percent: 30, percentOfActors: 30, everyone: false, actors: 1, origin: 'flipper' },
    });
    expect(JSON.stringify(known)).not.toContain('someone');
    expect(unknown).toMatchObject({ status: 'error', error: { code: 'not_found' } });
    const total = service.served('new', 200) + service.served('new', 500) + service.served('old', 200);
    const share = (service.served('new', 200) + service.served('new', 500)) / total;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
  });

  it('turns into an error while Prometheus is down, and keeps the last good data beside it', async () => {
    const start = Date.now() - 20_000;
    const request = asking('app_requests_total', start);
    const before = dataOf(await readOne(proxy, request));
    await prometheus.stop();
    // An answer stands for a quarter of a bucket, whoever asks.
    const down = await eventually('the last answer is a slot old', async () => {
      const result = await readOne(proxy, request);
      return result.status === 'error' ? result : undefined;
    });
    expect(down).toMatchObject({
      status: 'error',
      error: { code: 'upstream_unavailable', attempts: 3 },
      lastGood: { start: before.start },
    });
    await prometheus.start();
    const back = await eventually('Prometheus answers again', async () => {
      const result = await readOne(proxy, request);
      return result.status === 'error' ? undefined : result;
    });
    expect(dataOf(back).start).toBe(before.start);
  });
});

describe('behind a login', () => {
  // bcrypt of "test", from https://prometheus.io/docs/guides/basic-auth/
  const hash = '$2b$12$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay';
  let prometheus: RunningPrometheus;

  beforeAll(async () => {
    prometheus = await startPrometheus({ targets: [], users: { monitor: hash } });
  });
  afterAll(() => prometheus.dispose());

  it('says that it needs a login, and uses the one it is given', async () => {
    const request = asking('vector(1)', Date.now() - 10_000, { kind: 'gauge' });
    const stranger = proxyFor({ STAGEWATCH_PROMETHEUS_URL: prometheus.url });
    expect(await readOne(stranger, request)).toMatchObject({
      status: 'error',
      error: { code: 'unauthorized', httpStatus: 401, attempts: 1 },
    });
    const known = proxyFor({
      STAGEWATCH_PROMETHEUS_URL: prometheus.url,
      STAGEWATCH_PROMETHEUS_USER: 'monitor',
      STAGEWATCH_PROMETHEUS_PASSWORD: 'test',
    });
    expect(dataOf(await readOne(known, request)).values.at(-1)).toBe(1);
  });
});
