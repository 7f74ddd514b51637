import { describe, expect, it } from 'vitest';
import { asking, codesOf, dataOf, minute, never, readOne, start } from '../asked.ts';
import { proxyOn, troubles, upstream, type Got, type Reply } from '../upstream-rig.ts';
import { askedOf, datadogEnv, scalar, timeseries } from './datadog-rig.ts';

const now = (): number => start + 10 * minute + 5_000;
const metric = 'sum:hits{env:prod}';
const times = [0, 1, 2].map((k) => start + k * minute);
const one = (more: Parameters<typeof asking>[1] = {}): ReturnType<typeof asking> =>
  asking(metric, { source: 'datadog', ...more });

async function over(reply: (got: Got) => Reply, more: Readonly<Record<string, string>> = {}) {
  const { url, got } = await upstream(reply);
  return { got, proxy: proxyOn({ ...datadogEnv, STAGEWATCH_DATADOG_URL: url, ...more }, now) };
}

describe('time series of Datadog', () => {
  it('asks for counts by name of the roll-up, with both keys, and leaves absent buckets as gaps', async () => {
    const { proxy, got } = await over(() => timeseries(times, [{ query: 0, values: [4, null, 6] }]));
    const result = await readOne(proxy, one());
    expect(dataOf(result).values).toEqual([4, null, 6, null, null, null, null, null, null, null]);
    expect(dataOf(result).completeThrough).toBe(start + 10 * minute);
    const [first] = got;
    if (first === undefined) throw new Error('Nothing was asked.');
    expect(first.headers).toMatchObject({
      'dd-api-key': 'api-key-in-the-test',
      'dd-application-key': 'app-key-in-the-test',
    });
    const { queries, ...frame } = askedOf(first);
    expect(frame).toMatchObject({ from: start, to: start + 10 * minute, interval: minute });
    expect(queries.map(({ query }) => query)).toEqual(['sum:hits{env:prod}.as_count().rollup(sum, 60)']);
  });

  it('keeps a roll-up the plan names, and leaves an expression as it is written', async () => {
    const { proxy, got } = await over(() => timeseries([], []));
    const written = ['sum:a{*}.as_count().rollup(sum, 30)', 'sum:a{*}.as_count() / sum:b{*}.as_count()'];
    await proxy.readSeries(
      written.map((query, i) => asking(query, { id: String(i), source: 'datadog' })),
      never,
    );
    const [first] = got;
    expect(first === undefined ? [] : askedOf(first).queries.map(({ query }) => query)).toEqual(written);
  });

  it('puts the questions of one plan in one request, and each answer to its question', async () => {
    const { proxy, got } = await over((each) => {
      const { queries } = askedOf(each);
      return timeseries(
        times,
        queries.map((query, i) => {
          const value = Number(/m(\d)/.exec(query.query ?? '')?.[1]);
          return { query: i, values: [value, value, value] };
        }),
      );
    });
    const requests = [1, 2, 3, 4].map((n) => asking(`sum:m${n}{*}`, { id: `s${n}`, source: 'datadog' }));
    const results = await proxy.readSeries(requests, never);
    expect(got).toHaveLength(1);
    expect(results.map((result) => dataOf(result).values[0])).toEqual([1, 2, 3, 4]);
  });

  it('does not let one wrong query take the others with it, and remembers which it was', async () => {
    const { proxy, got } = await over((each) => {
      const { queries } = askedOf(each);
      if (queries.some(({ query }) => query?.includes('wrong') === true)) {
        return { status: 400, body: { errors: ['API input validation failed: unknown function'] } };
      }
      return timeseries(
        times,
        queries.map((_, i) => ({ query: i, values: [1, 1, 1] })),
      );
    });
    const requests = ['sum:a{*}', 'sum:wrong{*}', 'sum:b{*}'].map((query, i) =>
      asking(query, { id: String(i), source: 'datadog' }),
    );
    const results = await proxy.readSeries(requests, never);
    expect(results.map(({ status }) => status)).toEqual(
      ['ok', 'error', 'ok'].map((s) => (s === 'ok' ? 'stale' : s)),
    );
    expect(codesOf(results[1] ?? readFailure())).toEqual(['bad_query']);
    expect(got).toHaveLength(4);
    const wider = requests.map((request) => ({ ...request, window: { from: start - minute, to: start } }));
    await proxy.readSeries(wider, never);
    expect(got).toHaveLength(6);
  });

  it('gives the values of a tag beside the whole', async () => {
    const { proxy, got } = await over(() =>
      timeseries(times, [
        { query: 0, values: [5, 5, 5] },
        { query: 1, tags: ['status:504'], values: [2, null, 1] },
        { query: 1, tags: ['status:200'], values: [3, 5, 4] },
      ]),
    );
    const result = dataOf(await readOne(proxy, one({ by: 'status' })));
    expect(got).toHaveLength(1);
    expect(result.values.slice(0, 3)).toEqual([5, 5, 5]);
    expect(result.groups?.map(({ key, values }) => [key, values.slice(0, 3)])).toEqual([
      ['504', [2, null, 1]],
      ['200', [3, 5, 4]],
    ]);
  });

  it('counts people over the whole window, and never adds them up', async () => {
    const { proxy, got } = await over(({ url }) =>
      url.pathname.endsWith('/scalar') ? scalar(7) : timeseries(times, [{ query: 0, values: [4, 4, 4] }]),
    );
    const asked = { kind: 'unique', dataset: 'logs', measure: '@usr.id' } as const;
    const result = dataOf(await readOne(proxy, one(asked)));
    expect(result.total).toBe(7);
    const ask = got.map((each) => each.body).find((body) => body.includes('scalar_request')) ?? '';
    expect(ask).toContain('"aggregation":"cardinality","metric":"@usr.id"');
  });

  it.each([
    ['seconds', { family: 'time', name: 'second', scale_factor: 1 }, null, 2000],
    ['nanoseconds', { family: 'time', name: 'nanosecond', scale_factor: 1e-9 }, null, 0.000_002],
    ['what the plan says', null, 's', 2000],
    [
      'what Datadog says, before the plan',
      { family: 'time', name: 'millisecond', scale_factor: 0.001 },
      's',
      2,
    ],
  ] as const)('turns durations into milliseconds by %s', async (_name, unit, planned, expected) => {
    const { proxy } = await over(() => timeseries(times, [{ query: 0, unit, values: [2, 2, 2] }]));
    const result = dataOf(await readOne(proxy, one({ kind: 'duration', unit: planned })));
    expect(result.values[0]).toBeCloseTo(expected, 12);
  });

  it('gives no number for a duration nobody knows the unit of', async () => {
    const { proxy } = await over(() => timeseries(times, [{ query: 0, values: [2, 2, 2] }]));
    expect(codesOf(await readOne(proxy, one({ kind: 'duration' })))).toEqual(['bad_query']);
  });

  it('gives no average of several series', async () => {
    const { proxy } = await over(() =>
      timeseries(times, [
        { query: 0, tags: ['host:a'], values: [1, 1, 1] },
        { query: 0, tags: ['host:b'], values: [9, 9, 9] },
      ]),
    );
    expect(codesOf(await readOne(proxy, one({ kind: 'gauge' })))).toEqual(['bad_query']);
  });

  it('reads a long window in pieces that are below the number of points Datadog answers with', async () => {
    const { proxy, got } = await over((each) => {
      const { from } = askedOf(each);
      return timeseries([from], [{ query: 0, values: [1] }]);
    });
    const window = { from: start - 2_500 * minute, to: start };
    const result = dataOf(await readOne(proxy, one({ window })));
    expect(result.values.filter((value) => value === 1)).toHaveLength(3);
    expect(got.map((each) => (askedOf(each).to - askedOf(each).from) / minute)).toEqual([1000, 1000, 500]);
  });

  it('says that nothing matched, and does not call that zero', async () => {
    const { proxy } = await over(() => timeseries([], []));
    const result = await readOne(proxy, one());
    expect([result.status, codesOf(result)]).toEqual(['empty', ['no_data']]);
    expect(dataOf(result).values.every((value) => value === null)).toBe(true);
  });
});

