import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { SourceHealth } from '../../src/contract/rollout.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt } from './render-at.tsx';

const quiet: SourceHealth = {
  id: 'metrics',
  kind: 'Prometheus',
  example: false,
  state: 'ok',
  lastGood: null,
  newestPoint: null,
  lastError: null,
  dependents: ['A / one', 'A / two'],
};

it.each<readonly [SourceHealth['state'], string]>([
  ['ok', 'Up to date'],
  ['late', 'Late'],
  ['failing', 'Failing'],
  ['unused', 'Not read yet'],
  ['not-configured', 'Not configured'],
])('a source that is %s says %s', async (state, word) => {
  mockWorld.server?.use(http.get('/api/sources', () => HttpResponse.json([{ ...quiet, state }])));
  renderAt('/sources');
  const row = within(await screen.findByRole('row', { name: /Prometheus/ }));
  expect(row.getByText(word)).toBeDefined();
  expect(row.getByText('Never')).toBeDefined();
  expect(row.getByText('None')).toBeDefined();
  expect(row.queryByText('Example data')).toBeNull();
  expect(row.getByText('2 criteria can’t be judged')).toBeDefined();
});

it('gives its times with their zone, and to machines', async () => {
  const at = Date.UTC(2025, 6, 28, 18, 41);
  mockWorld.server?.use(
    http.get('/api/sources', () => HttpResponse.json([{ ...quiet, lastGood: at, newestPoint: at }])),
  );
  renderAt('/sources');
  const [time] = await screen.findAllByText('2:41 p.m. ET');
  expect(time?.getAttribute('datetime')).toBe('2025-07-28T18:41:00.000Z');
  expect(document.title).toBe('Sources - Stagewatch');
});

it('marks made-up numbers', async () => {
  renderAt('/sources');
  const row = await screen.findByRole('row', { name: /Up to date/ });
  expect(within(row).getAllByText('Example data').length).toBeGreaterThan(0);
});

it('a server that can’t be reached is an error, not an empty table', async () => {
  mockWorld.lost = true;
  renderAt('/sources');
  expect((await screen.findByRole('alert')).textContent).toContain('can’t be reached');
  expect(screen.queryByRole('table')).toBeNull();
});
