import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, it, vi } from 'vitest';
import type { SourceHealth } from '../../src/contract/sources.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

const now = Date.now();
const datadog: SourceHealth = {
  id: 'datadog',
  kind: 'Datadog',
  example: false,
  state: 'ok',
  reachable: true,
  lastGood: now - 40_000,
  newestPoint: now - 60_000,
  lag: null,
  allowedDelay: null,
  gate: null,
  lastError: null,
  dependents: [
    {
      id: 'change-of-address',
      title: 'Change of address',
      running: true,
      criteria: [
        { id: 'error-rate', label: 'Submissions failing' },
        { id: 'elsewhere', label: 'Of no criterion of this stage' },
      ],
      traffic: true,
      toggles: [],
    },
  ],
  ways: [],
};
const flipper: SourceHealth = { ...datadog, id: 'flipper', kind: 'Flipper', lastGood: now - 5_000 };

afterEach(() => {
  vi.useRealTimers();
});

/** Ages are those of the moment a source is asked for, however long the page took to come that far. */
const moved = (at: number | null): number | null => (at === null ? null : at + Date.now() - now);

const asked = (one: SourceHealth): SourceHealth => ({
  ...one,
  lastGood: moved(one.lastGood),
  newestPoint: moved(one.newestPoint),
});

/** The part of the stage page on sources, when the server names these. */
async function sourcesGiven(...list: readonly SourceHealth[]): Promise<HTMLElement> {
  mockWorld.server?.use(http.get('/api/sources', () => HttpResponse.json(list.map(asked))));
  renderAt(stagePath);
  const section = await screen.findByRole('region', { name: 'Sources' }, { timeout: 15_000 });
  await waitFor(() => expect(section.textContent).toContain('Datadog'));
  return section;
}

it('says in one line that every source of the stage answers, with the age of the oldest', async () => {
  const section = await sourcesGiven(datadog, flipper, {
    ...datadog,
    id: 'sentry',
    kind: 'Sentry',
    state: 'failing',
    dependents: [],
  });
  expect(section.textContent).toMatch(/Datadog, Flipper: read (4\d|5\d) seconds ago\./);
  expect(within(section).queryByRole('table')).toBeNull();
  // A source this rollout does not read can't trouble it.
  expect(section.textContent).not.toContain('Sentry');
});

it('says which source is failing, since when, and what it takes along', async () => {
  const section = await sourcesGiven(
    {
      ...datadog,
      state: 'failing',
      lastError: {
        code: 'forbidden',
        message: 'Datadog refused the key.',
        retryable: false,
        retryAt: null,
        attempts: 1,
        firstSeen: Date.UTC(2025, 6, 28, 18, 41),
      },
    },
    flipper,
  );
  const row = within(section).getByRole('row', { name: /Datadog/ });
  expect(row.textContent).toContain('Failing');
  expect(row.textContent).toContain('Datadog refused the key. Failing since');
  expect(row.textContent).toContain('2:41 p.m. ET');
  expect(row.textContent).toContain('Submissions failing, Traffic split');
  expect(row.textContent).not.toContain('Of no criterion');
  expect(within(section).getByRole('row', { name: /Flipper/ }).textContent).toContain('Up to date');
});

it('does not go on saying that all is well once it can’t read how the sources are', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const section = await sourcesGiven(datadog, flipper);
  expect(section.textContent).toContain('Datadog, Flipper: read');
  mockWorld.server?.use(http.get('/api/sources', () => new HttpResponse('', { status: 500 })));
  await vi.advanceTimersByTimeAsync(16_000);
  await waitFor(() => expect(section.textContent).toContain('Not known now'));
  expect(section.textContent).not.toContain('Datadog, Flipper: read');
  expect(section.textContent).not.toContain('Up to date');
});

it('never calls a source well that was not read yet', async () => {
  const section = await sourcesGiven({ ...datadog, state: 'unused', lastGood: null });
  expect(within(section).getByRole('row', { name: /Datadog/ }).textContent).toContain('Never');
  expect(section.textContent).not.toMatch(/read .* ago/);
});

it('tells "no alert is open" from "not read yet"', async () => {
  const waiting: (() => void)[] = [];
  mockWorld.server?.use(
    http.get('/api/alerts', async () => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return HttpResponse.json([]);
    }),
  );
  renderAt(stagePath);
  expect(await screen.findByText('Reading alerts...', undefined, { timeout: 15_000 })).toBeDefined();
  expect(screen.queryByText('No open alerts.')).toBeNull();
  await waitFor(() => expect(waiting).toHaveLength(1));
  waiting[0]?.();
  expect(await screen.findByText('No open alerts.')).toBeDefined();
});