function readFailure(): never {
  throw new Error('There is no such answer.');
}

const v1 = (more: object = {}): object => ({
  status: 'ok',
  series: [
    {
      interval: 60,
      scope: 'status:504',
      tag_set: ['status:504'],
      unit: null,
      pointlist: [
        [start, 3],
        [start + 1000, null],
        [start + minute, 4],
      ],
      ...more,
    },
  ],
});
const withoutV2 =
  (reply: Reply) =>
  ({ url }: Got): Reply =>
    url.pathname.startsWith('/api/v2/query/') ? { status: 404, body: { errors: ['Not found'] } } : reply;

describe('the older endpoints of Datadog', () => {
  it('serve metrics where the newer one is missing, and it is asked for but once', async () => {
    const { proxy, got } = await over(withoutV2({ body: v1() }));
    expect(dataOf(await readOne(proxy, one())).values.slice(0, 3)).toEqual([3, 4, null]);
    await readOne(proxy, asking('sum:other{*}', { source: 'datadog' }));
    expect(got.map(({ url }) => url.pathname)).toEqual([
      '/api/v2/query/timeseries',
      '/api/v1/query',
      '/api/v1/query',
    ]);
    expect(got[1]?.url.searchParams.get('from')).toBe(String(start / 1000));
  });

  it('say an error in an answer with status 200', async () => {
    const body = { status: 'error', error: 'Error parsing query', series: [] };
    const { proxy } = await over(withoutV2({ body }));
    const result = await readOne(proxy, one());
    expect(result).toMatchObject({
      error: { code: 'bad_query', message: expect.stringContaining('Error parsing query') },
    });
  });

  it('give no number from buckets wider than asked', async () => {
    const { proxy } = await over(withoutV2({ body: v1({ interval: 300 }) }));
    expect(codesOf(await readOne(proxy, one()))).toEqual(['too_many_points']);
  });

  const stamped = [0, 1].map((k) => ({ time: new Date(start + k * minute).toISOString(), value: 5 + k }));

  it.each([
    ['logs', { meta: { status: 'done' }, data: { buckets: [{ by: {}, computes: { c0: stamped } }] } }],
    [
      'spans',
      {
        meta: { status: 'done' },
        data: [{ type: 'bucket', attributes: { by: {}, compute: { c0: stamped } } }],
      },
    ],
  ])('aggregate %s', async (dataset, body) => {
    const { proxy, got } = await over(withoutV2({ body }));
    const result = await readOne(proxy, one({ dataset }));
    expect(dataOf(result).values.slice(0, 3)).toEqual([5, 6, null]);
    expect(got[1]?.url.pathname).toBe(`/api/v2/${dataset}/analytics/aggregate`);
    expect(got[1]?.body).toContain('"interval":"60s"');
  });

  it('call an aggregation that ran out of time partial', async () => {
    const body = { meta: { status: 'timeout' }, data: { buckets: [{ by: {}, computes: { c0: stamped } }] } };
    const { proxy } = await over(withoutV2({ body }));
    const window = { from: start, to: start + 2 * minute };
    const result = await readOne(proxy, one({ dataset: 'logs', window }));
    expect([result.status, codesOf(result)]).toEqual(['partial', ['partial_upstream']]);
  });
});

