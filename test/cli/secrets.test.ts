import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Reply } from '../server/proxy/upstream-rig.ts';
import { isToggle, runOver, type SourceName } from './faulty-world.ts';

const planted = {
  prometheus: 'planted-prometheus-token',
  tenant: 'planted-tenant-header',
  api: 'planted-api-key',
  app: 'planted-app-key',
  sentry: 'planted-sentry-token',
  flipper: 'planted-flipper-token',
};
const person = 'some.person@example.gov';
const leak = `Bearer ${planted.prometheus} ${Object.values(planted).join(' ')} for ${person} at http://u:pw@host.test/`;
const forbidden = /planted-|example\.gov|some\.person|u:pw/;

const env = {
  STAGEWATCH_PROMETHEUS_TOKEN: planted.prometheus,
  STAGEWATCH_PROMETHEUS_HEADERS: `X-Scope-OrgID: ${planted.tenant}`,
  STAGEWATCH_DATADOG_API_KEY: planted.api,
  STAGEWATCH_DATADOG_APP_KEY: planted.app,
  STAGEWATCH_SENTRY_TOKEN: planted.sentry,
  STAGEWATCH_FLIPPER_TOKEN: planted.flipper,
};

/** Nothing hangs here, but every upstream must be reached; shorter than the nine seconds some of them ask to be left alone. */
const brief = { STAGEWATCH_DEADLINE: '5s' };

let console_: string[];

beforeEach(() => {
  console_ = [];
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, level).mockImplementation((...parts: unknown[]) => console_.push(parts.join(' ')));
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => console_.push(String(text)) > 0);
  }
});

/** Upstreams that repeat everything they were told, in every place that a message may be made of. */
const tellTales: readonly (readonly [string, Reply])[] = [
  ['in plain text', { status: 500, body: leak }],
  ['in HTML', { status: 502, headers: { 'content-type': 'text/html' }, body: `<title>${leak}</title>` }],
  ['as the error of a query', { status: 400, body: { status: 'error', errorType: 'bad_data', error: leak } }],
  ['in a list of errors', { status: 422, body: { errors: [leak, { title: leak, detail: leak }] } }],
  ['in a detail', { status: 400, body: { detail: leak } }],
  ['in a bare text', { status: 429, body: JSON.stringify(leak), headers: { 'retry-after': '9' } }],
  ['in a refusal', { status: 403, body: { errors: [leak], message: leak, detail: leak } }],
  ['with data', { body: { status: 'error', error: leak, series: [], errors: leak } }],
  [
    'in warnings',
    { body: { status: 'success', data: { resultType: 'matrix', result: [] }, warnings: [leak] } },
  ],
  [
    'in the name of a limit',
    {
      status: 429,
      headers: { 'x-ratelimit-name': planted.api, 'x-ratelimit-limit': '5', 'x-ratelimit-reset': '9' },
    },
  ],
  [
    'in a redirect',
    { status: 302, headers: { location: `http://elsewhere.test/?to=${encodeURIComponent(leak)}` } },
  ],
  ['in a shape nobody knows', { body: { [leak]: leak, data: { [leak]: leak, attributes: leak } } }],
];

const sources: readonly SourceName[] = ['datadog', 'prometheus', 'sentry'];

it.each(sources.flatMap((source) => tellTales.map(([name, reply]) => [source, name, reply] as const)))(
  'tells, prints and records no secret and no address that %s and Flipper say %s',
  async (source, _name, reply) => {
    const { stage, output, got } = await runOver(source, () => reply, { ...env, ...brief });
    expect(`${output}\n${console_.join('\n')}`).not.toMatch(forbidden);
    // It was sent where it belongs, or the test would prove nothing.
    expect(JSON.stringify(got.map(({ headers }) => headers))).toMatch(/planted-flipper-token/);
    expect(stage.verdict.state).toBe('blind');
  },
);

/** Who is named in a toggle, by each way of reading it. Everything else is as it should be. */
const named: readonly (readonly [
  string,
  Reply,
  (url: string, folder: string) => Readonly<Record<string, string>>,
])[] = [
  [
    'its HTTP API',
    {
      body: {
        features: [
          {
            key: 'fees',
            state: 'conditional',
            gates: [
              { key: 'boolean', value: null },
              { key: 'actors', value: [person, `User;${person}`] },
              { key: 'percentage_of_actors', value: '50' },
              { key: 'groups', value: [person] },
            ],
          },
        ],
      },
    },
    () => ({}),
  ],
  [
    'its page',
    {
      headers: { 'content-type': 'text/html' },
      body: `<div class="card-header">Conditionally Enabled</div>
        <strong>Enabled for 1 actor</strong><h6>${person}</h6><form><input value="${person}"></form>
        <strong>Enabled for 50% of actors</strong><strong>Enabled for 0% of time</strong>`,
    },
    (url) => ({ STAGEWATCH_FLIPPER_PAGE: `${url}/flipper` }),
  ],
  ['an export', { status: 404 }, (_, folder) => exported(folder, '')],
  ['an export it can’t read', { status: 404 }, (_, folder) => exported(folder, `${person},what\n`)],
];

function exported(folder: string, more: string): Readonly<Record<string, string>> {
  const file = join(folder, 'events.csv');
  const rows = `fees,enable,percentage_of_actors,50,2024-06-18 17:32:27 UTC,${person}
fees,enable,actor,${person},2024-06-18 17:33:27 UTC,${person}\n`;
  writeFileSync(file, `feature_name,operation,gate_name,value,created_at,user\n${rows}${more}`);
  return { STAGEWATCH_FLIPPER_EXPORT: file };
}

it.each(named)('keeps who is named in a toggle to itself, read by %s', async (way, reply, more) => {
  const { stage, output } = await runOver(
    'datadog',
    (got, healthy) => (isToggle(got) ? reply : healthy),
    (url, folder) => ({ ...env, ...more(url, folder) }),
  );
  expect(`${output}\n${console_.join('\n')}`).not.toMatch(forbidden);
  const isRead = !way.includes('can’t');
  expect(stage.verdict.state).toBe(isRead ? 'ready' : 'blind');
  if (isRead) expect(stage.allotments).toMatchObject([{ percent: 50, actors: way.includes('API') ? 2 : 1 }]);
});

it('gives no stack of its own faults away', async () => {
  const { output } = await runOver('prometheus', () => ({ status: 500, body: leak }), env);
  expect(output).not.toMatch(/\n\s+at .+:\d+:\d+/);
});
