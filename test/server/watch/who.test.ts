import { afterEach, expect, it } from 'vitest';
import { me } from '../../../src/contract/me.ts';
import { rolloutList } from '../../../src/contract/rollout.ts';
import { rolesByName, type Identity } from '../../../src/server/watch/identity/identity.ts';
import { planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

const half = '/api/rollouts/late-fees/stages/half';
const login: Identity = {
  kind: 'header',
  header: 'x-user',
  trusts: (address) => address === '10.0.0.1',
  roleOf: rolesByName(['ben'], ['ana']),
  ask: ['ana', 'ben'],
};
let rig: ServerRig;

async function withLogin(): Promise<void> {
  rig = await serverRig({ plans: { 'late-fees': planMarkdown() }, identity: login });
  rig.answers.allotments = { fees: 50 };
}

const as = (name: string, address = '10.0.0.1'): Record<string, string> => ({
  'x-user': name,
  'x-test-address': address,
});

afterEach(() => rig.close());

it('believes the login and not what the body says', async () => {
  await withLogin();
  const opened = await rig.post(`${half}/runs`, { who: 'Somebody else' }, as('ben'));
  expect(opened.status).toBe(201);
  expect(await rig.store.openRuns()).toMatchObject([{ openedBy: 'ben' }]);
});

it.each([
  ['an address that is not trusted', as('ana', '203.0.113.9'), 403],
  ['an unknown address', { 'x-user': 'ana' }, 403],
  ['the login, naming nobody', { 'x-test-address': '10.0.0.1' }, 401],
  ['the login, naming two', as('mallory, ana'), 401],
  ['a viewer', as('cy'), 403],
])('refuses and logs a write from %s', async (_who, headers, status) => {
  await withLogin();
  const answer = await rig.post(`${half}/runs`, { who: 'ana' }, headers);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await rig.store.openRuns()).toEqual([]);
  expect(rig.refusals).toEqual([expect.stringContaining(`POST ${half}/runs`)]);
});

it('lets a monitor watch and an owner change the plan', async () => {
  await withLogin();
  const plan = { markdown: planMarkdown('Other fees') };
  expect((await rig.post('/api/rollouts', plan, as('ben'))).status).toBe(403);
  expect((await rig.post('/api/rollouts', plan, as('ana'))).status).toBe(201);
});

it('shows nothing to somebody who went around the login, except that it lives', async () => {
  await withLogin();
  expect((await rig.app.request('/api/rollouts', { headers: as('ana', '203.0.113.9') })).status).toBe(403);
  expect((await rig.app.request('/api/health')).status).toBe(200);
  const seen = await rig.app.request('/api/rollouts', { headers: as('cy') });
  expect(rolloutList.parse(await seen.json())).toHaveLength(1);
});

it('tells a reader who they are taken for', async () => {
  await withLogin();
  const seen = await rig.app.request('/api/me', { headers: as('ben') });
  expect(me.parse(await seen.json())).toEqual({
    login: true,
    name: 'ben',
    role: 'monitor',
    ask: ['ana', 'ben'],
  });
});

it('wants a name with every write where there is no login', async () => {
  rig = await serverRig({ plans: { 'late-fees': planMarkdown() } });
  const answer = await rig.post(`${half}/runs`, {});
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('Say who you are')]);
});

it('takes a typed name under a loopback name only: a foreign page could borrow the address', async () => {
  rig = await serverRig({ plans: { 'late-fees': planMarkdown() } });
  const foreign = { host: 'rebound.example', origin: 'http://rebound.example' };
  expect((await rig.post(`${half}/runs`, { who: 'Ana' }, foreign)).status).toBe(403);
  expect(rig.refusals).toHaveLength(1);
  expect((await rig.post(`${half}/runs`, { who: 'Ana' }, { host: '[::1]:4680' })).status).toBe(201);
});
