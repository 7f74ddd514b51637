import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderAt } from './render-at.tsx';

const path = '/rollouts/change-of-address/plan';

it('shows what each toggle gives now, by whom it decides, and whom to call for what and how', async () => {
  renderAt(path, 'people');
  const standing = await screen.findByRole('region', { name: 'As it stands now' }, { timeout: 15_000 });
  const toggles = within(await within(standing).findByRole('table', { name: 'Toggles' }));
  const row = toggles.getByRole('row', { name: /change_of_address/ });
  expect(row.textContent).toMatch(/25% of actors, read .* ET/);
  const contacts = within(await within(standing).findByRole('table', { name: 'Who to call' }));
  expect(contacts.getAllByRole('row').length).toBeGreaterThan(1);
  expect(contacts.getByRole('row', { name: /latency After hours/ }).textContent).toMatch(/Delivery manager/);
});

it('carries the verdict of the rollout in the tab', async () => {
  renderAt(path, 'spike');
  await screen.findByRole('heading', { level: 1, name: /^The plan of/ });
  await expect.poll(() => document.title).toMatch(/^ROLL BACK - Plan - change-of-address - Stagewatch$/);
});

it('says that the numbers of this rollout are made up', async () => {
  renderAt(path);
  expect(await screen.findByText('Example data')).toBeDefined();
});
