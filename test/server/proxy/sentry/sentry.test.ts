import { describe, expect, it } from 'vitest';
import { asking, codesOf, dataOf, minute, readOne, start } from '../asked.ts';
import { proxyOn, troubles, upstream, type Got, type Reply } from '../upstream-rig.ts';

const now = (): number => start + 12 * minute;
const env = {
  STAGEWATCH_SENTRY_ORG: 'team',
  STAGEWATCH_SENTRY_TOKEN: 'token-in-the-test',
  STAGEWATCH_SENTRY_PROJECTS: '3, web',
  STAGEWATCH_SENTRY_ENVIRONMENT: 'production',
};
const errors = (more: Parameters<typeof asking>[1] = {}): ReturnType<typeof asking> =>
  asking('level:error', { source: 'sentry', ...more });

async function over(reply: (got: Got) => Reply, more: Readonly<Record<string, string>> = {}) {
  const { url, got } = await upstream(reply);
  return { got, proxy: proxyOn({ ...env, STAGEWATCH_SENTRY_URL: `${url}/`, ...more }, now) };
}

interface Line {
  readonly values: readonly (number | null)[];
  readonly group?: string;
  readonly unit?: string;
  readonly isOther?: boolean;
  readonly incompleteFrom?: number;
  readonly step?: number;
}

function timeseries(lines: readonly Line[], more: object = {}): Reply {
  return {
    body: {
      meta: { dataset: 'errors', start, end: start + 10 * minute },
      timeSeries: lines.map(({ values, group, unit, isOther = false, incompleteFrom, step = minute }) => ({
        yAxis: 'count()',
        groupBy: group === undefined ? null : [{ key: 'transaction', value: group }],
        meta: {
          valueType: 'integer',
          valueUnit: unit ?? null,
          interval: step,
          dataScanned: 'full',
          isOther,
          ...more,
        },
        values: values.map((value, k) => ({
          timestamp: start + k * step,
          value,
          incomplete: incompleteFrom !== undefined && k >= incompleteFrom,
        })),
      })),
    },
  };
}

const ten = [1, 0, 0, 2, 0, 0, 0, 0, 3, 0];

describe('time series of Sentry', () => {
  it('asks for aligned times, the projects and the environment, and keeps zeros as zeros', async () => {
    const { proxy, got } = await over(() => timeseries([{ values: ten }]));
    const result = await readOne(proxy, errors());
    expect([result.status, dataOf(result).values]).toEqual(['ok', ten]);
    const [first] = got;
    expect(first?.url.pathname).toBe('/api/0/organizations/team/events-timeseries/');
    expect(first?.headers.authorization).toBe('Bearer token-in-the-test');
    expect(Object.fromEntries(first?.url.searchParams ?? [])).toMatchObject({
      yAxis: 'count()',
      query: 'level:error',
      start: '2026-01-05T14:00:00',
      end: '2026-01-05T14:10:00',
      interval: '60',
      environment: 'production',
    });
    expect(first?.url.searchParams.getAll('project')).toEqual(['3', 'web']);
  });

  it('calls complete only what Sentry does not call incomplete', async () => {
    const { proxy } = await over(() => timeseries([{ values: ten, incompleteFrom: 7 }]));
    expect(dataOf(await readOne(proxy, errors())).completeThrough).toBe(start + 7 * minute);
  });

  it('gives groups beside the whole, the rest as one of them', async () => {
    const { proxy } = await over(({ url }) =>
      url.searchParams.has('topEvents')
        ? timeseries([
            { values: ten, group: 'letters#show' },
            { values: ten, group: '', isOther: true },
          ])
        : timeseries([{ values: ten.map((value) => value * 2) }]),
    );
    const result = dataOf(await readOne(proxy, errors({ by: 'transaction' })));
    expect(result.groups?.map(({ key }) => key)).toEqual(['letters#show', 'other']);
    expect(result.values[0]).toBe(2);
  });

  it('turns durations into milliseconds, and guesses no unit', async () => {
    const asked = { kind: 'duration', dataset: 'spans', measure: 'span.duration', statistic: 'p95' } as const;
    const { proxy, got } = await over(() => timeseries([{ values: ten, unit: 'second' }]));
    expect(dataOf(await readOne(proxy, errors(asked))).values[0]).toBe(1000);
    expect(got[0]?.url.searchParams.get('yAxis')).toBe('p95(span.duration)');
    const { proxy: without } = await over(() => timeseries([{ values: ten }]));
    expect(codesOf(await readOne(without, errors(asked)))).toEqual(['bad_query']);
  });

  it('counts people over the whole window', async () => {
    const { proxy } = await over(({ url }) =>
      url.pathname.endsWith('/events/')
        ? { body: { data: [{ 'count_unique(user)': 4 }], meta: {} } }
        : timeseries([{ values: ten }]),
    );
    expect(dataOf(await readOne(proxy, errors({ kind: 'unique' }))).total).toBe(4);
  });

  it('gives no number from buckets wider than asked', async () => {
    const { proxy } = await over(() => timeseries([{ values: [5, 5], step: 5 * minute }]));
    expect(codesOf(await readOne(proxy, errors()))).toEqual(['too_many_points']);
  });

  it('says that the token sees no project', async () => {
    const { proxy } = await over(() => ({ body: { timeSeries: [] } }));
    const result = await readOne(proxy, errors());
    expect(result).toMatchObject({
      status: 'empty',
      issues: [{ message: expect.stringContaining('no project') }],
    });
  });

  it('calls an answer from a part of the data partial', async () => {
    const { proxy } = await over(() => timeseries([{ values: ten }], { dataScanned: 'partial' }));
    expect((await readOne(proxy, errors())).status).toBe('partial');
  });

  it('reads an older installation by the way its screens use', async () => {
    const data = [
      [start / 1000, [{ count: 3 }]],
      [start / 1000 + 60, []],
      [start / 1000 + 120, [{ count: null }]],
    ];
    const { proxy } = await over(({ url }) =>
      url.pathname.includes('events-stats') ? { body: { data } } : { status: 404, body: { detail: 'no' } },
    );
    const window = { from: start, to: start + 3 * minute };
    expect(dataOf(await readOne(proxy, errors({ window }))).values).toEqual([3, 0, null]);
  });
});

