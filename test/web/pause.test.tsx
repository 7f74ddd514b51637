import { act, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

const user = (): ReturnType<typeof userEvent.setup> =>
  userEvent.setup({ advanceTimers: vi.advanceTimersByTime });

async function pass(ms: number): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(ms));
}

async function paused(): Promise<void> {
  renderAt(stagePath, 'healthy');
  await screen.findByRole('heading', { name: 'Decide' });
  await screen.findAllByRole('figure');
  // Charts mount one a frame.
  await pass(3_000);
  await user().click(screen.getByRole('button', { name: 'Pause' }));
}

it('stops all visible updating but the line that says so, and goes on when told to', async () => {
  await paused();
  const main = screen.getByRole('main');
  const before = main.innerHTML;
  await pass(35_000);
  const after = main.innerHTML;
  expect(after === before).toBe(true);
  expect(screen.getByText(/^Display paused\. .* The verdict has not changed since\.$/)).toBeDefined();
  await user().click(screen.getByRole('button', { name: 'Go on updating' }));
  await pass(2_000);
  expect(main.innerHTML === before).toBe(false);
  expect(screen.queryByText(/^Display paused/)).toBeNull();
}, 20_000);

it('still checks the verdict: a change is said in words, in the title and aloud, and not drawn', async () => {
  await paused();
  mockWorld.scenario = 'spike';
  await pass(16_000);
  expect(await screen.findByText(/The verdict has changed since, to Roll back\./)).toBeDefined();
  expect(document.querySelector('#assertive')?.textContent).toMatch(
    /^Display paused\. Verdict changed to Roll back\. /,
  );
  expect(document.title).toMatch(/^ROLL BACK - /);
  const banner = within(screen.getByRole('region', { name: 'Verdict' }));
  expect(banner.getByText('Keep watching')).toBeDefined();
  expect(banner.getByText('Display paused')).toBeDefined();
});

it('says too that the connection is lost', async () => {
  await paused();
  mockWorld.lost = true;
  await pass(40_000);
  expect(screen.getByText(/The verdict has changed since, to Can't tell\./)).toBeDefined();
});

it('in ten minutes without a change of state says nothing, though every number changes', async () => {
  renderAt(stagePath, 'healthy');
  await screen.findByRole('heading', { name: 'Criteria' });
  await pass(61_000);
  const regions = ['#polite', '#assertive'].map((id) => document.querySelector(id));
  const heard = vi.fn<() => void>();
  const observer = new MutationObserver(heard);
  for (const region of regions)
    if (region !== null) observer.observe(region, { childList: true, characterData: true, subtree: true });
  let asked = 0;
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/stages/:stage', () => {
      asked += 1;
      const view = buildWorld('healthy', Date.now()).stage('stage-b');
      if (view === undefined) return HttpResponse.error();
      const verdict = { ...view.verdict, reason: `Nothing is wrong. ${asked} requests so far.` };
      return HttpResponse.json({ ...view, verdict });
    }),
  );
  for (let i = 0; i < 10; i += 1) await pass(60_000);
  expect(asked).toBeGreaterThan(20);
  expect(heard).not.toHaveBeenCalled();
  expect(regions.map((region) => region?.textContent)).toEqual(['', '']);
  observer.disconnect();
}, 60_000);
