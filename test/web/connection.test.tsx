import { act, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { delay, http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import { connectionStore } from '../../src/web/data/connection-store.ts';
import { createQueryClient } from '../../src/web/data/query-client.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

const hour = 3_600_000;
const screens = ['/', '/rollouts/change-of-address', stagePath, `${stagePath}/criteria/error-rate`] as const;
const stageApi = '/api/rollouts/:id/stages/:stage';

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets the machine sleep: the wall's clock goes on, nothing else does; then it wakes. */
async function sleep(ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  await act(() => vi.advanceTimersByTimeAsync(1_000));
}

/** Lets time pass with everything running. */
async function pass(ms: number): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(ms));
}

function health(serverNow: () => number, status: 'ok' | 'stalled' = 'ok', code = 200): void {
  mockWorld.server?.use(
    http.get('/api/health', () =>
      HttpResponse.json(
        {
          status,
          version: 'test',
          startedAt: 1,
          serverNow: serverNow(),
          watcher: { lastPass: 1, openRuns: 1 },
          store: 'test',
        },
        { status: code },
      ),
    ),
  );
}

/** What the page stands by; what it tells of the past, in words or drawn, may say what it likes. */
const green = (): readonly HTMLElement[] => {
  const history = screen.queryByRole('region', { name: 'How the verdict changed' });
  return screen
    .queryAllByText('Ready to advance')
    .filter((one) => history?.contains(one) !== true && one.closest('figure') === null);
};

describe.each(screens)('after an hour asleep, %s', (path) => {
  it('stands by nothing until everything has been read again', async () => {
    renderAt(path, 'ready');
    await screen.findAllByText('Ready to advance');
    await pass(1_000);
    mockWorld.lost = true;
    await sleep(hour);
    expect(await screen.findByText(/^This page was away since .* What you see may be wrong/)).toBeDefined();
    expect(green()).toEqual([]);
    expect(screen.getAllByText("Can't tell").length).toBeGreaterThan(0);
    mockWorld.lost = false;
    await pass(16_000);
    expect((await screen.findAllByText('Ready to advance')).length).toBeGreaterThan(0);
    expect(screen.queryByText(/^This page was away since .* What you see may be wrong/)).toBeNull();
  });
});

describe('back from an hour and three minutes away', () => {
  it('says how long it was away and what changed meanwhile, until that is put away', async () => {
    const slept = Date.now();
    health(() => Date.now());
    renderAt(stagePath, 'healthy');
    await screen.findByRole('heading', { name: 'Criteria' });
    await pass(1_000);
    mockWorld.scenario = 'spike';
    await sleep(63 * 60_000);
    const line = await screen.findByText(/^This page was away for /, { selector: 'p' });
    expect(Date.now() - slept).toBeGreaterThan(63 * 60_000);
    expect(line.textContent).toContain(
      'This page was away for 1 hour 3 minutes. Changed meanwhile: Change of address: Keep watching (Stage B) became Roll back (Stage B).',
    );
    expect(screen.getByRole('region', { name: 'Verdict' }).textContent).toContain('Roll back');
    await userEvent
      .setup({ advanceTimers: vi.advanceTimersByTime })
      .click(screen.getByRole('button', { name: 'Put this line away' }));
    expect(screen.queryByText(/^This page was away for /, { selector: 'p' })).toBeNull();
  });

  it('says so where nothing changed', async () => {
    renderAt('/', 'healthy');
    await screen.findByText('Keep watching');
    await pass(1_000);
    await sleep(63 * 60_000);
    expect(
      await screen.findByText(/^This page was away for 1 hour 3 minutes\. No verdict changed/, {
        selector: 'p',
      }),
    ).toBeDefined();
  });
});

it('a tab about to be frozen stands by nothing any more, in its title too', async () => {
  renderAt(stagePath, 'ready');
  await screen.findByRole('heading', { name: 'Criteria' });
  act(() => void document.dispatchEvent(new Event('freeze')));
  expect(document.title).toBe("CAN'T TELL - 25% - Change of address");
  expect(green()).toEqual([]);
  act(() => void document.dispatchEvent(new Event('resume')));
  await pass(2_000);
  await waitFor(() => expect(document.title).toBe('Ready to advance - 25% - Change of address'));
});

