import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

// What was read once and can't be read again, on pages whose server answers all else, or nothing any more.

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
});

afterEach(() => {
  vi.useRealTimers();
});

function failing(path: string): void {
  mockWorld.server?.use(http.get(path, () => HttpResponse.json({}, { status: 500 })));
}

const tick = (): Promise<unknown> => vi.advanceTimersByTimeAsync(16_000);

it.each([
  ['/', 'Rollouts'],
  ['/rollouts/change-of-address', 'Last in the log'],
  [`${stagePath}/criteria/error-rate`, 'Chart'],
  ['/sources', 'People'],
])('%s says in lines what is old once the server is lost, and alerts of none of them', async (path, part) => {
  renderAt(path, 'spike');
  await screen.findByRole(path === '/' ? 'heading' : 'region', { name: part });
  await tick();
  mockWorld.lost = true;
  await tick();
  await tick();
  expect((await screen.findAllByText(/^Not read again\. /)).length).toBeGreaterThan(0);
  expect(screen.queryAllByRole('alert').map((one) => one.textContent)).toEqual([]);
});

it('draws no verdict up to now that could not be read again', async () => {
  renderAt(stagePath, 'ready');
  const clock = within(await screen.findByRole('region', { name: 'Stage clock' }));
  await userEvent.click(await clock.findByText('Table of the verdict over time'));
  const last = (): string | undefined => clock.getAllByRole('row').at(-1)?.textContent;
  expect(last()).toMatch(/Ready to advance.*Now/);
  failing('/api/rollouts/:id/stages/:stage/verdicts');
  await tick();
  expect(await clock.findByText(/^Not read again\./)).toBeDefined();
  for (let i = 0; i < 8; i += 1) await tick();
  await waitFor(() => expect(last()).toMatch(/Not known.*Now/));
});

it('calls a log empty only once it has been read', async () => {
  failing('/api/rollouts/:id/log');
  mockWorld.server?.use(http.get('/api/rollouts/:id/events', () => HttpResponse.json([])));
  renderAt(stagePath, 'healthy');
  expect(await screen.findByText('What was recorded is not known yet.')).toBeDefined();
  expect(screen.queryByText('Nothing was recorded while these charts ran.')).toBeNull();
});

it('says so beside what is known without the log, as that clocks changed', async () => {
  vi.setSystemTime('2026-11-01T06:20:00Z');
  failing('/api/rollouts/:id/log');
  renderAt(stagePath, 'healthy');
  expect(await screen.findByText('What was recorded is not known yet.')).toBeDefined();
  expect(await screen.findByText(/Clocks went back 1 hour/, { selector: 'td' })).toBeDefined();
});

describe('the sources', () => {
  it('have a title that stands by nothing while the watcher has stalled', async () => {
    mockWorld.server?.use(
      http.get('/api/health', () =>
        HttpResponse.json({
          status: 'stalled',
          version: 'test',
          startedAt: 1,
          serverNow: Date.now(),
          watcher: { lastPass: 1, openRuns: 1 },
          store: 'test',
        }),
      ),
    );
    renderAt('/sources', 'source-down');
    await waitFor(() => expect(document.title).toBe('Not known now - Sources - Stagewatch'));
  });

  it('say of each what it was, and of people what they were asked, when they were read last', async () => {
    mockWorld.server?.use(http.get('/api/sources/people', () => HttpResponse.json([])));
    renderAt('/sources');
    const details = within(await screen.findByRole('region', { name: 'Each source' }));
    expect(details.queryByText(/^As it was/)).toBeNull();
    failing('/api/sources');
    failing('/api/sources/people');
    await tick();
    expect((await details.findAllByText(/^As it was when it was read last/)).length).toBeGreaterThan(0);
    expect(await screen.findByText(/^When it was read last, no stage that ran asked/)).toBeDefined();
  });
});

it('says that the check-ins due are those read last', async () => {
  renderAt('/', 'launched');
  const due = within(await screen.findByRole('region', { name: 'Check-ins due' }));
  expect(due.queryByText(/^As read last/)).toBeNull();
  failing('/api/check-ins');
  await vi.advanceTimersByTimeAsync(70_000);
  expect(await due.findByText('As read last: they could not be read again.')).toBeDefined();
});
