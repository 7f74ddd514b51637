import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { conform, type Report } from './conform.ts';

const recorded = fileURLToPath(new URL('../../../shared/recorded', import.meta.url));

it.skipIf(!existsSync(`${recorded}/index.json`))(
  'reads everything recorded: no throw, no wrong name, data where the index says so, pairs that agree (needs ../shared)',
  { timeout: 120_000 },
  async () => {
    const { lines, pairs, faults } = await conform(recorded);
    expect(faults).toEqual([]);
    expect(lines.length).toBeGreaterThan(300);
    expect(pairs).toBeGreaterThan(4);
    expect(lines.filter(({ points }) => points > 0).length).toBeGreaterThan(60);
  },
);

interface Made {
  readonly name: string;
  readonly file: object;
  readonly holds?: boolean;
}

async function conformOf(made: readonly Made[]): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'stagewatch-recorded-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = made.map(({ name, file, holds = false }) => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), JSON.stringify(file));
    return { file: name, holds_data: holds };
  });
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ files }));
  return conform(folder);
}

/** Without a pair there is a fault; this is about everything else. */
const others = ({ faults }: Report): readonly string[] =>
  faults.filter((one) => !one.startsWith('There is no pair'));

const at = 1_780_399_980_000;
const query = (path: string, source = 'rum'): object => ({
  method: 'POST',
  url: `https://api.datadoghq.com/api/v2/query/${path}`,
  body: {
    data: {
      attributes: { from: at, to: at + 600_000, interval: 60_000, queries: [{ data_source: source }] },
    },
  },
});
const v1 = { method: 'GET', url: 'https://api.datadoghq.com/api/v1/query?from=1&to=2&query=x' };
const range = { method: 'POST', path: '/api/v1/query_range', form: { query: 'x', step: '1m' } };
const events = { method: 'GET', url: 'https://sentry.io/api/0/organizations/o/events-stats/' };
const timeline = { method: 'GET', url: 'https://sentry.io/api/0/organizations/o/events-timeseries/' };
const aggregate = { method: 'POST', url: 'https://api.datadoghq.com/api/v2/spans/analytics/aggregate' };
const toggle = { method: 'GET', path: '/features/letters' };

const answer = (body: unknown, more: object = {}): object => ({ status: 200, body, ...more });
const series = (values: readonly (number | null)[], more: object = {}): object => ({
  data: {
    type: 'timeseries_response',
    attributes: {
      series: [{ group_tags: [], query_index: 0, unit: null }],
      times: values.map((_, i) => at + i * 60_000),
      values: [values],
    },
  },
  ...more,
});
const matrix = (values: readonly (readonly [number, string])[], more: object = {}): object => ({
  status: 'success',
  data: { resultType: 'matrix', result: [{ metric: {}, values }] },
  ...more,
});
const stat = {
  data: [
    [at / 1000, [{ count: 3 }]],
    [at / 1000 + 60, []],
  ],
};
const gates = [
  { key: 'boolean', value: null },
  { key: 'percentage_of_actors', value: '25' },
  { key: 'percentage_of_time', value: null },
];

