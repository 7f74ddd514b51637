import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { minute, never, start } from '../asked.ts';
import { proxyOn, upstream, type Got, type Reply } from '../upstream-rig.ts';

const now = (): number => start;
const key = 'letters';
const email = 'someone@example.gov';

interface Shown {
  readonly state: string;
  readonly actors?: number | string;
  readonly time?: number;
  readonly named?: readonly string[];
  readonly groups?: number;
}

const many = (n: number, one: string): string =>
  n === 0 ? `No ${one}s enabled` : `Enabled for ${n} ${one}${n === 1 ? '' : 's'}`;

/** The parts of a toggle's page that say something, in the order and the tags Flipper's screens have. */
function page({ state, actors = 0, time = 0, named = [], groups = 0 }: Shown): Reply {
  const gates = `<h6><strong class="">
      ${many(named.length, 'actor')}
    </strong></h6><button>Add an actor</button>
    ${named.map((who) => `<h6 class="m-0">${who}</h6><form><input value="${who}"></form>`).join('')}
    <h6><strong>${many(groups, 'group')}</strong></h6>
    <h6><strong class="">Enabled for ${actors}% of actors</strong></h6><input type="submit" value="25%">
    <h6><strong class="text-muted">Enabled for ${time}% of time</strong></h6>`;
  const body = `<!DOCTYPE html><html><body><div class="card-header">
      <span class="status"></span>
      ${state}
    </div>${state === 'Fully Enabled' ? '' : gates}<button><span>Disable</span></button></body></html>`;
  return { headers: { 'content-type': 'text/html' }, body };
}

async function overPage(reply: (got: Got) => Reply) {
  const { url, got } = await upstream(reply);
  return { got, proxy: proxyOn({ STAGEWATCH_FLIPPER_PAGE: `${url}/flipper` }, now) };
}

describe('the page of a toggle', () => {
  it.each([
    ['off', { state: 'Disabled' }, { percent: 0, everyone: false }],
    ['a percentage', { state: 'Conditionally Enabled', actors: 25 }, { percent: 25, percentOfActors: 25 }],
    ['a part of a percent', { state: 'Conditionally Enabled', actors: 12.5 }, { percent: 12.5 }],
    ['all actors', { state: 'Conditionally Enabled', actors: 100 }, { percent: 100, everyone: false }],
    ['everybody', { state: 'Fully Enabled' }, { percent: 100, everyone: true }],
    ['both percentages', { state: 'Conditionally Enabled', actors: 50, time: 50 }, { percent: 75 }],
    [
      'people by name',
      { state: 'Conditionally Enabled', named: [email, 'User;42'], groups: 1 },
      { percent: 0, actors: 2, groups: 1, expression: false },
    ],
    [
      'an expression, which it does not show',
      { state: 'Conditionally Enabled' },
      { percent: null, expression: true },
    ],
  ])('gives %s', async (_name, shown, expected) => {
    const { proxy, got } = await overPage(() => page(shown));
    const [result] = await proxy.readAllotments([key], never);
    expect(result).toMatchObject({
      status: 'ok',
      allotment: { ...expected, origin: 'toggle page', at: start },
    });
    expect(got.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'GET /flipper/features/letters',
    ]);
    expect(JSON.stringify(result)).not.toMatch(/example\.gov|User;/);
  });

  it.each([
    ['no such toggle', 'not_found', { status: 404 }],
    ['a login', 'unauthorized', { body: '<form action="/login"><input type="password"></form>' }],
    ['a redirect', 'unauthorized', { status: 302 }],
    ['another page', 'schema_drift', { body: '<h1>Welcome</h1>' }],
    ['a page without percentages', 'schema_drift', { body: '<div>Disabled</div>' }],
    ['a number that is none', 'schema_drift', page({ state: 'Conditionally Enabled', actors: 'many' })],
    ['two states', 'schema_drift', page({ state: 'Disabled</div><div>Fully Enabled' })],
    [
      'an actor called like a percentage',
      'schema_drift',
      page({ state: 'Conditionally Enabled', actors: 5, named: ['Enabled for 100% of actors'] }),
    ],
    ['a failure', 'upstream_unavailable', { status: 500 }],
  ] as const)('with %s is %s', async (_name, code, reply) => {
    const { proxy } = await overPage(() => reply);
    expect(await proxy.readAllotments([key], never)).toMatchObject([{ status: 'error', error: { code } }]);
  });
});

const exportedAt = start - 60 * minute;

async function overExport(text: string, env: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'toggles-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'export');
  await writeFile(file, text);
  await utimes(file, exportedAt / 1000, exportedAt / 1000);
  return proxyOn({ STAGEWATCH_FLIPPER_EXPORT: file, ...env }, now);
}

type Row = readonly [operation: string, gate: string | null, value: string | null];

function rows(events: readonly Row[]): readonly object[] {
  return events.map(([operation, gate, value], i) => ({
    id: i,
    feature_name: key,
    operation,
    gate_name: gate,
    value,
    user: email,
    created_at: new Date(start - 600 * minute + i * minute).toISOString(),
  }));
}

const percentage = (value: string): Row => ['enable', 'percentage_of_actors', value];

