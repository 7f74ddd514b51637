import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { alertList } from '../../../src/contract/notice.ts';
import type { Identity } from '../../../src/server/watch/identity/identity.ts';
import { flat, minute, planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

let rig: ServerRig;

afterEach(() => rig.close());

const role = (name: string): 'monitor' | 'viewer' => (name === 'Vic' ? 'viewer' : 'monitor');
const identity: Identity = { kind: 'header', header: 'x-user', trusts: () => true, roleOf: role };

beforeEach(async () => {
  rig = await serverRig({ plans: { 'late-fees': planMarkdown() }, identity });
  rig.answers.allotments = { fees: 50 };
  rig.answers.series = (request) => flat(request, rig.answers.now, 10);
  await rig.after(0);
  await rig.after(20 * minute);
});

const as = (name: string) => ({ 'x-test-address': '10.0.0.1', 'x-user': name });
const alert = async () => {
  const answer = await rig.app.request('/api/alerts', { headers: as('Ana') });
  const [first] = z.parse(alertList, await answer.json());
  if (first === undefined) throw new Error('no alert');
  return first;
};
const post = async (what: string, name: string, body: object = {}): Promise<number> =>
  (await rig.post(`/api/alerts/${(await alert()).id}/${what}`, body, as(name))).status;

it('leaves it with whoever has it until the other takes it', async () => {
  expect(await post('take', 'Ana')).toBe(201);
  expect(await post('hand-over', 'Ana', { to: 'Ben', note: 'I have to leave' })).toBe(201);
  expect(await alert()).toMatchObject({ taken: { by: 'Ana' }, handedTo: { to: 'Ben', by: 'Ana' } });
  await rig.after(minute);
  expect((await alert()).handedTo).toMatchObject({ to: 'Ben' });
  expect(await post('take', 'Ben')).toBe(201);
  expect(await alert()).toMatchObject({ taken: { by: 'Ben' }, handedTo: null });
});

it.each([
  ['somebody who could not take it', 'Ana', { to: 'Vic' }, 422],
  ['nobody', 'Ana', { to: ' ' }, 422],
  ['a monitor, by a viewer', 'Vic', { to: 'Ana' }, 403],
])('is refused to %s', async (_what, name, body, status) => {
  expect(await post('hand-over', name, body)).toBe(status);
  expect((await alert()).handedTo ?? null).toBeNull();
});
