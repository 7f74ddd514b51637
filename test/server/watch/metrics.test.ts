import { afterEach, beforeEach, expect, it } from 'vitest';
import { createProxy } from '../../../src/server/proxy/proxy.ts';
import { readProxyConfig } from '../../../src/server/proxy/proxy-config.ts';
import { exposition } from '../../../src/server/watch/metrics/exposition.ts';
import { sourceCounting } from '../../../src/server/watch/metrics/source-counts.ts';
import { failedSeries } from '../../support/made-series.ts';
import type { Role } from '../../../src/server/watch/identity/identity.ts';
import { flat, minute, planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

let rig: ServerRig;

beforeEach(async () => {
  rig = await serverRig({
    plans: { 'late-fees': planMarkdown() },
    channels: [{ name: 'slack', send: () => Promise.resolve({ ok: false, why: 'No.', retryAt: null }) }],
  });
  rig.answers.allotments = { fees: 50 };
  await rig.after(0);
});

afterEach(() => rig.close());

/** Reads one figure, by its name and labels as written. */
async function figure(name: string): Promise<number | undefined> {
  const text = await (await rig.app.request('/metrics')).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length));
}

const run = '{rollout="late-fees",stage="half"}';

it('is text that Prometheus reads', async () => {
  const answer = await rig.app.request('/metrics');
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await answer.text();
  expect(text.endsWith('\n')).toBe(true);
  for (const line of text.trimEnd().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="[^"]*",?)+\})? -?[\d.e+-]+)$/);
});

it('escapes what would end a label', () => {
  const samples = [{ labels: { rollout: 'a"b\\c\nd' }, value: 1 }];
  expect(exposition([{ name: 'x', help: 'X.', type: 'gauge', samples }])).toBe(
    '# HELP x X.\n# TYPE x gauge\nx{rollout="a\\"b\\\\c\\nd"} 1\n',
  );
});

it('shows how long ago each run was judged, and that its verdict no longer stands', async () => {
  rig.answers.now += minute;
  expect(await figure(`stagewatch_run_judged_age_seconds${run}`)).toBe(60);
  expect(await figure(`stagewatch_run_verdict_stale${run}`)).toBe(0);
  rig.answers.now += 10 * minute;
  expect(await figure(`stagewatch_run_verdict_stale${run}`)).toBe(1);
  await rig.after(0);
  expect(await figure(`stagewatch_run_judged_age_seconds${run}`)).toBe(0);
});

it('shows a watcher that has stalled', async () => {
  expect(await figure('stagewatch_watcher_stalled')).toBe(0);
  rig.answers.now += 2 * minute;
  expect(await figure('stagewatch_watcher_stalled')).toBe(1);
  expect(await figure('stagewatch_watcher_last_pass_age_seconds')).toBe(120);
  expect((await rig.app.request('/api/health')).status).toBe(503);
});

it('shows what waits to be delivered, since when, and what was given up', async () => {
  rig.answers.series = (request) => flat(request, rig.answers.now, 10);
  await rig.after(20 * minute);
  rig.answers.now += minute;
  const waiting = 'stagewatch_outbox_waiting{channel="slack"}';
  expect(await figure(waiting)).toBe(1);
  expect(await figure('stagewatch_outbox_oldest_waiting_seconds{channel="slack"}')).toBe(60);
  for (let i = 0; i < 16; i += 1) {
    await rig.sender.pass();
    rig.answers.now += 20 * minute;
  }
  expect([await figure(waiting), await figure('stagewatch_outbox_dead{channel="slack"}')]).toEqual([
    undefined,
    1,
  ]);
});

