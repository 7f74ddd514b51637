import { afterEach, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { contactList } from '../../../src/contract/contacts.ts';
import { rolesByName, type Identity } from '../../../src/server/watch/identity/identity.ts';
import { planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

let rig: ServerRig;

afterEach(() => rig.close());

const withContacts = planMarkdown().replace(
  'criteria:',
  [
    'business-hours: mon-fri 08:00-17:00',
    'contacts:',
    '  - { for: errors, hours: business, role: SRE on call, via: Slack, ref: sre }',
    '  - { for: latency, hours: after, role: Delivery manager, via: cell, ref: manager }',
    '  - { for: outages, role: Maintenance, via: email }',
    'criteria:',
  ].join('\n'),
);
const contactKey = 'a key of some length';
const identity: Identity = {
  kind: 'header',
  header: 'x-user',
  trusts: () => true,
  roleOf: rolesByName(['Ana'], ['Olga']),
};
const path = '/api/rollouts/late-fees/contacts';
const as = (name: string) => ({ 'x-test-address': '10.0.0.1', 'x-user': name });
const keep = async (name: string, ref: string, number: string): Promise<number> =>
  (await rig.post(`${path}/${ref}/number`, { number }, as(name))).status;
const seenBy = async (name: string) => {
  const answer = await rig.app.request(path, { headers: as(name) });
  return z.parse(contactList, await answer.json()).map((one) => [one.number, one.why]);
};

const start = async (key?: string): Promise<void> => {
  rig = await serverRig({
    plans: { 'late-fees': withContacts },
    identity,
    ...(key === undefined ? {} : { contactKey: key }),
  });
};

it('are told to monitors, and to nobody else', async () => {
  await start(contactKey);
  expect(await keep('Olga', 'sre', '+1 202 555 0143 x12')).toBe(201);
  expect(await seenBy('Ana')).toEqual([
    ['+1 202 555 0143 x12', null],
    [null, 'none on file'],
    [null, 'no ref'],
  ]);
  expect((await seenBy('Vic'))[0]).toEqual([null, 'not for your role']);
});

it('are replaced by an owner, and by nobody else', async () => {
  await start(contactKey);
  expect([
    await keep('Ana', 'sre', '202 555 0143'),
    await keep('Olga', 'sre', '202 555 0143'),
    await keep('Olga', 'sre', '202 555 0199'),
  ]).toEqual([403, 201, 201]);
  expect((await seenBy('Ana'))[0]).toEqual(['202 555 0199', null]);
});

it('are sealed in the records: neither a reader of them nor another key has the number', async () => {
  await start(contactKey);
  await keep('Olga', 'sre', '202 555 0143');
  const rows: string[] = [];
  await rig.store.dump((row) => {
    rows.push(JSON.stringify(row));
    return Promise.resolve();
  });
  expect(rows.some((row) => row.includes('contact_numbers'))).toBe(true);
  expect(rows.join('')).not.toContain('555');
  const [sealed] = await rig.store.numbers(['sre']);
  if (sealed === undefined) throw new Error('no number');
  await rig.store.saveNumber({ ...sealed, ref: 'manager' });
  // Moved to another contact it opens no more than with another key.
  expect((await seenBy('Ana'))[1]).toEqual([null, 'not readable with this key']);
});

it.each([
  ['sre', 'call me', 422],
  ['sre', '1234', 422],
  ['nobody', '202 555 0143', 422],
])('are refused for %s: %s', async (ref, number, status) => {
  await start(contactKey);
  expect(await keep('Olga', ref, number)).toBe(status);
});

it('are not taken without a key', async () => {
  await start();
  expect(await keep('Olga', 'sre', '202 555 0143')).toBe(409);
  expect(await rig.store.numbers(['sre'])).toEqual([]);
});

it('come with whom to call now', async () => {
  await start(contactKey);
  const answer = await rig.app.request(path, { headers: as('Vic') });
  const rows = z.parse(contactList, await answer.json());
  // The rig's clock starts on a Monday, 9 a.m. in New York.
  expect(rows.map((one) => [one.for, one.now])).toEqual([
    ['errors', true],
    ['latency', false],
    ['outages', true],
  ]);
});
