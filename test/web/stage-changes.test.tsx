import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { buildWorld } from '../../mocks/world.ts';
import type { StageView } from '../../src/contract/rollout.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

const stageApi = '/api/rollouts/:id/stages/:stage';

afterEach(() => {
  vi.useRealTimers();
});

function viewOf(scenario: ScenarioName): StageView {
  const view = buildWorld(scenario, Date.now()).stage('stage-b');
  if (view === undefined) throw new Error('the world has no stage-b');
  return view;
}

async function banner(): Promise<HTMLElement> {
  await screen.findByRole('heading', { name: 'Criteria' });
  return screen.getByRole('region', { name: 'Verdict' });
}

function spoken(region: 'polite' | 'assertive'): string {
  return document.querySelector(`#${region}`)?.textContent ?? '';
}

/** Lets `ms` pass on the clock and one look at it, without drawing every second between. */
async function pass(ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms - 1_000);
  await vi.advanceTimersByTimeAsync(1_000);
}

const met = ['Met', 'Met', 'Met', 'Watched only'];
describe('every row of the criteria', () => {
  it.each<readonly [ScenarioName, readonly string[]]>([
    ['healthy', met],
    ['spike', ['Over limit', 'Over limit', 'Met', 'Watched only']],
    ['thin', ['Not enough data', 'Met', 'Not enough data', 'Watched only']],
    ['source-down', ['Source error', 'Source error', 'Source error', 'Source error']],
    ['gap', ['Not enough data', 'Not enough data', 'Not enough data', 'Watched only']],
    ['ready', met],
    ['off-plan', met],
  ])('%s', async (scenario, tags) => {
    renderAt(stagePath, scenario);
    await banner();
    const labels = [
      'Submissions failing',
      'Failures in any 10 minutes',
      'Average latency',
      'Highest latency',
    ];
    const section = within(screen.getByRole('region', { name: 'Criteria' }));
    const shown = labels.map(
      (label) => section.getByRole('row', { name: new RegExp(label) }).lastElementChild?.textContent,
    );
    expect(shown).toEqual(tags);
  });

  it('not-started: has none, and says so', async () => {
    renderAt(stagePath, 'not-started');
    expect(within(await banner()).getByText('Not started')).toBeDefined();
    expect(
      within(screen.getByRole('region', { name: 'Criteria' })).getByText(/Nothing has been judged/),
    ).toBeDefined();
    await waitFor(() => expect(document.title).toBe('Not started - 25% - Change of address'));
    expect(screen.getAllByText('Example data').length).toBeGreaterThan(0);
  });
});

