import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProxy, type Proxy } from '../../src/server/proxy/proxy.ts';
import { readProxyConfig } from '../../src/server/proxy/proxy-config.ts';
import type { SeriesResult } from '../../src/domain/series/series.ts';
import type { SignalRequest } from '../../src/server/proxy/signal-request.ts';
import { eventually } from './rig/loopback.ts';
import { startPrometheus, type RunningPrometheus } from './rig/prometheus.ts';

/** What a front does to a request before Prometheus gets it, or answers instead. */
type Front = (form: URLSearchParams, login: string | undefined) => { status: number; body: string } | null;

const minute = 60_000;
let prometheus: RunningPrometheus;
const fronts: Server[] = [];

beforeAll(async () => {
  prometheus = await startPrometheus({ targets: [], args: ['--query.timeout=500ms'] });
});

afterAll(async () => {
  for (const front of fronts) front.closeAllConnections();
  await prometheus.dispose();
});

/** A server in front of the real one that passes on what it is asked, changed or not. */
async function frontOf(change: Front): Promise<string> {
  const server = createServer((asked, response) => {
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
      const own = change(form, asked.headers.authorization);
      if (own !== null) {
        response.writeHead(own.status, { 'content-type': 'text/plain' }).end(own.body);
        return;
      }
      void fetch(`${prometheus.url}${asked.url ?? ''}`, { method: 'POST', body: form }).then(async (answer) =>
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text()),
      );
    });
  });
  fronts.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The front has no port.');
  return `http://127.0.0.1:${address.port}`;
}

function proxyFor(env: Readonly<Record<string, string>>): Proxy {
  const read = readProxyConfig({ STAGEWATCH_PROMETHEUS_LAG: '0s', STAGEWATCH_DEADLINE: '20s', ...env });
  if (!read.ok) throw new Error(read.problems.join('; '));
  return createProxy(read.config, { fetch, now: Date.now, random: Math.random });
}

async function readOver(url: string, query: string, buckets: number, more = {}): Promise<SeriesResult> {
  const to = Math.floor(Date.now() / minute) * minute;
  const request: SignalRequest = {
    id: 'signal',
    source: 'prometheus',
    kind: 'gauge',
    query,
    dataset: null,
    by: null,
    measure: null,
    statistic: null,
    unit: null,
    absent: 'gap',
    width: minute,
    anchor: to - buckets * minute,
    window: { from: to - buckets * minute, to },
  };
  const proxy = proxyFor({ STAGEWATCH_PROMETHEUS_URL: url, ...more });
  const [result] = await proxy.readSeries([request], new AbortController().signal);
  if (result === undefined) throw new Error('A result was dropped.');
  return result;
}

/** So many evaluations that a real Prometheus needs seconds for it. */
const slow = 'sum_over_time((sin(vector(1)) + cos(vector(1)))[60d:1s])';

it('reads more buckets than Prometheus gives at once, every one of them', async () => {
  const result = await readOver(prometheus.url, 'time()', 12_000);
  if (result.status === 'error') throw new Error(result.error.message);
  const { start, values } = result.data;
  expect(values).toHaveLength(12_000);
  expect(values.findIndex((value, i) => value !== (start + (i + 1) * minute) / 1000)).toBe(-1);
});

it('calls its limit of 11,000 points by name, where a front asks for finer steps', async () => {
  const url = await frontOf((form) => {
    form.set('step', '0.5');
    return null;
  });
  expect(await readOver(url, 'time()', 600)).toMatchObject({
    status: 'error',
    error: { code: 'too_many_points', httpStatus: 400, message: expect.stringContaining('11,000') },
  });
});

it('calls its own timeout by name: a 503 that is no outage', async () => {
  expect(await readOver(prometheus.url, slow, 10)).toMatchObject({
    status: 'error',
    error: { code: 'timeout', httpStatus: 503 },
  });
});

it('gives up on a slow query at its own deadline', async () => {
  const result = await readOver(prometheus.url, slow, 10, { STAGEWATCH_DEADLINE: '100ms' });
  // Prometheus gives up after half a second and says so: that was not waited for.
  expect(result).toMatchObject({
    status: 'error',
    error: { code: 'timeout', message: expect.stringContaining('within 0.1 s') },
  });
  if (result.status === 'error') expect(result.error.httpStatus).toBeUndefined();
});

it('needs the login of a front, says so without it, and reads through it with it', async () => {
  const url = await frontOf((_, login) =>
    login === 'Bearer token-of-the-test' ? null : { status: 401, body: 'Unauthorized' },
  );
  expect(await readOver(url, 'time()', 10)).toMatchObject({
    status: 'error',
    error: { code: 'unauthorized', httpStatus: 401, attempts: 1 },
  });
  const known = await readOver(url, 'time()', 10, { STAGEWATCH_PROMETHEUS_TOKEN: 'token-of-the-test' });
  expect(known.status).toBe('ok');
});

it('survives a restart in the middle of a query: an error or the answer, and then the answer again', async () => {
  const asked = readOver(prometheus.url, slow, 10);
  await sleep(300);
  await prometheus.stop();
  const during = await asked;
  expect(during).toMatchObject({
    status: 'error',
    error: { code: expect.stringMatching(/^(upstream_unavailable|timeout)$/) },
  });
  await prometheus.start();
  const after = await eventually('Prometheus answers again', async () => {
    const result = await readOver(prometheus.url, 'time()', 10);
    return result.status === 'ok' ? result : undefined;
  });
  expect(after.status).toBe('ok');
});