const monitor = (state: string, more: object = {}): Reply => ({
  body: { id: 5, name: 'Letters', overall_state: state, ...more },
});

describe('a monitor of Datadog', () => {
  const state = one({ kind: 'gauge', dataset: 'monitor', query: '5' });

  it.each([
    ['OK', 0],
    ['Warn', 1],
    ['Alert', 2],
    ['No Data', null],
    ['Skipped', null],
    ['a state of the future', null],
  ])('in state %s is %s, from when it got there', async (word, level) => {
    const modified = new Date(start + 7 * minute).toISOString();
    const { proxy } = await over(() => monitor(word, { overall_state_modified: modified }));
    const { values } = dataOf(await readOne(proxy, state));
    expect(values.slice(6)).toEqual([null, level, level, level]);
  });

  it('is muted only in words', async () => {
    const { proxy } = await over(() => monitor('Alert', { options: { silenced: { '*': null } } }));
    const result = await readOne(proxy, state);
    expect(dataOf(result).values.at(-1)).toBe(2);
    expect(result).toMatchObject({ issues: [{ message: expect.stringContaining('muted') }] });
  });

  it('has a number', async () => {
    const { proxy, got } = await over(() => monitor('OK'));
    expect(codesOf(await readOne(proxy, { ...state, query: '../../v2/users' }))).toEqual(['bad_query']);
    expect(got).toHaveLength(0);
  });
});