describe('a reader’s clock that is wrong', () => {
  it.each([
    ['an hour ahead', -hour, /clock is 1 hour ahead/],
    ['an hour behind', hour, /clock is 1 hour behind/],
  ] as const)('%s is said in words, and no verdict or age goes by it', async (_, off, said) => {
    const serverNow = (): number => Date.now() + off;
    health(serverNow);
    mockWorld.server?.use(
      http.get(stageApi, ({ params }) =>
        HttpResponse.json(buildWorld('ready', serverNow()).stage(String(params['stage']))),
      ),
    );
    renderAt(stagePath);
    await screen.findByRole('heading', { name: 'Criteria' });
    expect(await screen.findByText(said)).toBeDefined();
    expect(screen.getByRole('region', { name: 'Verdict' }).textContent).toContain('Ready to advance');
    expect(screen.getByText(/^Updated (less than a second|\d+ seconds?) ago/)).toBeDefined();
  });

  it('set back an hour while the page is open, hides no silence', async () => {
    renderAt(stagePath, 'ready');
    await screen.findByRole('heading', { name: 'Criteria' });
    await pass(1_000);
    mockWorld.lost = true;
    vi.setSystemTime(Date.now() - hour);
    await pass(36_000);
    expect(green()).toEqual([]);
    expect(screen.getByText(/What you see may be wrong/)).toBeDefined();
  });

  it('set ahead an hour while the page is open, is no time away', async () => {
    let off = 0;
    health(() => Date.now() - off);
    renderAt('/', 'healthy');
    await screen.findByText('Keep watching');
    await pass(1_000);
    off = hour;
    await sleep(hour);
    expect(await screen.findByText(/clock is 1 hour ahead/)).toBeDefined();
    await screen.findByText('Keep watching');
    expect(screen.queryByText(/^This page was away for/)).toBeNull();
  });
});

describe.each([
  ['/', '/api/rollouts'],
  ['/rollouts/change-of-address', '/api/rollouts/:id'],
  [stagePath, stageApi],
] as const)('%s, when it can’t be read again', (path, api) => {
  it('says so after two failures in a row, though the server answers all else', async () => {
    renderAt(path, 'ready');
    await screen.findAllByText('Ready to advance');
    mockWorld.server?.use(http.get(api, () => HttpResponse.json({}, { status: 500 })));
    await pass(31_000);
    expect(
      await screen.findByText(/could not be read again since .* What you see may be wrong/),
    ).toBeDefined();
    expect(green()).toEqual([]);
  });
});

it('says that the server is slow, and shows what there is', async () => {
  renderAt('/', 'healthy');
  await screen.findByText('Keep watching');
  mockWorld.server?.use(
    http.get('/api/rollouts', async () => {
      await delay('infinite');
      return HttpResponse.json([]);
    }),
  );
  await pass(27_000);
  expect(await screen.findByText('Stagewatch’s server is slow. Showing what we have.')).toBeDefined();
  expect(screen.getByText('Keep watching')).toBeDefined();
});

it('a watcher that has stalled says so with 503, and is heard', async () => {
  health(() => Date.now(), 'stalled', 503);
  renderAt('/', 'ready');
  expect(await screen.findByText(/The watcher has stalled: nothing is being judged\. What/)).toBeDefined();
  expect(green()).toEqual([]);
});

it('what a proxy in between answers is no word from the server', async () => {
  renderAt('/', 'ready');
  await screen.findAllByText('Ready to advance');
  mockWorld.server?.use(
    http.all('/api/*', () => HttpResponse.json({ error: 'bad gateway' }, { status: 502 })),
  );
  await pass(32_000);
  expect(
    await screen.findByText(/This page lost its connection at .* What you see may be wrong/),
  ).toBeDefined();
  expect(green()).toEqual([]);
});

it('goes by the clock an answer brought until the server has been asked for its own', async () => {
  const client = createQueryClient();
  const store = connectionStore(client);
  const serverNow = Date.now() - 400 * 24 * hour;
  const stop = store.start();
  await pass(1_000);
  expect(store.snapshot().now).toBeGreaterThanOrEqual(Date.now() - 1_000);
  client.setQueryData(['rollouts', 'any'], { serverNow });
  await pass(5_000);
  expect(store.snapshot().now - serverNow).toBe(5_000);
  stop();
});
