import { describe, expect, it } from 'vitest';
import { asking, dataOf, minute, proxyOver, readOne, start } from './asked.ts';

const window = { from: start, to: start + 10 * minute };
const empty = (): Response =>
  Response.json({ status: 'success', data: { resultType: 'matrix', result: [] } });

/** The link a proxy gives for a question, taken apart. */
async function linkOf(
  env: Readonly<Record<string, string>>,
  question: Parameters<typeof asking>,
  answer: () => Response = empty,
): Promise<URL | undefined> {
  const result = await readOne(proxyOver(answer, { env }).proxy, asking(...question));
  const data = result.status === 'error' ? result.lastGood : result.data;
  const link = data?.provenance.link;
  return link === undefined ? undefined : new URL(link);
}

const datadog = {
  STAGEWATCH_DATADOG_SITE: 'ddog-gov.com',
  STAGEWATCH_DATADOG_API_KEY: 'api-key-in-the-test',
  STAGEWATCH_DATADOG_APP_KEY: 'app-key-in-the-test',
  STAGEWATCH_DATADOG_LAG: '0s',
};
const paged = { ...datadog, STAGEWATCH_DATADOG_LINK: 'https://team.ddog-gov.com/' };
const nothing = (): Response =>
  Response.json({
    data: { id: '0', type: 'timeseries_response', attributes: { series: [], times: [], values: [] } },
  });
const times = { from_ts: String(window.from), to_ts: String(window.to), live: 'false' };

describe('to Datadog', () => {
  it('none where nobody said where its pages are', async () => {
    expect(await linkOf(datadog, ['sum:a.b{env:prod}', { source: 'datadog' }], nothing)).toBeUndefined();
  });

  it.each([
    [
      'a metric',
      'sum:a.b{env:prod,x:y}.as_count()',
      null,
      'metric/explorer',
      { ...times, exp_metric: 'a.b', exp_scope: 'env:prod,x:y', exp_agg: 'sum', exp_row_type: 'metric' },
    ],
    ['an expression: its time alone', 'sum:a{*} / sum:b{*}', null, 'metric/explorer', times],
    ['logs', 'service:form status:error', 'logs', 'logs', { ...times, query: 'service:form status:error' }],
    [
      'spans',
      'service:form',
      'spans',
      'apm/traces',
      { query: 'service:form', start: times.from_ts, end: times.to_ts, paused: 'true' },
    ],
  ])('%s', async (_name, query, dataset, path, form) => {
    const link = await linkOf(paged, [query, { source: 'datadog', dataset }], nothing);
    expect(link?.origin).toBe('https://team.ddog-gov.com');
    expect(link?.pathname).toBe(`/${path}`);
    expect(Object.fromEntries(link?.searchParams ?? [])).toEqual(form);
  });

  it('none for a dataset without a page of its own', async () => {
    const question = ['x', { source: 'datadog', dataset: 'ci_tests' }] as const;
    expect(await linkOf(paged, [...question], nothing)).toBeUndefined();
  });
});

describe('to Prometheus and Grafana', () => {
  it('Prometheus’ own graph, at the address people use where that is another', async () => {
    const own = await linkOf({}, ['x']);
    expect(own?.href).toMatch(/^http:\/\/prometheus\.test:9090\/prefix\/graph\?g0\.expr=x&/);
    const page = await linkOf({ STAGEWATCH_PROMETHEUS_LINK: 'https://graphs.test' }, ['x']);
    expect(page?.href).toMatch(/^https:\/\/graphs\.test\/graph\?g0\.expr=x&/);
  });

  it('Grafana’s Explore, with data source, query and times', async () => {
    const env = { STAGEWATCH_PROMETHEUS_URL: 'https://grafana.test', STAGEWATCH_PROMETHEUS_GRAFANA: 'abc' };
    const link = await linkOf(env, ['x{a="b"}']);
    expect(link?.pathname).toBe('/explore');
    expect(JSON.parse(link?.searchParams.get('panes') ?? '')).toEqual({
      a: {
        datasource: 'abc',
        queries: [{ refId: 'A', datasource: { type: 'prometheus', uid: 'abc' }, expr: 'x{a="b"}' }],
        range: { from: String(window.from), to: String(window.to) },
      },
    });
  });

  it('none for a data source known by its number alone', async () => {
    const env = { STAGEWATCH_PROMETHEUS_URL: 'https://grafana.test', STAGEWATCH_PROMETHEUS_GRAFANA: '7' };
    expect(await linkOf(env, ['x'])).toBeUndefined();
  });
});

const noErrors = (): Response =>
  Response.json({ meta: { dataset: 'errors', start: window.from, end: window.to }, timeSeries: [] });

describe('to Sentry', () => {
  const sentry = {
    STAGEWATCH_SENTRY_URL: 'https://sentry.test/',
    STAGEWATCH_SENTRY_ORG: 'team',
    STAGEWATCH_SENTRY_TOKEN: 'token-in-the-test',
    STAGEWATCH_SENTRY_PROJECTS: '3, web',
    STAGEWATCH_SENTRY_ENVIRONMENT: 'production',
  };

  it('errors in Discover, over the same time', async () => {
    const link = await linkOf(sentry, ['level:error', { source: 'sentry' }], noErrors);
    expect(link?.pathname).toBe('/organizations/team/discover/results/');
    expect(Object.fromEntries(link?.searchParams ?? [])).toEqual({
      query: 'level:error',
      start: '2026-01-05T14:00:00',
      end: '2026-01-05T14:10:00',
      utc: 'true',
      dataset: 'errors',
      yAxis: 'count()',
      project: '3',
      environment: 'production',
    });
  });

  it('new issues where they are listed, at the address people use', async () => {
    const env = { ...sentry, STAGEWATCH_SENTRY_LINK: 'https://team.sentry.test' };
    const link = await linkOf(env, ['', { source: 'sentry', kind: 'issues' }], () => Response.json([]));
    expect(link?.href).toMatch(/^https:\/\/team\.sentry\.test\/organizations\/team\/issues\/\?/);
  });
});

it('is for all that was asked, though only the newest part was read again', async () => {
  let now = start + 6 * minute;
  const { proxy, asked } = proxyOver(
    ({ form }) => {
      const [from, to] = [Number(form.get('start')), Number(form.get('end'))];
      const values = Array.from({ length: Math.floor((to - from) / 60) + 1 }, (_, i) => [from + i * 60, '1']);
      return Response.json({
        status: 'success',
        data: { resultType: 'matrix', result: [{ metric: {}, values }] },
      });
    },
    { now: () => now },
  );
  await readOne(proxy, asking('x', { kind: 'gauge', window: { from: start, to: now } }));
  const first = asked.length;
  now = start + 10 * minute;
  const data = dataOf(await readOne(proxy, asking('x', { kind: 'gauge' })));
  expect(asked.length).toBeGreaterThan(first);
  expect(Number(asked.at(-1)?.form.get('start'))).toBeGreaterThan(start / 1000 + 60);
  expect(new URL(data.provenance.link ?? '').searchParams.get('g0.range_input')).toBe('600s');
});