describe('a failure of Datadog', () => {
  const refusals: readonly (readonly [string, string, Reply])[] = [
    ['a bad key', 'forbidden', { status: 403, body: { status: 'error', code: 403, errors: ['Forbidden'] } }],
    ['a missing scope', 'forbidden', { status: 403, body: { errors: [{ title: 'Forbidden' }] } }],
    ['no login', 'unauthorized', { status: 401, body: '' }],
    ['no such way', 'not_found', { status: 404, body: { errors: ['Not found'] } }],
    ['a wrong query', 'bad_query', { status: 422, body: { errors: ['bad'] } }],
    [
      'a time it no longer holds',
      'window_unsupported',
      { status: 400, body: { errors: ['Queries ending outside the retention date are invalid'] } },
    ],
    [
      'a used-up limit',
      'rate_limited',
      { status: 429, headers: { 'x-ratelimit-reset': '60', 'x-ratelimit-name': 'q' }, body: { data: [] } },
    ],
    ['errors beside data', 'bad_query', timeseries([], [], { errors: 'query failed' })],
    ['rows that do not fit their times', 'schema_drift', timeseries(times, [{ query: 0, values: [1] }])],
    ['an index of no query', 'schema_drift', timeseries(times, [{ query: 3, values: [1, 1, 1] }])],
  ];

  it.each([...refusals, ...troubles])('%s is %s, and no number', async (_name, code, reply) => {
    const { proxy } = await over(() => reply, {
      STAGEWATCH_DEADLINE: reply.hangs === true ? '200ms' : '10s',
    });
    const result = await readOne(proxy, one());
    expect(codesOf(result)).toEqual([code]);
    expect(result).not.toHaveProperty('data');
    expect(JSON.stringify(result)).not.toMatch(/(api|app)-key-in-the-test/);
  });

  it('names the remedy for a refused key', async () => {
    const { proxy } = await over(() => ({ status: 403, body: { errors: ['Forbidden'] } }));
    const message = expect.stringContaining('STAGEWATCH_DATADOG_APP_KEY');
    expect(await readOne(proxy, one())).toMatchObject({ error: { message } });
  });

  it.each([
    ['histogram', null],
    ['counter', null],
    ['issues', null],
    ['unique', null],
    ['duration', 'logs'],
    ['count', 'no such dataset'],
  ] as const)('is said at once for kind %s of dataset %s', async (kind, dataset) => {
    const { proxy, got } = await over(() => ({}));
    expect(codesOf(await readOne(proxy, one({ kind, dataset })))).toEqual(['bad_query']);
    expect(got).toHaveLength(0);
  });
});
