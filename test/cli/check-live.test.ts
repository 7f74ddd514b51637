import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { check } from '../../src/cli/check.ts';
import { environmentOf, queryTags } from '../../src/cli/live/query-tags.ts';
import { readRetention } from '../../src/cli/live/retention.ts';
import { askedOf, datadogEnv, scalar, timeseries, type Line } from '../server/proxy/datadog/datadog-rig.ts';
import { upstream, type Got, type Reply } from '../server/proxy/upstream-rig.ts';

let folder: string;
let out: string[];
let errors: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagewatch-live-'));
  out = [];
  errors = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => out.push(text));
  vi.spyOn(console, 'error').mockImplementation((text: string) => errors.push(text));
});

afterEach(() => rm(folder, { recursive: true }));

/** Line 14 is the first signal. */
const plan = (signals: readonly string[], rest = ''): string => `# Permits

## Success criteria

- Errors: fewer than 5

## Rollback

Errors of 5 or more: turn the toggle off.

\`\`\`stagewatch
toggles: [{ key: permits }]
signals:
${signals.map((one) => `  ${one}`).join('\n')}
stages: [{ id: a, percent: 5, length: 1d }]
criteria:
  - { id: rate, count: s, limit: "< 5", breach: roll back }
${rest}\`\`\`
`;

interface Service {
  /** Metric and tags that are really sent; a query matches with all of its tags among them. */
  readonly sent: Readonly<Record<string, readonly string[]>>;
  readonly unit?: Readonly<Record<string, object>>;
  readonly value?: number;
}

/** A Datadog that holds values for some metrics and tags, and says nothing of the others. */
function datadog({ sent, unit = {}, value = 7 }: Service) {
  return (got: Got): Reply => {
    if (got.url.pathname !== '/api/v2/query/timeseries')
      return { status: 404, body: { errors: ['Not found'] } };
    const { from, to, interval = 300_000, queries } = askedOf(got);
    const times = Array.from({ length: (to - from) / interval }, (_, i) => from + i * interval);
    const lines = queries.flatMap(({ query = '' }, i): Line[] => {
      const [, metric = '', filter = ''] = /^\w+:([\w.]+)\{([^}]*)\}/.exec(query) ?? [];
      const tags = sent[metric];
      const isMet = filter.split(/,\s*/).every((one) => one === '*' || tags?.includes(one) === true);
      if (tags === undefined || !isMet) return [];
      return [{ query: i, unit: unit[metric] ?? null, values: times.map(() => value) }];
    });
    return timeseries(lines.length === 0 ? [] : times, lines);
  };
}

/** Checks a plan against an upstream; says its exit code and what it printed. */
async function live(
  text: string,
  reply: (got: Got) => Reply,
  env: (url: string) => Readonly<Record<string, string>> = (url) => ({
    ...datadogEnv,
    STAGEWATCH_DATADOG_URL: url,
  }),
  deadline = '15s',
): Promise<{ readonly code: number; readonly said: string; readonly got: readonly Got[] }> {
  const { url, got } = await upstream(reply);
  const path = join(folder, 'plan.md');
  await writeFile(path, text);
  const code = await check(['--live', path], { STAGEWATCH_DEADLINE: deadline, ...env(url) });
  return { code, said: out.join('\n'), got };
}