it.each<readonly [ScenarioName, 'polite' | 'assertive', RegExp]>([
  ['spike', 'assertive', /^Roll back\. Submissions failing broke/],
  ['source-down', 'assertive', /^Can't tell\. Example has given no good answer.*, so 3 of 3/],
  ['healthy', 'polite', /^Keep watching\. /],
  ['thin', 'polite', /^Hold: not enough data\. /],
  ['ready', 'polite', /^Ready to advance\. /],
  ['off-plan', 'polite', /^Hold: toggle doesn't match\. /],
  ['not-started', 'polite', /^Not started\. /],
])('%s is spoken in #%s', async (scenario, region, text) => {
  renderAt(stagePath, scenario);
  await banner();
  expect(spoken(region)).toMatch(text);
  expect(spoken(region === 'polite' ? 'assertive' : 'polite')).toBe('');
});

it('checks in the tone of nothing known, whatever the answer will be', async () => {
  renderAt(stagePath, 'spike');
  const first = screen.getByRole('region', { name: 'Verdict' });
  expect(first.className).toBe('sw-banner sw-tone-off');
  expect(first.getAttribute('aria-busy')).toBe('true');
  expect(spoken('assertive')).toBe('');
  expect((await banner()).className).toContain('sw-tone-rollback');
});

describe('a read that fails after a good one', () => {
  it.each<readonly [string, () => Response, string]>([
    ['no answer', () => HttpResponse.error(), 'can’t be reached'],
    ['not JSON', () => new HttpResponse('<html>', { status: 502 }), 'An answer that can’t be read'],
    ['another shape', () => HttpResponse.json([]), 'An answer of another version'],
  ])('%s: keeps the rows and shows the failure', async (_, answer, said) => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    renderAt(stagePath, 'healthy');
    await banner();
    mockWorld.server?.use(http.get(stageApi, answer));
    await vi.advanceTimersByTimeAsync(15_000);
    const failure = await screen.findByText(/^Not read again\./);
    expect(failure.closest('output')?.textContent).toContain(said);
    const criteria = within(screen.getByRole('region', { name: 'Criteria' }));
    expect(criteria.getByRole('row', { name: /Submissions failing/ })).toBeDefined();
    expect(within(await banner()).getByText('Keep watching')).toBeDefined();
  });

  it('tries again on request, and the failure goes', async () => {
    mockWorld.server?.use(http.get(stageApi, () => HttpResponse.error(), { once: true }));
    renderAt(stagePath, 'healthy');
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(within(await banner()).getByText('Keep watching')).toBeDefined();
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

it('a stage that does not exist: title, detail and remedy of the problem', async () => {
  renderAt('/rollouts/change-of-address/stages/nowhere');
  const alert = within(await screen.findByRole('alert'));
  expect(alert.getByText('No such stage')).toBeDefined();
  expect(alert.getByText('There is no stage "nowhere".')).toBeDefined();
  expect(alert.getByText('Check the address.')).toBeDefined();
});

it('an answer of another shape names the part', async () => {
  mockWorld.server?.use(
    http.get(stageApi, () => HttpResponse.json({ ...viewOf('healthy'), serverNow: 'soon' })),
  );
  renderAt(stagePath);
  expect((await screen.findByRole('alert')).textContent).toContain(
    'The part "serverNow" is not as expected.',
  );
});

describe('a server that falls silent', () => {
  it('is believed for 30 seconds and not longer', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    renderAt(stagePath, 'ready');
    await banner();
    const history = await screen.findByRole('region', { name: 'How the verdict changed' });
    await within(history).findByRole('link', { name: /UTC\)/ });
    mockWorld.lost = true;
    await pass(25_000);
    expect(within(await banner()).getByText('Ready to advance')).toBeDefined();
    await pass(10_000);
    const verdict = within(await banner());
    expect(verdict.getByText("Can't tell")).toBeDefined();
    expect(verdict.getByText(/^This page lost its connection at /)).toBeDefined();
    expect(verdict.getByText(/What it said then: Ready to advance/)).toBeDefined();
    expect(document.title).toBe("CAN'T TELL - 25% - Change of address");
    expect(spoken('assertive')).toMatch(/^Can't tell\. This page lost its connection/);
  });

  it('is one alarm on the page, and a line at each part that is old', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    renderAt(stagePath, 'spike');
    await banner();
    const alerts = within(await screen.findByRole('region', { name: 'Needs somebody' }));
    const parts = ['Sources', 'How the verdict changed'].map((name) => screen.findByRole('region', { name }));
    await userEvent.click((await alerts.findAllByText('I’m on it'))[0] ?? document.body);
    const name = (await alerts.findAllByRole('textbox', { name: 'Your name' }))[0] ?? document.body;
    await userEvent.type(name, 'Ana');
    mockWorld.lost = true;
    await pass(40_000);
    expect(within(await banner()).getByText('Out of date')).toBeDefined();
    for (const part of await Promise.all(parts))
      expect(await within(part).findByText(/^Not read again\. Stagewatch can’t be reached\.$/)).toBeDefined();
    expect(screen.queryAllByRole('alert')).toEqual([]);
    // What stood there still does, and what somebody was typing.
    expect(await screen.findByText(/^Not read again\. Open alerts can't be read\.$/)).toBeDefined();
    expect(name).toHaveProperty('value', 'Ana');
    expect(name.isConnected).toBe(true);
  });

  it('leaves Roll back first, with Can’t tell under Also', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    renderAt(stagePath, 'spike');
    await banner();
    mockWorld.lost = true;
    await pass(40_000);
    const verdict = within(await banner());
    expect(await verdict.findByText('Out of date')).toBeDefined();
    expect(verdict.getByText('Roll back')).toBeDefined();
    expect(verdict.getAllByRole('listitem')[0]?.textContent).toContain('nothing newer has arrived');
  });

  it('is believed again as soon as it answers', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    renderAt(stagePath, 'ready');
    await banner();
    mockWorld.lost = true;
    await pass(40_000);
    expect(within(await banner()).getByText("Can't tell")).toBeDefined();
    mockWorld.lost = false;
    await vi.advanceTimersByTimeAsync(16_000);
    expect(await within(await banner()).findByText('Ready to advance')).toBeDefined();
    await waitFor(() => expect(screen.queryByText(/What you see may be wrong/)).toBeNull());
  });
});

it('a stalled watcher is Can’t tell, though the server answers', async () => {
  mockWorld.server?.use(
    http.get('/api/health', () =>
      HttpResponse.json({
        status: 'stalled',
        version: '1',
        startedAt: Date.now(),
        serverNow: Date.now(),
        watcher: { lastPass: null, openRuns: 1 },
        store: 'ok',
      }),
    ),
  );
  renderAt(stagePath, 'ready');
  expect(await screen.findByText(/The watcher has stalled/, { selector: 'p' })).toBeDefined();
  expect(await within(await banner()).findByText("Can't tell")).toBeDefined();
});

it('a verdict past its time is Can’t tell, though the server answers', async () => {
  const view = viewOf('ready');
  mockWorld.server?.use(
    http.get(stageApi, () =>
      HttpResponse.json({ ...view, verdict: { ...view.verdict, staleAfter: Date.now() - 1_000 } }),
    ),
  );
  renderAt(stagePath);
  const verdict = within(await banner());
  expect(verdict.getByText("Can't tell")).toBeDefined();
  expect(verdict.queryByText('Ready to advance')).toBeNull();
});

describe('the page as it stood', () => {
  const at = Date.UTC(2025, 6, 28, 13, 0);

  it('asks for that instant, says it is frozen, and goes to live', async () => {
    const asked: (string | null)[] = [];
    mockWorld.server?.use(
      http.get(stageApi, ({ request }) => {
        const when = new URL(request.url).searchParams.get('at');
        asked.push(when);
        const world = buildWorld(when === null ? 'ready' : 'healthy', when === null ? Date.now() : at);
        return HttpResponse.json({ ...world.stage('stage-b'), at: when === null ? null : at });
      }),
    );
    renderAt(`${stagePath}?at=2025-07-28T13:00:00.000Z`);
    const bar = await screen.findByText(/You’re viewing/);
    const time = bar.querySelector('time');
    expect(time?.dateTime).toBe('2025-07-28T13:00:00.000Z');
    expect(within(bar).getByText('Monday, July 28, 2025, 9:00 a.m. ET (13:00 UTC)')).toBeDefined();
    expect(within(bar).getByText('Monday, July 28, 2025, 9:00 a.m. Eastern time (13:00 UTC)')).toBeDefined();
    // Long past its time, and still as it was: a frozen verdict does not age.
    expect(within(await banner()).getByText('Keep watching')).toBeDefined();
    expect((await screen.findByText(/^Now: Ready to advance\. /)).isConnected).toBe(true);
    expect(screen.getByText(/before that moment/, { selector: '.sw-age' }).textContent).toContain(
      'Judged less than a second before',
    );
    await userEvent.click(within(bar).getByRole('link', { name: 'Go to live' }));
    expect(await screen.findByText('Ready to advance')).toBeDefined();
    expect(screen.queryByText(/You’re viewing/)).toBeNull();
    expect(asked[0]).toBe('2025-07-28T13:00:00.000Z');
    expect(asked.at(-1)).toBeNull();
  });

  it('says what it was judged from, whom to call, and which toggles to turn off', async () => {
    const asJudged = { at: at - 60_000, rules: 1, planVersion: 1, queries: [] };
    mockWorld.server?.use(
      http.get(stageApi, ({ request }) => {
        const isPast = new URL(request.url).searchParams.has('at');
        const view = buildWorld('spike', isPast ? at : Date.now()).stage('stage-b');
        return HttpResponse.json(isPast ? { ...view, at, asJudged } : view);
      }),
    );
    renderAt(`${stagePath}?at=2025-07-28T13:00:00.000Z`);
    expect((await screen.findByText(/from what was kept\./)).textContent).toContain(
      '8:59 a.m. ET (12:59 UTC)',
    );
    expect(await screen.findByText(/The verdict is the same now: Roll back\./)).toBeDefined();
    expect(await screen.findByRole('region', { name: 'Who to call' })).toBeDefined();
    const off = await screen.findByRole('region', { name: 'To roll back' });
    expect(within(off).getByText('change_of_address')).toBeDefined();
    expect(screen.queryByRole('region', { name: 'Decide' })).toBeNull();
  });

  it('is what an entry of the history opens', async () => {
    renderAt(stagePath, 'healthy');
    const history = within(await screen.findByRole('region', { name: 'How the verdict changed' }));
    const link = await history.findByRole('link');
    expect(link.getAttribute('href')).toMatch(/stage-b\?at=\d{4}-\d\d-\d\dT/);
  });
});
