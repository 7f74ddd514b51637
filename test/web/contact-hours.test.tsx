import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import type { ContactList } from '../../src/contract/contacts.ts';
import { isHourKnown } from '../../src/web/ui/contact-hours.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

const contact = (hours: ContactList[number]['hours'], now: boolean): ContactList[number] => ({
  for: 'latency',
  hours,
  role: `Role ${hours}`,
  via: 'Slack',
  ref: null,
  now,
  number: null,
  why: 'no ref',
});

it.each<readonly [string, ContactList, boolean]>([
  ['business hours now', [contact('business', true), contact('after', false), contact('always', true)], true],
  ['after hours now', [contact('business', false), contact('after', true)], true],
  ['both at once', [contact('business', true), contact('after', true)], false],
  ['nobody', [], true],
])('%s', (_, contacts, known) => {
  expect(isHourKnown(contacts)).toBe(known);
});

it('never says that business hours and after hours are both now', async () => {
  const contacts = [contact('business', true), contact('after', true), contact('always', true)];
  mockWorld.server?.use(http.get('/api/rollouts/:id/contacts', () => HttpResponse.json(contacts)));
  renderAt(stagePath, 'people');
  const section = within(await screen.findByRole('region', { name: 'Who to call' }, { timeout: 20_000 }));
  await section.findByText('Role after');
  expect(section.getByText(/gives no business hours/)).toBeDefined();
  expect(section.getAllByText(/Now$/).map((one) => one.closest('tr')?.textContent)).toEqual([
    expect.stringContaining('Role always'),
  ]);
});

it('says so on the overview as well', async () => {
  const contacts = [contact('business', true), contact('after', true)];
  mockWorld.server?.use(http.get('/api/rollouts/:id/contacts', () => HttpResponse.json(contacts)));
  renderAt('/rollouts/change-of-address', 'people');
  const people = within(await screen.findByRole('region', { name: 'People' }, { timeout: 20_000 }));
  expect((await people.findByText(/^To call:/)).textContent).toContain(
    'To call: Role business (latency, business hours); Role after (latency, after hours). The plan gives no business hours',
  );
  expect(people.queryByText(/To call now/)).toBeNull();
});

it('does not say that somebody watches where only Stagewatch does', async () => {
  expect(buildWorld('people', Date.now()).stage('stage-b')?.people.watch?.by).toBeNull();
  renderAt('/rollouts/change-of-address', 'people');
  const people = within(await screen.findByRole('region', { name: 'People' }, { timeout: 20_000 }));
  const said = await people.findByText(/Stagewatch has judged/);
  expect(said.textContent).toMatch(/Stage B since .*: Example started it\./);
  expect(people.queryByText(/is watched since/)).toBeNull();
});