const issue = (at: number, id: string): object => ({
  id,
  firstSeen: new Date(at).toISOString(),
  count: '150',
  assignedTo: { name: 'Someone', email: 'someone@example.gov' },
});
const link = (more: boolean): Readonly<Record<string, string>> => ({
  link: `<http://elsewhere.test/>; rel="previous"; results="false"; cursor="0:0:1", <http://elsewhere.test/>; rel="next"; results="${more}"; cursor="0:100:0"`,
});

describe('new issues of Sentry', () => {
  it('are counted in the bucket they were first seen in, over all pages, none else', async () => {
    const { proxy, got } = await over(({ url }) =>
      url.searchParams.has('cursor')
        ? { headers: link(false), body: [issue(start + 5 * minute + 1, '2')] }
        : { headers: link(true), body: [issue(start + 30_000, '1'), issue(start - 1, '0')] },
    );
    const result = await readOne(proxy, errors({ kind: 'issues' }));
    expect(dataOf(result).values).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
    expect(got[1]?.url.searchParams.get('cursor')).toBe('0:100:0');
    expect(got[0]?.url.searchParams.get('query')).toBe(
      'level:error firstSeen:>=2026-01-05T14:00:00 firstSeen:<2026-01-05T14:10:00',
    );
    expect(JSON.stringify(result)).not.toMatch(/example\.gov|Someone/);
  });

  it('are cut off after so many pages, and that is said', async () => {
    const { proxy, got } = await over(() => ({ headers: link(true), body: [issue(start, '1')] }));
    const result = await readOne(proxy, errors({ kind: 'issues' }));
    expect([result.status, codesOf(result)]).toEqual(['partial', ['truncated']]);
    expect(got).toHaveLength(10);
  });
});

describe('a failure of Sentry', () => {
  const refusals: readonly (readonly [string, string, Reply])[] = [
    [
      'no login',
      'unauthorized',
      { status: 401, body: { detail: 'Authentication credentials were not provided.' } },
    ],
    ['a missing scope', 'forbidden', { status: 403, body: { detail: { code: 'x' } } }],
    ['no such organisation', 'not_found', { status: 404, body: { detail: 'Not found' } }],
    ['a wrong query', 'bad_query', { status: 400, body: { detail: 'Invalid query' } }],
    [
      'a query timeout as 400',
      'timeout',
      { status: 400, body: { detail: 'Query timeout. Please try again.' } },
    ],
    [
      'a used-up limit, said in plain text',
      'rate_limited',
      {
        status: 429,
        headers: { 'x-sentry-rate-limit-reset': String(start / 1000 + 3600) },
        body: '"You are attempting to use this endpoint too frequently."',
      },
    ],
  ];

  it.each([...refusals, ...troubles])('%s is %s, and no number', async (_name, code, reply) => {
    const { proxy } = await over(() => reply, {
      STAGEWATCH_DEADLINE: reply.hangs === true ? '200ms' : '10s',
    });
    const result = await readOne(proxy, errors());
    expect(codesOf(result)).toEqual([code]);
    expect(result).not.toHaveProperty('data');
    expect(JSON.stringify(result)).not.toContain('token-in-the-test');
  });

  it('comes back when the limit is reset', async () => {
    const headers = { 'x-sentry-rate-limit-reset': String(start / 1000 + 3600) };
    const { proxy, got } = await over(() => ({ status: 429, headers }));
    expect(await readOne(proxy, errors())).toMatchObject({ error: { retryAt: start + 3_600_000 } });
    await readOne(proxy, errors());
    expect(got).toHaveLength(1);
  });

  it('is only that of who asks for it: a team without Sentry sets nothing', async () => {
    const proxy = proxyOn({}, now);
    expect(codesOf(await readOne(proxy, errors()))).toEqual(['not_configured']);
    expect(proxy.sources().find(({ id }) => id === 'sentry')).toMatchObject({
      configured: false,
      lastError: null,
    });
  });
});
