import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, it, vi } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import type { RolloutItem } from '../../src/contract/rollout.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt } from './render-at.tsx';

afterEach(() => {
  vi.useRealTimers();
});

function itemOf(scenario: ScenarioName, changes: Partial<RolloutItem> = {}): RolloutItem {
  const [item] = buildWorld(scenario, Date.now()).list;
  if (item === undefined) throw new Error('the world lists nothing');
  return { ...item, id: scenario, title: `Rollout ${scenario}`, ...changes };
}

function answer(...items: readonly RolloutItem[]): void {
  mockWorld.server?.use(http.get('/api/rollouts', () => HttpResponse.json(items)));
}

it('puts every rollout into its group, the worst first', async () => {
  answer(
    itemOf('not-started'),
    itemOf('ready'),
    itemOf('thin'),
    itemOf('healthy'),
    itemOf('source-down'),
    itemOf('spike'),
  );
  renderAt('/');
  const groups = await within(await screen.findByRole('main')).findAllByRole('region');
  const shown = groups.map((group) => [
    within(group).getByRole('heading').textContent,
    ...within(group)
      .getAllByRole('link')
      .map((link) => link.textContent),
  ]);
  expect(shown).toEqual([
    ['Needs someone now', 'Rollout spike', 'Rollout source-down', 'Rollout thin'],
    ['Running', 'Rollout healthy'],
    ['Ready to advance', 'Rollout ready'],
    ['Not running', 'Rollout not-started'],
  ]);
  await waitFor(() => expect(document.title).toBe('ROLL BACK - 3 need someone - Rollouts - Stagewatch'));
});

it('links a rollout to its stage, and a plan that can’t be read to nothing', async () => {
  renderAt('/', 'unreadable');
  const link = await screen.findByRole('link', { name: 'Change of address' });
  expect(link.getAttribute('href')).toBe('/rollouts/change-of-address/stages/stage-b');
  expect(screen.queryByRole('link', { name: 'A plan with a fault' })).toBeNull();
});

it('an item past its time is Can’t tell and needs someone', async () => {
  answer(itemOf('ready', { staleAfter: Date.now() - 1_000 }));
  renderAt('/');
  const group = within(await screen.findByRole('region', { name: 'Needs someone now' }));
  expect(group.getByText("Can't tell")).toBeDefined();
  expect(group.getByText('Nothing newer has arrived.')).toBeDefined();
  expect(screen.queryByText('Ready to advance')).toBeNull();
});

it('with the server silent for 30 s, only Roll back stands', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  answer(itemOf('healthy'), itemOf('spike'));
  renderAt('/');
  await screen.findByText('Keep watching');
  mockWorld.lost = true;
  vi.setSystemTime(Date.now() + 40_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await screen.findByText("Can't tell")).toBeDefined();
  expect(screen.getByText('Roll back')).toBeDefined();
  expect(screen.queryByText('Keep watching')).toBeNull();
});

it.each<readonly [string, number, string]>([
  ['before its end', 90 * 60_000 + 30_000, '1 hour 30 minutes left'],
  ['past its end', -(2 * 3_600_000 + 30_000), 'Overdue 2 hours'],
])('%s it says how long', async (_, distance, text) => {
  answer(itemOf('ready', { endsAt: Date.now() + distance }));
  renderAt('/');
  expect(await screen.findByText(text)).toBeDefined();
});

it('keeps the rows when a later read fails', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  renderAt('/', 'healthy');
  await screen.findByText('Keep watching');
  mockWorld.server?.use(http.get('/api/rollouts', () => HttpResponse.error()));
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await screen.findByText('Not read again. Stagewatch can’t be reached.')).toBeDefined();
  expect(screen.getByText('Keep watching')).toBeDefined();
});
