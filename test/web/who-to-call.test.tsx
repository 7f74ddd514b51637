import { expect, it } from 'vitest';
import type { ContactList } from '../../src/contract/contacts.ts';
import { sayContact, whoToCall } from '../../src/web/screens/stage/who-to-call.ts';

const contact = (about: string, role: string, now = true): ContactList[number] => ({
  for: about,
  hours: 'always',
  role,
  via: 'Slack',
  ref: null,
  now,
  number: null,
  why: 'no ref',
});

const contacts = [
  contact('High latency', 'Reliability engineers'),
  contact('High latency', 'Delivery manager', false),
  contact('Errors', 'Log watcher'),
  contact('Planned outages', 'Maintenance contact'),
];

it.each([
  ['Average latency broke its limit', ['Reliability engineers']],
  ['Error rate broke its roll-back limit', ['Log watcher']],
  ['Submissions broke a limit', ['Reliability engineers', 'Log watcher', 'Maintenance contact']],
])('%s: of those for this hour, whoever is for this kind, else all', (about, roles) => {
  expect(whoToCall(contacts, about).map((one) => one.role)).toEqual(roles);
});

it('says how, and the number where one may be known', () => {
  const one = contact('Errors', 'Log watcher');
  expect(sayContact(one)).toBe('Log watcher, Slack');
  expect(sayContact({ ...one, via: 'phone', number: '202-555-0142' })).toBe(
    'Log watcher, phone 202-555-0142',
  );
  expect(sayContact({ ...one, via: null })).toBe('Log watcher');
});