it.each<readonly [string, string, object, object, boolean, string]>([
  [
    'nulls at the tail',
    'datadog',
    v1,
    answer({
      status: 'ok',
      series: [
        {
          interval: 60,
          scope: '*',
          pointlist: [
            [at, 3],
            [at + 60_000, null],
          ],
        },
      ],
    }),
    true,
    'ok',
  ],
  [
    'nulls between the points',
    'datadog',
    v1,
    answer({
      status: 'ok',
      series: [
        {
          interval: 10,
          scope: '*',
          pointlist: Array.from({ length: 20 }, (_, i) => [at + i * 1000, i % 10 === 0 ? 5 : null]),
        },
      ],
    }),
    true,
    'ok',
  ],
  ['no series', 'datadog', v1, answer({ status: 'ok', series: [] }), false, 'empty'],
  [
    'an error in a 200',
    'datadog',
    v1,
    answer({ status: 'error', error: 'Error parsing query' }),
    false,
    'bad_query',
  ],
  [
    'errors in a 200',
    'datadog',
    query('timeseries'),
    answer({ errors: 'Invalid query' }),
    false,
    'bad_query',
  ],
  ['nulls in columns', 'datadog', query('timeseries'), answer(series([1, null, 2])), true, 'ok'],
  [
    'a new member',
    'datadog',
    query('timeseries'),
    answer(series([1], { included: [{}], links: {} })),
    true,
    'ok',
  ],
  [
    'half an object',
    'datadog',
    query('timeseries'),
    { status: 200, body_text: '{"data":{"attr' },
    false,
    'schema_drift',
  ],
  ['nothing at all', 'datadog', query('timeseries'), { status: 200, body_text: '' }, false, 'schema_drift'],
  [
    'a page of HTML',
    'datadog',
    query('timeseries'),
    { status: 200, body_text: '<html>Log in</html>' },
    false,
    'unauthorized',
  ],
  [
    'a redirect',
    'datadog',
    query('timeseries'),
    { status: 302, headers: { location: 'https://x.test/' }, body_text: '' },
    false,
    'unauthorized',
  ],
  [
    'a scalar of nothing',
    'datadog',
    query('scalar'),
    answer({ data: { attributes: { columns: [{ values: [], type: 'number', meta: { unit: null } }] } } }),
    false,
    'empty',
  ],
  [
    'totals by group',
    'datadog',
    aggregate,
    answer({
      data: [{ attributes: { by: { service: 'a' }, compute: { c0: 7 } } }],
      meta: { status: 'done' },
    }),
    true,
    'ok',
  ],
  [
    'more pages of groups',
    'datadog',
    aggregate,
    answer({ data: [{ attributes: { by: {}, compute: { c0: 7 } } }], meta: { page: { after: 'x' } } }),
    true,
    'partial',
  ],
  [
    'an edge that refuses',
    'datadog',
    query('timeseries'),
    {
      status: 403,
      headers: { via: ['haproxy'], bad: 'a\nb' },
      body: { status: 'error', code: 403, errors: ['Forbidden'] },
    },
    false,
    'forbidden',
  ],
  [
    'a limit without a body',
    'datadog',
    query('timeseries'),
    { status: 429, headers: { 'x-ratelimit-reset': 7 }, body_text: '' },
    false,
    'rate_limited',
  ],
  [
    'a failure beside a limit that is nearly used up',
    'datadog',
    query('timeseries'),
    {
      status: 500,
      headers: {
        'x-ratelimit-name': 'q',
        'x-ratelimit-limit': '10',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': '60',
      },
      body_text: 'oops',
    },
    false,
    'upstream_unavailable',
  ],
  [
    'too large a question',
    'datadog',
    query('timeseries'),
    { status: 413, body_text: 'Payload too large' },
    false,
    'too_many_points',
  ],
  [
    'a gateway that gave up',
    'datadog',
    query('timeseries'),
    { status: 504, body_text: '<html>504</html>' },
    false,
    'timeout',
  ],
  ['a conflict', 'sentry', timeline, { status: 409, body: { detail: 'Conflict' } }, false, 'bad_query'],
  ['no project', 'sentry', timeline, answer({ timeSeries: [] }), false, 'empty'],
  [
    'a timeout as 400',
    'sentry',
    timeline,
    { status: 400, body: { detail: 'Query timeout. Please try again.' } },
    false,
    'timeout',
  ],
  [
    'a detail that is an object',
    'sentry',
    timeline,
    { status: 403, body: { detail: { code: 'sso-required' } } },
    false,
    'forbidden',
  ],
  [
    'a limit as a bare text',
    'sentry',
    timeline,
    { status: 429, body_text: '"You are attempting to use this endpoint too frequently."' },
    false,
    'rate_limited',
  ],
  ['one axis', 'sentry', events, answer({ ...stat, isMetricsData: false, meta: { fields: {} } }), true, 'ok'],
  [
    'several axes',
    'sentry',
    events,
    answer({ 'count()': { ...stat, order: 0 }, 'p95()': { ...stat, order: 1 } }),
    true,
    'ok',
  ],
  [
    'top groups of axes',
    'sentry',
    events,
    answer({ a: { 'count()': stat, order: 0 }, Other: { 'count()': stat, order: 1 } }),
    true,
    'ok',
  ],
  [
    'an endpoint nobody reads',
    'sentry',
    { method: 'GET', url: 'https://sentry.io/api/0/organizations/o/members/' },
    answer([]),
    true,
    'unread',
  ],
  [
    'odd numbers',
    'prometheus',
    range,
    answer(
      matrix([
        [1_795_219_860, 'NaN'],
        [1_795_219_920, '+Inf'],
        [1_795_219_980, '3'],
      ]),
    ),
    true,
    'ok',
  ],
  [
    'nothing but odd numbers',
    'prometheus',
    range,
    answer(
      matrix([
        [1_795_219_860, 'NaN'],
        [1_795_219_920, '-Inf'],
      ]),
    ),
    true,
    'empty',
  ],
  [
    'stamps between seconds',
    'prometheus',
    range,
    answer(
      matrix([
        [1_795_219_860.37, '1'],
        [1_795_219_920.37, '2'],
      ]),
    ),
    true,
    'ok',
  ],
  [
    'a warning',
    'prometheus',
    range,
    answer(matrix([[1_795_219_860, '1']], { warnings: ['remote read failed'] })),
    true,
    'partial',
  ],
  [
    'a native histogram',
    'prometheus',
    range,
    answer({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [{ metric: {}, histograms: [[1_795_219_860, { count: '5', sum: '2' }]] }],
      },
    }),
    true,
    'ok',
  ],
  ['plain text', 'prometheus', range, { status: 401, body_text: 'Unauthorized' }, false, 'unauthorized'],
  [
    'a query that was stopped',
    'prometheus',
    range,
    { status: 503, body: { status: 'error', errorType: 'timeout', error: 'query timed out' } },
    false,
    'timeout',
  ],
  [
    'a verb that is not allowed',
    'prometheus',
    range,
    { status: 405, body_text: 'Method Not Allowed' },
    false,
    'bad_query',
  ],
  [
    'a toggle, spaced out',
    'flipper',
    toggle,
    { status: 200, body_text: JSON.stringify({ key: 'letters', state: 'conditional', gates }, null, 2) },
    true,
    'ok',
  ],
  [
    'an unknown toggle',
    'flipper',
    toggle,
    { status: 404, body: { code: 1, message: 'Feature not found.' } },
    false,
    'not_found',
  ],
  [
    'a stack trace',
    'flipper',
    toggle,
    { status: 500, body_text: 'NoMethodError: undefined method' },
    false,
    'upstream_unavailable',
  ],
  [
    'a refused percentage',
    'flipper',
    toggle,
    { status: 422, body: { code: 3, message: 'Percentage' } },
    false,
    'bad_query',
  ],
  [
    'a toggle without gates',
    'flipper',
    { method: 'GET', path: '/features?keys=letters&exclude_gates=true' },
    answer({ features: [{ key: 'letters', state: 'on' }] }),
    true,
    'unread',
  ],
  [
    'an example of any other answer',
    'prometheus',
    {},
    { status: 'default', body: { status: 'error', errorType: 'internal', error: 'x' } },
    false,
    'upstream_unavailable',
  ],
])('%s (%s)', async (name, service, request, response, holds, outcome) => {
  const file = `${service}/${name.replaceAll(' ', '-')}.json`;
  const report = await conformOf([{ name: file, file: { request, response }, holds }]);
  expect(report.lines.map((line) => [line.file, line.outcome])).toEqual([[file, outcome]]);
  expect(others(report)).toEqual([]);
});

