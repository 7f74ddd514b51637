import { expect, it } from 'vitest';
import { asking, never, start } from './asked.ts';
import { proxyOn, upstream, type Reply } from './upstream-rig.ts';

const planted = {
  prometheus: 'planted-prometheus-token',
  tenant: 'planted-tenant-header',
  api: 'planted-api-key',
  app: 'planted-app-key',
  sentry: 'planted-sentry-token',
  flipper: 'planted-flipper-token',
};
const email = 'some.person@example.gov';
const leak = `Bearer ${planted.prometheus} ${Object.values(planted).join(' ')} for ${email} at http://u:pw@host.test/`;

/** Upstreams that say everything they were told, in every place where a message may come from. */
const tellTales: readonly (readonly [string, Reply])[] = [
  ['in plain text', { status: 500, body: leak }],
  ['as the error of a query', { status: 400, body: { status: 'error', errorType: 'bad_data', error: leak } }],
  ['in a list of errors', { status: 422, body: { errors: [leak, { title: leak, detail: leak }] } }],
  ['in a detail', { status: 400, body: { detail: leak } }],
  ['with data', { body: { status: 'error', error: leak, series: [], errors: leak } }],
  [
    'in warnings',
    { body: { status: 'success', data: { resultType: 'matrix', result: [] }, warnings: [leak] } },
  ],
  [
    'in the name of a limit',
    { status: 429, headers: { 'x-ratelimit-name': leak, 'x-ratelimit-reset': '9' } },
  ],
  [
    'in a redirect',
    { status: 302, headers: { location: `http://elsewhere.test/?to=${encodeURIComponent(leak)}` } },
  ],
];

it.each(tellTales)('tells no secret and no e-mail address that an upstream says %s', async (_name, reply) => {
  const { url } = await upstream(() => reply);
  const env = {
    STAGEWATCH_PROMETHEUS_URL: url,
    STAGEWATCH_PROMETHEUS_TOKEN: planted.prometheus,
    STAGEWATCH_PROMETHEUS_HEADERS: `X-Scope-OrgID: ${planted.tenant}`,
    STAGEWATCH_DATADOG_SITE: 'ddog-gov.com',
    STAGEWATCH_DATADOG_URL: url,
    STAGEWATCH_DATADOG_API_KEY: planted.api,
    STAGEWATCH_DATADOG_APP_KEY: planted.app,
    STAGEWATCH_SENTRY_URL: url,
    STAGEWATCH_SENTRY_ORG: 'team',
    STAGEWATCH_SENTRY_TOKEN: planted.sentry,
    STAGEWATCH_FLIPPER_URL: `${url}/api`,
    STAGEWATCH_FLIPPER_PAGE: `${url}/page`,
    STAGEWATCH_FLIPPER_TOKEN: planted.flipper,
    STAGEWATCH_DEADLINE: '5s',
  };
  const proxy = proxyOn(env, () => start + 3_600_000);
  const results = await proxy.readSeries(
    ['prometheus', 'datadog', 'sentry'].map((source) => asking('x', { id: source, source })),
    never,
  );
  const allotments = await proxy.readAllotments(['letters'], never);
  const told = JSON.stringify([results, allotments, proxy.sources()]);
  expect(told).not.toMatch(/planted-|example\.gov|u:pw/);
  expect(results.every(({ status }) => status === 'error' || status === 'empty')).toBe(true);
});

it('keeps the numbers of a group and drops its name where that is an address', async () => {
  const values = [[start / 1000 + 60, '3']];
  const result = ['ok', email, 'other.person@example.gov'].map((who) => ({ metric: { who }, values }));
  const { url } = await upstream(() => ({
    headers: { date: new Date(start + 3_600_000).toUTCString() },
    body: { status: 'success', data: { resultType: 'matrix', result } },
  }));
  const proxy = proxyOn({ STAGEWATCH_PROMETHEUS_URL: url }, () => start + 3_600_000);
  const [answer] = await proxy.readSeries([asking('x', { by: 'who' })], never);
  const groups = answer?.status === 'error' ? [] : (answer?.data.groups ?? []);
  expect(groups.map(({ key, values: own }) => [key, own[0]])).toEqual([
    ['ok', 3],
    ['… (2)', 3],
    ['… (3)', 3],
  ]);
});
