import { describe, expect, it } from 'vitest';
import type { AllotmentResult } from '../../../../src/server/proxy/proxy.ts';
import { createProxy } from '../../../../src/server/proxy/proxy.ts';
import { jsonAnswer, never, proxyOver, start } from '../asked.ts';

interface Gates {
  readonly boolean?: unknown;
  readonly percentage_of_actors?: unknown;
  readonly percentage_of_time?: unknown;
  readonly actors?: unknown;
  readonly groups?: unknown;
  readonly expression?: unknown;
}

function feature(key: string, gates: Gates): unknown {
  return {
    key,
    state: 'conditional',
    gates: Object.entries(gates).map(([gate, value]) => ({ key: gate, value })),
  };
}

async function readGates(gates: Gates): Promise<AllotmentResult | undefined> {
  const { proxy } = proxyOver(() => jsonAnswer({ features: [feature('dispute_debt', gates)] }));
  return (await proxy.readAllotments(['dispute_debt'], never))[0];
}

describe('what a toggle gives', () => {
  it.each([
    ['off', { boolean: null, percentage_of_actors: null }, { percent: 0, everyone: false }],
    ['5 % of actors, as text', { percentage_of_actors: '5' }, { percent: 5, percentOfActors: 5 }],
    ['12.5 % as a number', { percentage_of_actors: 12.5 }, { percent: 12.5 }],
    ['back to none', { percentage_of_actors: '0' }, { percent: 0, percentOfActors: 0 }],
    ['100 % of actors', { percentage_of_actors: '100' }, { percent: 100, everyone: false }],
    [
      'on',
      { boolean: 'true', percentage_of_actors: '25' },
      { percent: 100, everyone: true, percentOfActors: 25 },
    ],
    ['100 % of time', { percentage_of_time: '100' }, { percent: 100, everyone: true }],
    ['actors and time', { percentage_of_actors: '10', percentage_of_time: '50' }, { percent: 55 }],
    [
      'an expression',
      { percentage_of_actors: '5', expression: { Equal: [1, 1] } },
      { percent: null, expression: true },
    ],
    ['a group', { percentage_of_actors: '5', groups: ['admins'] }, { percent: 5, groups: 1 }],
  ])('%s', async (_what, gates, allotment) => {
    expect(await readGates(gates)).toMatchObject({
      toggle: 'dispute_debt',
      status: 'ok',
      allotment: { ...allotment, origin: 'flipper', at: start + 645_000, by: null },
    });
  });

  it('counts actors and forgets who they are', async () => {
    const read = await readGates({ actors: ['one@example.org', 'two@example.org'] });
    expect(read).toMatchObject({ allotment: { actors: 2, percent: 0 } });
    expect(JSON.stringify(read)).not.toContain('example.org');
  });

  it.each([{ percentage_of_actors: 'many' }, { percentage_of_actors: '150' }, { boolean: 'perhaps' }])(
    'does not guess at %j',
    async (gates) => {
      expect(await readGates(gates)).toMatchObject({ status: 'error', error: { code: 'schema_drift' } });
    },
  );
});

describe('asking Flipper', () => {
  it('asks once, by GET, for the toggles it needs; one it leaves out is not found', async () => {
    const { proxy, asked } = proxyOver(() => jsonAnswer({ features: [feature('a', {})] }));
    const answers = await proxy.readAllotments(['b', 'a'], never);
    expect(asked.map(({ url }) => url.href)).toEqual(['http://app.test/flipper-api/features?keys=a%2Cb']);
    expect(asked[0]?.init).toMatchObject({ method: 'GET', redirect: 'manual' });
    expect(answers).toMatchObject([
      { toggle: 'b', status: 'error', error: { code: 'not_found' } },
      { toggle: 'a', status: 'ok' },
    ]);
    expect(proxy.sources().at(-1)).toMatchObject({
      id: 'flipper',
      lastError: null,
      lastGood: start + 645_000,
    });
  });

  it('asks for each toggle alone where the list is not there', async () => {
    const { proxy, asked } = proxyOver(({ url }) => {
      if (url.pathname.endsWith('/features/a'))
        return jsonAnswer(feature('a', { percentage_of_actors: '5' }));
      const body = url.pathname.endsWith('/features/b') ? { code: 1, message: 'Feature not found.' } : {};
      return jsonAnswer(body, 404);
    });
    expect(await proxy.readAllotments(['a', 'b'], never)).toMatchObject([
      { status: 'ok', allotment: { percent: 5 } },
      { status: 'error', error: { code: 'not_found', message: expect.stringContaining('knows no toggle') } },
    ]);
    expect(asked.every(({ init }) => init.method === 'GET')).toBe(true);
  });

  it.each([
    ['unauthorized', () => new Response(null, { status: 302 })],
    ['unauthorized', () => new Response('<html>')],
    ['forbidden', () => new Response('', { status: 403 })],
    ['not_found', () => jsonAnswer({}, 404)],
    ['schema_drift', () => jsonAnswer({ toggles: [] })],
    ['upstream_unavailable', () => new Response('#<KeyError>', { status: 500 })],
  ])('says %s', async (code, answer) => {
    const { proxy } = proxyOver(answer);
    expect(await proxy.readAllotments(['a'], never)).toMatchObject([{ status: 'error', error: { code } }]);
    expect(proxy.sources().at(-1)?.lastError?.code).toBe(code);
  });

  it('says how to do without it', async () => {
    const proxy = createProxy(
      {
        prometheus: null,
        datadog: null,
        sentry: null,
        flipper: null,
        flipperPage: null,
        flipperExport: null,
        perMinute: 60,
      },
      { fetch, now: () => start, random: () => 0 },
    );
    expect(proxy.readsFlipper).toBe(false);
    expect(await proxy.readAllotments(['a'], never)).toMatchObject([
      { error: { code: 'not_configured', message: expect.stringContaining('by hand') } },
    ]);
  });
});