const pair = (sum: readonly number[], total: number): readonly Made[] => [
  {
    name: 'datadog/series.json',
    file: { request: query('timeseries'), response: answer(series(sum)) },
    holds: true,
  },
  {
    name: 'datadog/scalar.json',
    file: {
      request: query('scalar'),
      response: answer({
        data: {
          attributes: { columns: [{ name: 'a', values: [total], type: 'number', meta: { unit: null } }] },
        },
      }),
    },
    holds: true,
  },
];

it('compares a series with its total', async () => {
  expect(await conformOf(pair([27, 22], 49))).toMatchObject({ pairs: 1, faults: [] });
});

it.each<readonly [string, readonly Made[], RegExp]>([
  ['a series and a total that differ', pair([27, 22], 50), /its buckets make 49, and .* says 50/],
  ['no pair at all', pair([27, 22], 49).slice(0, 1), /There is no pair/],
  [
    'data that was not read',
    [
      {
        name: 'datadog/a.json',
        file: { request: query('timeseries'), response: answer(series([])) },
        holds: true,
      },
    ],
    /it holds data, and no point was read/,
  ],
  [
    'an endpoint in no list',
    [
      {
        name: 'datadog/a.json',
        file: { request: { method: 'GET', path: '/api/v9/new' }, response: answer({}) },
      },
    ],
    /is in no list/,
  ],
])('finds %s', async (_name, made, fault) => {
  const { faults } = await conformOf(made);
  expect(faults.join('\n')).toMatch(fault);
});
