import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { Me } from '../../src/contract/me.ts';
import { mayWrite, sayMayNot } from '../../src/web/ui/reader.ts';
import { mockWorld } from './mock-world.ts';
import { received } from './received.ts';
import { renderAt, stagePath } from './render-at.tsx';

const decisions = '/api/rollouts/:id/stages/:stage/decisions';

function loggedInAs(me: Me): void {
  mockWorld.server?.use(http.get('/api/me', () => HttpResponse.json(me)));
}

const reader = (role: Me['role'], ask: readonly string[] = []): Me => ({
  login: true,
  name: 'ben',
  role,
  ask,
});

it.each([
  ['viewer', 'viewer', true],
  ['viewer', 'monitor', false],
  ['monitor', 'monitor', true],
  ['monitor', 'owner', false],
  ['owner', 'monitor', true],
] as const)('a %s may write what takes a %s: %s', (role, takes, may) => {
  expect(mayWrite(reader(role), takes)).toBe(may);
});

it.each([
  [['ana'], 'monitor', 'Ask ana.'],
  [['ana', 'ben', 'cy', 'dee'], 'monitor', 'Ask ana or ben or cy.'],
  [[], 'monitor', 'Ask an owner or a monitor.'],
  [[], 'owner', 'Ask an owner.'],
] as const)('of %j it names whom to ask for what takes a %s: %s', (ask, takes, says) => {
  expect(sayMayNot(reader('viewer', ask), takes)).toBe(
    `You can see this rollout but can’t record this. ${says}`,
  );
});

it('asks nobody with a login for a name, and says under which it is recorded', async () => {
  loggedInAs(reader('monitor'));
  const sent = received(decisions);
  renderAt(stagePath, 'thin');
  await userEvent.click(await screen.findByRole('button', { name: 'Decide about this stage' }));
  const section = within(screen.getByRole('region', { name: 'Decide' }));
  expect((await section.findByText('Recorded as ben.')).isConnected).toBe(true);
  expect(screen.queryByRole('textbox', { name: 'Your name' })).toBeNull();
  await userEvent.click(section.getByRole('button', { name: 'Record decision' }));
  await section.findByText('Saved.');
  expect(sent).toMatchObject([{ who: 'ben', choice: 'hold' }]);
  expect(localStorage.getItem('stagewatch.name')).toBeNull();
}, 20_000);

it('tells a viewer whom to ask in place of each form, and offers them a roll back alone', async () => {
  const sent = received(decisions);
  renderAt(stagePath, 'no-permission');
  const region = await screen.findByRole('region', { name: 'Decide' });
  const section = within(region);
  const sentence = 'You can see this rollout but can’t record this. Ask Product manager or First monitor.';
  await section.findByText(/can’t record decisions other than a roll back\. Ask Product manager/);
  expect(screen.getAllByText(sentence).length).toBeGreaterThan(2);
  expect(screen.queryByRole('textbox', { name: 'What happened' })).toBeNull();
  expect(section.queryByRole('button', { name: 'Decide about this stage' })).toBeNull();
  await userEvent.click(section.getByRole('button', { name: 'Record a roll back' }));
  expect(await section.findAllByRole('radio')).toHaveLength(1);
  expect(section.getByRole('radio', { name: /^Roll back/ })).toHaveProperty('checked', true);
  await userEvent.type(section.getByRole('textbox', { name: /^Reason/ }), 'Wrong totals');
  await userEvent.click(section.getByRole('button', { name: 'Check decision' }));
  expect(section.getByText('Reader').isConnected).toBe(true);
  mockWorld.scenario = 'healthy';
  await userEvent.click(section.getByRole('button', { name: 'Record decision' }));
  await section.findByText('Saved.');
  expect(sent).toMatchObject([{ who: 'Reader', choice: 'roll-back', reason: 'Wrong totals' }]);
}, 20_000);

it('opens no form for a viewer by the link of what only a monitor decides', async () => {
  renderAt(`${stagePath}#decide=hold`, 'no-permission');
  const region = await screen.findByRole('region', { name: 'Decide' });
  await within(region).findByRole('button', { name: 'Record a roll back' });
  expect(within(region).queryByRole('radio')).toBeNull();
}, 20_000);

it('opens the form of a roll back for a viewer by its link', async () => {
  renderAt(`${stagePath}#decide=roll-back`, 'no-permission');
  const region = await screen.findByRole('region', { name: 'Decide' });
  const radios = await within(region).findAllByRole('radio', { name: /^Roll back/ });
  expect(radios[0]).toHaveProperty('checked', true);
}, 20_000);

it.each([
  ['owner', 'Saved as ben.'],
  ['monitor', 'You can read and check a plan here, but not save it. Ask ana.'],
] as const)(
  'says to a %s who imports a plan: %s',
  async (role, says) => {
    loggedInAs(reader(role, ['ana']));
    renderAt('/rollouts/new');
    expect((await screen.findByText(says)).isConnected).toBe(true);
    expect(screen.queryByRole('textbox', { name: 'Your name' })).toBeNull();
  },
  20_000,
);