const liveLines = (said: string): readonly string[] =>
  said
    .split('\n')
    .filter((line) => /\[live-/.test(line))
    .map((line) => line.replace(/^.*plan\.md:/, ''));

const count = (query: string): string => `s: { source: datadog, kind: count, query: '${query}' }`;
const hits = { 'permits.hits': ['env:eks-prod', 'controller:permits'] };

const oneStatus = (got: Got): Reply => {
  const { from, queries } = askedOf(got);
  const lines = queries.map(({ query = '' }, i) => ({
    query: i,
    tags: query.includes(' by ') ? ['status:200'] : [],
    values: [5],
  }));
  return timeseries([from], lines);
};

/** A Datadog that has one value for whatever it is asked. */
const anyValue = (got: Got): Reply => {
  if (got.url.pathname.endsWith('/scalar')) return scalar(5);
  const { from, queries } = askedOf(got);
  return timeseries(
    [from],
    queries.map((_, i) => ({ query: i, values: [5] })),
  );
};

describe('check --live over Datadog', () => {
  it('finds nothing where every signal gives values from production', async () => {
    const { code, said } = await live(
      plan([count('sum:permits.hits{env:eks-prod}')]),
      datadog({ sent: hits }),
    );
    expect(liveLines(said)).toEqual([]);
    expect(code).toBe(0);
  });

  it.each([
    [
      'a metric that was never sent',
      count('sum:permits.hitz{env:eks-prod}'),
      /^14: must-fix: "s" gave nothing in the last 1 day\. No single one of its tags \(env:eks-prod\).*\[live-empty\]$/,
    ],
    [
      'a tag that was never sent, by its name',
      count('sum:permits.hits{env:eks-prod,controller:permitz}'),
      /^14: must-fix: .*Without controller:permitz there are values: that tag was never sent with it\..*\[live-empty\]$/,
    ],
    [
      'staging where production is watched',
      count('sum:staged.hits{env:eks-staging}'),
      /^14: must-fix: "s" asks for env:eks-staging.*\[live-environment\]$/,
    ],
    [
      'no environment at all',
      count('sum:permits.hits{controller:permits}'),
      /^14: look: "s" names no environment.*\[live-environment\]$/,
    ],
    [
      'a count that is a time',
      count('sum:permits.took{env:eks-prod}'),
      /^14: must-fix: "s": Datadog gives second, and the plan reads it as a count\. \[live-unit\]$/,
    ],
    [
      'a duration in another unit than the plan says',
      `s: { source: datadog, kind: duration, unit: ms, query: 'avg:permits.took{env:eks-prod}' }`,
      /^14: must-fix: "s": Datadog gives second, and the plan says another; Datadog's is used\. \[live-unit\]$/,
    ],
    [
      'a duration that is bytes',
      `s: { source: datadog, kind: duration, unit: ms, query: 'avg:permits.size{env:eks-prod}' }`,
      /^14: must-fix: "s": Datadog gives byte, and the plan reads it as a duration\. \[live-unit\]$/,
    ],
    [
      'a source that is not set up',
      `s: { source: sentry, kind: count, query: 'environment:production' }`,
      /^14: must-fix: "s": The source "sentry" is not configured.*\[live-not-configured\]$/,
    ],
  ])('names %s', async (_name, signal, expected) => {
    const second = { family: 'time', name: 'second', scale_factor: 1 };
    const byte = { family: 'bytes', name: 'byte', scale_factor: 1 };
    const tags = ['env:eks-prod'];
    const service = {
      sent: { ...hits, 'permits.took': tags, 'permits.size': tags, 'staged.hits': ['env:eks-staging'] },
      unit: { 'permits.took': second, 'permits.size': byte },
    };
    const { code, said } = await live(plan([signal]), datadog(service));
    expect(liveLines(said)).toEqual([expect.stringMatching(expected)]);
    expect(code).toBe(expected.source.includes('must-fix') ? 1 : 0);
  });

  it.each([
    ['a refused key', { status: 403, body: { errors: ['Forbidden'] } }, 'live-forbidden'],
    ['a failing source', { status: 500, body: 'oops' }, 'live-upstream-unavailable'],
    ['no answer', { hangs: true }, 'live-timeout'],
    ['another shape', { body: { hello: 'world' } }, 'live-schema-drift'],
  ])('must be fixed with %s: nothing that can’t be read passes', async (_name, reply, finding) => {
    const { code, said } = await live(plan([count('sum:permits.hits{env:eks-prod}')]), () => reply);
    expect(said).toContain(`must-fix: "s": `);
    expect(liveLines(said)).toEqual([expect.stringContaining(`[${finding}]`)]);
    expect(code).toBe(1);
  });

  it('lets nothing pass for zero where the plan says so, and says it', async () => {
    const signals = [
      `s: { source: datadog, kind: count, absent: zero, heartbeat: beat, query: 'sum:permits.errors{env:eks-prod}' }`,
      `beat: { source: datadog, kind: count, query: 'sum:permits.hits{env:eks-prod}' }`,
    ];
    const { code, said } = await live(plan(signals), datadog({ sent: hits }));
    expect(liveLines(said)).toEqual([expect.stringMatching(/^14: look: .*The plan counts that as zero/)]);
    expect(code).toBe(0);
  });

  it('names groups that never came, beside those that did', async () => {
    const signals = [
      `s: { source: datadog, kind: count, by: status, query: 'sum:permits.hits{env:eks-prod}' }`,
    ];
    const text = plan(signals).replace(
      'count: s, limit: "< 5"',
      'classes: { signal: s, of: s, groups: ["504"] }, limit: "< 5%"',
    );
    const { said } = await live(text, oneStatus);
    expect(said).toMatch(/names status 504, which never came; what came: 200\. \[live-tag\]/);
  });

  it('names a figure over a month of distinct people that the source no longer holds when it is due', async () => {
    const signals = [
      count('sum:permits.hits{env:eks-prod}'),
      `people: { source: datadog, dataset: logs, kind: unique, measure: '@usr.id', query: 'env:eks-prod' }`,
    ];
    const kpis = `kpis:
  - { id: reach, label: People reached, count: people }
  - { id: sum, label: All hits, count: s }
checkins:
  - { id: one-week, after: 7d, from: a }
  - { id: one-month, after: 30d, from: a }
`;
    const { code, said } = await live(plan(signals, kpis), anyValue);
    expect(liveLines(said).filter((line) => line.includes('live-retention'))).toEqual([
      expect.stringMatching(
        /must-fix: "People reached" over 30 days \(check-in one-month\) reads "people", and datadog \(logs\) keeps 15 days by default/,
      ),
    ]);
    expect(code).toBe(1);
    out = [];
    const longer = await live(plan(signals, kpis), anyValue, (url) => ({
      ...datadogEnv,
      STAGEWATCH_DATADOG_URL: url,
      STAGEWATCH_RETENTION: 'datadog/logs=60d',
    }));
    expect(longer.said).not.toContain('live-retention');
  });
});

const prometheus = (url: string): Readonly<Record<string, string>> => ({ STAGEWATCH_PROMETHEUS_URL: url });

/** A Prometheus that has everything but what names "nowhere". */
const anywhereBut = ({ body }: Got): Reply => {
  const asked = new URLSearchParams(body);
  const isThere = !(asked.get('query') ?? '').includes('nowhere');
  const values = Array.from({ length: 288 }, (_, i) => [Number(asked.get('start')) + i * 300, '0.2']);
  const result = isThere ? [{ metric: {}, values }] : [];
  return { body: { status: 'success', data: { resultType: 'matrix', result } } };
};

describe('check --live over the other sources', () => {
  it('finds the label of Prometheus that nothing has, and the unit its metric’s name says', async () => {
    const signals = [
      `s: { source: prometheus, kind: gauge, query: 'up{job="permits",pod="nowhere"}' }`,
      `took: { source: prometheus, kind: duration, unit: ms, query: 'avg(permit_seconds)' }`,
    ];
    const { code, said } = await live(plan(signals), anywhereBut, prometheus);
    expect(liveLines(said)).toEqual([
      expect.stringMatching(/^14: must-fix: "s" gave nothing .*Without pod="nowhere" there are values/),
      expect.stringMatching(
        /^15: must-fix: "took" is read in ms, and its metric's name says seconds.*\[live-unit\]$/,
      ),
    ]);
    expect(code).toBe(1);
  });

  it('says which toggle can’t be read', async () => {
    const { said } = await live(
      plan([`s: { source: example, kind: count, query: "count total=30 over=2d seed=x" }`]),
      () => ({ body: { features: [] } }),
      (url) => ({ STAGEWATCH_FLIPPER_URL: url }),
    );
    expect(liveLines(said)).toEqual([
      expect.stringMatching(/^12: look: Flipper knows no toggle "permits".*\[live-toggle\]$/),
    ]);
  });

  it('never writes to a source', async () => {
    const { got } = await live(plan([count('sum:permits.hits{env:eks-prod}')]), datadog({ sent: {} }));
    expect(new Set(got.map(({ method, url }) => `${method} ${url.pathname}`))).toEqual(
      new Set(['POST /api/v2/query/timeseries']),
    );
  });

  it('exits 2 where a variable can’t be read, and asks nobody', async () => {
    const { code, got } = await live(
      plan([count('x')]),
      () => ({}),
      () => ({ STAGEWATCH_RETENTION: 'logs' }),
    );
    expect([code, got.length]).toEqual([2, 0]);
    expect(errors.join('\n')).toContain(`STAGEWATCH_RETENTION can't be read at "logs"`);
  });

  it('asks nobody without the option', async () => {
    const { url, got } = await upstream(() => ({ status: 500 }));
    const path = join(folder, 'plan.md');
    await writeFile(path, plan([count('sum:permits.hits{env:eks-prod}')]));
    expect(await check([path], { ...datadogEnv, STAGEWATCH_DATADOG_URL: url })).toBe(0);
    expect(got).toEqual([]);
  });
});

it.each([
  ['datadog', 'sum:a.b{env:eks-prod,status:5*}.as_count()', ['env:eks-prod', 'status:5*']],
  ['datadog', 'sum:a.b{!status:200} by {host}', ['!status:200']],
  [
    'datadog',
    'service:x -status:info @http.status_code:504 "a: b"',
    ['service:x', '-status:info', '@http.status_code:504'],
  ],
  ['datadog', '(sum:a{env:prod} / sum:b{env:prod}) * 100', ['env:prod', 'env:prod']],
  [
    'sentry',
    'is:unresolved transaction:"V0::Letters#show"',
    ['is:unresolved', 'transaction:"V0::Letters#show"'],
  ],
  ['prometheus', 'sum(rate(a_total{job="x",code=~"5.."}[5m]))', ['job="x"', 'code=~"5.."']],
  ['prometheus', `a{env!='prod'}`, [`env!='prod'`]],
])('finds the conditions of a query of %s: %s', (source, query, expected) => {
  expect(queryTags(source, query).map(({ text }) => text)).toEqual(expected);
});

it.each([
  ['datadog', 'sum:a{env:x,status:y}', ['sum:a{status:y}', 'sum:a{env:x}']],
  ['datadog', 'sum:a{env:x}', ['sum:a{*}']],
  ['datadog', 'env:x service:y', ['service:y', 'env:x']],
  ['prometheus', 'a{x="1",y="2",z="3"}', ['a{y="2",z="3"}', 'a{x="1",z="3"}', 'a{x="1",y="2"}']],
  ['prometheus', 'a{x="1"}', ['a{}']],
])('leaves one condition of %s out and the query whole: %s', (source, query, expected) => {
  expect(queryTags(source, query).map(({ without }) => without)).toEqual(expected);
});

it.each([
  ['env:eks-prod', 'production'],
  ['environment:production', 'production'],
  ['deployment_env:vagov-prod', 'production'],
  ['env:eks-staging', 'other'],
  ['env:nonprod', 'other'],
  ['env:pre-prod', 'other'],
  ['-env:production', 'other'],
  ['env:*', 'other'],
  ['-env:staging', 'none'],
  ['service:prod', 'none'],
])('%s reads %s', (query, kind) => {
  expect(environmentOf(queryTags('datadog', query)).kind).toBe(kind);
});

it('names what it can’t read of the retention, and knows the usual', () => {
  expect(readRetention('prometheus=soon')).toContain('prometheus=soon');
  expect(readRetention('elsewhere=3d')).toContain('elsewhere');
  const read = readRetention('prometheus=90d');
  expect(typeof read === 'string' ? read : read.get('prometheus')).toEqual({
    length: 90 * 86_400_000,
    from: 'set',
  });
});
