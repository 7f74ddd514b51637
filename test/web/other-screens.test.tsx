import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { mockWorld } from './mock-world.ts';
import { renderAt } from './render-at.tsx';

it('list: groups by who is needed, and says when nobody is', async () => {
  renderAt('/', 'healthy');
  expect(await screen.findByRole('heading', { name: 'Running' })).toBeDefined();
  expect(screen.getByText(/Nothing needs anyone right now\. Last checked/)).toBeDefined();
  expect(screen.queryByRole('heading', { name: 'Ready to advance' })).toBeNull();
});

it('list: a broken limit comes first and changes the title', async () => {
  renderAt('/', 'spike');
  const group = await screen.findByRole('region', { name: 'Needs someone now' });
  expect(within(group).getByText('Roll back')).toBeDefined();
  await waitFor(() => expect(document.title).toBe('ROLL BACK - 1 needs someone - Rollouts - Stagewatch'));
});

it('list: a plan that can’t be read keeps its row, with line and reason', async () => {
  renderAt('/', 'unreadable');
  const row = (await screen.findByText('A plan with a fault')).closest('li');
  expect(row?.textContent).toContain("Can't tell");
  expect(row?.textContent).toContain('broken.md, line 12');
  expect(row?.textContent).toContain('"soon" is not a limit');
});

it('list: says how to begin when there is none', async () => {
  mockWorld.server?.use(http.get('/api/rollouts', () => HttpResponse.json([])));
  renderAt('/');
  expect(await screen.findByText(/No rollouts yet/)).toBeDefined();
});

it('list: a server that can’t be reached is an error, never an empty list', async () => {
  mockWorld.lost = true;
  renderAt('/');
  expect((await screen.findByRole('alert')).textContent).toContain('can’t be reached');
  expect(screen.queryByText(/Nothing needs anyone/)).toBeNull();
});

it('rollout: lists the stages with what is planned and their verdicts, and the findings', async () => {
  renderAt('/rollouts/change-of-address', 'spike');
  const row = await screen.findByRole('row', { name: /Stage B/ });
  expect(within(row).getByText('25%, 1 hour')).toBeDefined();
  expect(within(row).getByText('Roll back')).toBeDefined();
  expect(await screen.findByRole('heading', { name: 'Findings in the plan' })).toBeDefined();
});

it('sources: says which source fails, why, and what stops with it', async () => {
  renderAt('/sources', 'source-down');
  const row = await screen.findByRole('row', { name: /Example data/ });
  expect(within(row).getByText('Failing')).toBeDefined();
  expect(row.textContent).toContain('stopped answering');
  expect(row.textContent).toContain('criteria can’t be judged');
});

it('an unknown address says so', async () => {
  renderAt('/nowhere');
  expect(await screen.findByRole('heading', { name: 'There is no such page' })).toBeDefined();
});