describe('an export of toggle events', () => {
  it.each<readonly [string, readonly Row[], object]>([
    ['the last percentage', [percentage('5'), percentage('25')], { percent: 25 }],
    ['a percentage set to 0 as off', [percentage('25'), percentage('0')], { percent: 0, percentOfActors: 0 }],
    [
      'boolean on before all',
      [percentage('25'), ['enable', 'boolean', 'true']],
      { percent: 100, everyone: true, percentOfActors: null },
    ],
    [
      'a percentage after boolean on as still everybody',
      [['enable', 'boolean', 'true'], percentage('25')],
      { percent: 100, everyone: true },
    ],
    [
      'boolean off as all off',
      [percentage('25'), ['disable', 'boolean', 'false']],
      { percent: 0, percentOfActors: null },
    ],
    [
      'clear as all off',
      [percentage('25'), ['enable', 'actor', email], ['clear', null, null]],
      { percent: 0, actors: 0 },
    ],
    ['remove as all off', [percentage('25'), ['remove', null, null]], { percent: 0 }],
    [
      'actors as a number',
      [
        ['add', null, null],
        ['enable', 'actor', email],
        ['enable', 'actor', 'User;42'],
        ['disable', 'actor', email],
      ],
      { percent: 0, actors: 1 },
    ],
    ['a percentage of time', [['enable', 'percentage_of_time', '50']], { percent: 50, percentOfTime: 50 }],
  ])('gives %s', async (_name, events, expected) => {
    const proxy = await overExport(JSON.stringify(rows(events)));
    const [result] = await proxy.readAllotments([key], never);
    expect(result).toMatchObject({
      status: 'ok',
      allotment: { ...expected, origin: 'toggle export', at: exportedAt },
    });
    expect(JSON.stringify(result)).not.toMatch(/example\.gov|User;/);
  });

  it('is read as CSV too, in any order, and dates a change a minute later for the copies of the gates', async () => {
    const csv = [
      'id,feature_name,operation,gate_name,value,user,created_at',
      '2,letters,enable,percentage_of_actors,25,,2026-01-05 10:30:00 UTC',
      `1,letters,enable,actor,"${email}","Some, one",2026-01-05 09:00:00.123456 UTC`,
      '3,other,enable,boolean,true,,2026-01-05 11:00:00 UTC',
    ];
    const proxy = await overExport(csv.join('\r\n'));
    expect(await proxy.readAllotments([key, 'other', 'third'], never)).toMatchObject([
      { allotment: { percent: 25, actors: 1, since: Date.UTC(2026, 0, 5, 10, 31) } },
      { allotment: { everyone: true } },
      { error: { code: 'not_found' } },
    ]);
  });

  it.each([
    ['broken JSON', '[{'],
    ['a quote that never ends', 'feature_name,operation,gate_name,value,created_at\n"a'],
    ['no time', JSON.stringify([{ feature_name: key, operation: 'clear' }])],
    ['an unknown gate', JSON.stringify(rows([['enable', 'moon_phase', 'full']]))],
    ['an unknown operation', JSON.stringify(rows([['invert', 'boolean', 'true']]))],
    ['a percentage above 100', JSON.stringify(rows([percentage('250')]))],
  ])('with %s is schema_drift, and tells nobody', async (_name, text) => {
    const [result] = await (await overExport(text)).readAllotments([key], never);
    expect(result).toMatchObject({ status: 'error', error: { code: 'schema_drift' } });
    expect(JSON.stringify(result)).not.toContain(email);
  });

  it('that is not there is a failure', async () => {
    const proxy = proxyOn({ STAGEWATCH_FLIPPER_EXPORT: '/nowhere/at/all.csv' }, now);
    expect(await proxy.readAllotments([key], never)).toMatchObject([
      { error: { code: 'upstream_unavailable' } },
    ]);
  });
});

describe('several ways to the toggles', () => {
  it('stand in for one another, the most trusted first', async () => {
    let isDown = false;
    const { url } = await upstream(({ url: asked }) => {
      if (asked.pathname.startsWith('/page')) return page({ state: 'Conditionally Enabled', actors: 7 });
      if (isDown) return { status: 403 };
      const gates = [{ key: 'percentage_of_actors', value: '5' }];
      return { body: { features: [{ key, state: 'conditional', gates }] } };
    });
    const env = { STAGEWATCH_FLIPPER_URL: `${url}/api`, STAGEWATCH_FLIPPER_PAGE: `${url}/page` };
    const proxy = await overExport(JSON.stringify(rows([percentage('9')])), env);
    const read = (): Promise<unknown> => proxy.readAllotments([key], never);
    expect(await read()).toMatchObject([{ allotment: { origin: 'flipper', percent: 5 } }]);
    isDown = true;
    expect(await read()).toMatchObject([{ allotment: { origin: 'toggle page', percent: 7 } }]);
  });

  it('tell the failure of the most trusted one where none can', async () => {
    const { url } = await upstream(({ url: asked }) => ({
      status: asked.pathname.startsWith('/api') ? 403 : 500,
    }));
    const env = { STAGEWATCH_FLIPPER_URL: `${url}/api`, STAGEWATCH_FLIPPER_PAGE: `${url}/page` };
    expect(await proxyOn(env, now).readAllotments([key], never)).toMatchObject([
      { error: { code: 'forbidden' } },
    ]);
  });
});
