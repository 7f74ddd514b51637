import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, it, vi } from 'vitest';
import type { AskedPeople } from '../../src/contract/asked-people.ts';
import type { SourceHealth } from '../../src/contract/sources.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt } from './render-at.tsx';

const criteria = [
  { id: 'one', label: 'Fees failing' },
  { id: 'two', label: 'Average latency' },
];
const quiet: SourceHealth = {
  id: 'metrics',
  kind: 'Prometheus',
  example: false,
  state: 'ok',
  reachable: null,
  lastGood: null,
  newestPoint: null,
  lag: null,
  allowedDelay: null,
  gate: null,
  lastError: null,
  dependents: [{ id: 'fees', title: 'Late fees', running: true, criteria, traffic: false, toggles: [] }],
  ways: [],
};

afterEach(() => {
  vi.useRealTimers();
});

function show(...sources: readonly Partial<SourceHealth>[]): void {
  const list = sources.map((one) => ({ ...quiet, ...one }));
  mockWorld.server?.use(http.get('/api/sources', () => HttpResponse.json(list)));
  renderAt('/sources');
}

it.each<readonly [SourceHealth['state'], string]>([
  ['ok', 'Up to date'],
  ['late', 'Answers without values'],
  ['failing', 'Failing'],
  ['idle', 'Not asked now'],
  ['unused', 'Not read yet'],
  ['not-configured', 'Not configured'],
])('a source that is %s says %s', async (state, word) => {
  show({ state });
  const row = within(await screen.findByRole('row', { name: /Prometheus/ }));
  expect(row.getByText(word)).toBeDefined();
  expect(row.getByText('Never')).toBeDefined();
  expect(row.getByText('None')).toBeDefined();
  expect(row.queryByText('Example data')).toBeNull();
  expect(row.getByText('Fees failing, Average latency')).toBeDefined();
  expect(row.getByText('2 criteria can’t be judged')).toBeDefined();
});

it('gives its times with their zone, and to machines', async () => {
  const at = Date.UTC(2025, 6, 28, 18, 41);
  show({ lastGood: at, newestPoint: at });
  const [time] = await screen.findAllByText('July 28, 2025, 2:41 p.m. ET (18:41 UTC)');
  expect(time?.getAttribute('datetime')).toBe('2025-07-28T18:41:00.000Z');
  await waitFor(() => expect(document.title).toBe('Sources - Stagewatch'));
});

it('says in one line that all is well, and which is the oldest', async () => {
  const now = Date.now();
  show(
    { id: 'a', kind: 'Datadog', lastGood: now - 5_000 },
    { id: 'b', kind: 'Sentry', lastGood: now - 50_000 },
  );
  expect((await screen.findByText(/^All 2 sources are up to date/)).textContent).toMatch(
    /Oldest: Sentry, 5\d seconds\.$/,
  );
});

it('says what a refused key means, what to do, since when, and that nothing is green', async () => {
  const message = 'Datadog refused the key. Check STAGEWATCH_DATADOG_APP_KEY.';
  const error = { code: 'forbidden', message, retryable: false, retryAt: null, attempts: 1 } as const;
  const firstSeen = Date.UTC(2025, 6, 28, 18, 41);
  show({ kind: 'Datadog', state: 'failing', reachable: true, lastError: { ...error, firstSeen } });
  expect(await screen.findByText('1 of 1 source needs someone: Datadog.')).toBeDefined();
  const row = within(screen.getByRole('row', { name: /Datadog/ }));
  expect(row.getByText(message)).toBeDefined();
  expect(screen.getByText(/Failing since/).textContent).toContain('2:41 p.m. ET');
  expect(screen.queryByText('Up to date')).toBeNull();
  await waitFor(() => expect(document.title).toBe('1 needs someone - Sources - Stagewatch'));
});

it('says when a limited source is asked again', async () => {
  const retryAt = Date.UTC(2025, 6, 28, 18, 45);
  const message = 'Sentry asks for fewer requests.';
  const error = { code: 'rate_limited', message, retryable: true, attempts: 1, firstSeen: 0 } as const;
  show({ state: 'failing', lastError: { ...error, retryAt } });
  expect((await screen.findByText(/Asked again at/)).textContent).toBe(
    'Asked again at July 28, 2025, 2:45 p.m. ET (18:45 UTC).',
  );
});

it('counts how late a source is from what it may be', async () => {
  show({ state: 'late', lag: 15 * 60_000, allowedDelay: 10 * 60_000 });
  const row = within(await screen.findByRole('row', { name: /Prometheus/ }));
  expect(row.getByText('Late by 5 minutes')).toBeDefined();
  expect(row.getByText('10 minutes')).toBeDefined();
});