it('shows sources that fail, and those left alone', async () => {
  const failed = failedSeries('fails');
  const source = { kind: 'Prometheus', example: false, configured: true, lastGood: null, newestPoint: null };
  rig.answers.sources = [
    {
      ...source,
      id: 'prometheus',
      lastError: failed.status === 'error' ? failed.error : null,
      questions: { of: 4, failing: ['prometheus fails_total'] },
      gate: {
        budget: { used: 10, left: 590, perMinute: 600 },
        circuit: 'open',
        open: [],
        clockSkew: null,
        limits: [],
      },
    },
  ];
  expect(await figure('stagewatch_source_failing{source="prometheus"}')).toBe(1);
  expect(await figure('stagewatch_source_queries{source="prometheus"}')).toBe(4);
  expect(await figure('stagewatch_source_queries_failing{source="prometheus"}')).toBe(1);
  expect(await figure('stagewatch_source_circuit_open{source="prometheus"}')).toBe(1);
  expect(await figure('stagewatch_source_budget_left{source="prometheus"}')).toBe(590);
  expect(await figure('stagewatch_source_last_good_age_seconds{source="prometheus"}')).toBeUndefined();
});

it('counts what leaves the machine and how sources answer, and changes neither', async () => {
  const counting = sourceCounting();
  const statuses = [200, 503, 400];
  const config = readProxyConfig({ STAGEWATCH_PROMETHEUS_URL: 'http://prometheus.example:9090' });
  if (!config.ok) throw new Error('no config');
  const fetch = counting.fetch(() => {
    const status = statuses.shift();
    return status === undefined
      ? Promise.reject(new TypeError('fetch failed'))
      : Promise.resolve(new Response('{}', { status }));
  });
  const address = 'http://prometheus.example:9090/api/v1/query';
  for (const status of [200, 503, 400]) expect((await fetch(address)).status).toBe(status);
  await expect(fetch(address)).rejects.toThrow('fetch failed');
  const host = 'prometheus.example:9090';
  expect(counting.requests()).toEqual([
    { labels: { host, result: '2xx' }, value: 1 },
    { labels: { host, result: '5xx' }, value: 1 },
    { labels: { host, result: '4xx' }, value: 1 },
    { labels: { host, result: 'failed' }, value: 1 },
  ]);
  const proxy = counting.proxy(createProxy(config.config, { fetch, now: () => 0, random: () => 0 }));
  const results = await proxy.readSeries(
    [
      { ...question, source: 'example' },
      { ...question, source: 'nowhere' },
    ],
    new AbortController().signal,
  );
  expect(counting.readings().map((one) => [one.labels['source'], one.labels['status'], one.value])).toEqual(
    results.map((one) => [one.source, one.status, 1]),
  );
});

const question = {
  id: 'a',
  kind: 'count',
  query: 'count total=60 over=1h seed=a',
  dataset: null,
  by: null,
  measure: null,
  statistic: null,
  unit: null,
  absent: 'gap',
  window: { from: 0, to: 60 * minute },
  width: minute,
  anchor: 0,
} as const;

it.each([
  [undefined, 401],
  ['Bearer a-token-of-some-length', 200],
  ['Bearer a-token-of-some-lengt', 401],
  ['Bearer b-token-of-some-length', 401],
])('with a token, answers %s with %i', async (authorization, status) => {
  const one = await serverRig({ metricsToken: 'a-token-of-some-length' });
  const headers = authorization === undefined ? {} : { authorization };
  expect((await one.app.request('/metrics', { headers })).status).toBe(status);
  await one.close();
});

it('without a token asks for the login, as the API does', async () => {
  const identity = {
    kind: 'header',
    header: 'x-user',
    trusts: (address: string) => address === '10.0.0.1',
    roleOf: (): Role => 'viewer',
  } as const;
  const one = await serverRig({ identity });
  const ask = async (headers: Record<string, string>): Promise<number> =>
    (await one.app.request('/metrics', { headers })).status;
  expect(await ask({})).toBe(403);
  expect(await ask({ 'x-test-address': '10.0.0.1', 'x-user': 'Ana' })).toBe(200);
  await one.close();
});