it('tells budget, circuit, clock and the limits the source names, and links to what depends on it', async () => {
  show({
    reachable: false,
    gate: {
      budget: { used: 37, left: 563, perMinute: 600 },
      circuit: 'open',
      open: [{ name: 'queries', state: 'open' }],
      clockSkew: -90_000,
      limits: [{ name: 'queries', limit: 1600, remaining: 12, resetAt: Date.UTC(2025, 6, 28, 18, 45) }],
    },
  });
  const terms = await screen.findAllByRole('term');
  const facts = Object.fromEntries(
    terms.map((term) => [term.textContent, term.nextElementSibling?.textContent?.trim()]),
  );
  expect(facts).toMatchObject({
    Reachable: 'No: nothing came back',
    'Our budget': '37 of 600 requests a minute used, 563 left',
    Circuit: expect.stringContaining('queries (left alone)'),
    'Its clock': '1 minute 30 seconds behind ours: set one of them right',
    'Its limit queries': '12 of 1600 left, full again at July 28, 2025, 2:45 p.m. ET (18:45 UTC)',
    'Depends on it': 'Late fees (running): Fees failing, Average latency',
  });
  expect(screen.getByRole('link', { name: 'Late fees' }).getAttribute('href')).toBe('/rollouts/fees');
});

it('shows each way to the allotment with its age', async () => {
  const at = Date.now() - 3 * 3_600_000;
  const lastError = null;
  show({
    id: 'flipper',
    kind: 'Flipper',
    ways: [
      { way: 'flipper', configured: false, at: null, lastError },
      { way: 'toggle page', configured: true, at: null, lastError },
      { way: 'entered by hand', configured: true, at, lastError },
    ],
  });
  const table = within(await screen.findByRole('table', { name: 'Ways to learn the allotment' }));
  expect(table.getByRole('row', { name: /HTTP API/ }).textContent).toContain('Not set up');
  expect(table.getByRole('row', { name: /own page/ }).textContent).toContain('Nothing yet');
  expect(table.getByRole('row', { name: /Entered by hand/ }).textContent).toContain('3 hours old');
});

it('without any source says how to set one up, and shows no empty table', async () => {
  show({ state: 'not-configured', dependents: [] });
  expect(await screen.findByText(/No source is set up/)).toBeDefined();
  expect(screen.getByText(/not asked for by any plan: Prometheus/)).toBeDefined();
  expect(screen.queryByRole('table')).toBeNull();
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

it('shows people as a source: what they are asked, when they answered last, and where to answer', async () => {
  renderAt('/sources', 'people');
  const people = within(await screen.findByRole('region', { name: 'People' }));
  const row = within(await people.findByRole('row', { name: /^Call center complaints/ }));
  const link = row.getByRole('link', { name: 'Call center complaints' });
  expect(link.getAttribute('href')).toBe('/rollouts/change-of-address/stages/stage-b#report=complaints');
  expect(row.getAllByRole('cell').map((one) => one.textContent)).toEqual([
    'Not asked',
    'Last answer: None in this stage',
    'Asked: Once in the stage',
    'Without an answer: The stage is not ready to advance',
  ]);
  expect(row.getByText('Example data')).toBeDefined();
});

it('says of an answer when it came, and stands by none with the server lost', async () => {
  const asked: AskedPeople = {
    rollout: { id: 'fees', title: 'Late fees', zone: 'America/New_York' },
    example: false,
    stage: { id: 'half', label: 'Half' },
    criterion: 'complaints',
    label: 'Complaints',
    rhythm: 'Each business day',
    watched: true,
    state: 'met',
    answeredAt: Date.UTC(2025, 6, 28, 18, 41),
  };
  mockWorld.server?.use(http.get('/api/sources/people', () => HttpResponse.json([asked])));
  vi.useFakeTimers({ shouldAdvanceTime: true });
  renderAt('/sources');
  const row = within(await screen.findByRole('row', { name: /Complaints/ }));
  expect(row.getByText('Met')).toBeDefined();
  expect(row.getByText('July 28, 2025, 2:41 p.m. ET (18:41 UTC)')).toBeDefined();
  expect(row.getByText('Nothing waits: it is watched by choice')).toBeDefined();
  mockWorld.lost = true;
  vi.setSystemTime(Date.now() + 40_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await row.findByText('Not known now')).toBeDefined();
  expect(row.queryByText('Met')).toBeNull();
});

it('stands by no row it could not read again, though the server answers all else', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  renderAt('/sources');
  const table = within(await screen.findByRole('table', { name: 'Where the numbers come from' }));
  expect(table.getAllByText('Up to date').length).toBeGreaterThan(0);
  mockWorld.server?.use(http.get('/api/sources', () => new HttpResponse('', { status: 500 })));
  await vi.advanceTimersByTimeAsync(16_000);
  expect(await screen.findByText(/could not be read again/)).toBeDefined();
  expect(table.queryByText('Up to date')).toBeNull();
  expect(table.getAllByText('Not known now').length).toBeGreaterThan(0);
  expect(document.title).toBe('Not known now - Sources - Stagewatch');
});

it('says where nobody is asked anything', async () => {
  renderAt('/sources', 'not-started');
  expect(
    await screen.findByText('No stage that runs, of a plan that can be read, asks people anything now.'),
  ).toBeDefined();
});

it('says so where what people are asked can’t be read', async () => {
  mockWorld.server?.use(http.get('/api/sources/people', () => HttpResponse.error()));
  renderAt('/sources');
  const people = within(await screen.findByRole('region', { name: 'People' }));
  expect(await people.findByRole('button', { name: /again/i })).toBeDefined();
  expect(people.queryByText(/No stage that runs/)).toBeNull();
});
