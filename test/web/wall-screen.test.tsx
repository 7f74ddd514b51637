import { act, screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { buildWorld } from '../../mocks/world.ts';
import { stackOf, wallAlert, wallRows, worstOfStack } from '../../src/web/screens/wall/wall-model.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt } from './render-at.tsx';
import { inTime } from '../support/in-time.ts';

const wall = '/rollouts/change-of-address/wall';

afterEach(() => {
  vi.useRealTimers();
});

function viewOf(scenario: ScenarioName): NonNullable<ReturnType<ReturnType<typeof buildWorld>['stage']>> {
  const view = buildWorld(scenario, 1_800_000_000_000).stage('stage-b');
  if (view === undefined) throw new Error('the world has no stage-b');
  return view;
}

it.each<readonly [ScenarioName, string, RegExp]>([
  ['healthy', 'Keep watching', /^Change of address, Stage B, 25%\. \d+ minutes.* left\. /],
  ['spike', 'Roll back', /Submissions failing broke its roll-back limit/],
  ['ready', 'Ready to advance', /Overdue 1 minute/],
  ['source-down', "Can't tell", /3 of 3/],
])('%s: the heading and the line below it say it all', async (scenario, word, status) => {
  renderAt(wall, scenario);
  const heading = await screen.findByRole('heading', { level: 1, name: word });
  expect(heading.nextElementSibling?.textContent).toMatch(status);
  expect(screen.queryAllByRole('button')).toEqual([]);
  expect(screen.queryByRole('navigation')).toBeNull();
  expect(screen.getByText('Example data')).toBeDefined();
  expect(screen.getByText(/^Checked (less than a second|\d+ seconds?) ago$/)).toBeDefined();
});

it('gives each criterion as name, value, limit, shape and word', async () => {
  renderAt(wall, 'spike');
  const row = await screen.findByText('Submissions failing', { selector: 'strong' });
  const item = within(row.closest('li') ?? document.body);
  expect(item.getByText('Over limit').querySelector('svg')).not.toBeNull();
  expect(item.getByText(/^\d+(\.\d+)?%\. Limit: under 5%\.$/)).toBeDefined();
});

it('is dark, and light again for the page that comes after', async () => {
  renderAt(wall, 'healthy');
  await screen.findByRole('heading', { level: 1, name: 'Keep watching' });
  expect(document.documentElement.dataset['theme']).toBe('dark');
});

describe('a wall that may not stand', () => {
  const stopped = /^This screen stopped updating at \d+:\d\d [ap]\.m\. ET\.$/;

  it.each<readonly [string, () => void, number]>([
    ['a lost server', () => (mockWorld.lost = true), 31_000],
    [
      'two refreshes in a row that failed',
      () =>
        mockWorld.server?.use(
          http.get('/api/rollouts/:id/stages/:stage', () => HttpResponse.json({}, { status: 500 })),
        ),
      31_000,
    ],
    [
      'a watcher that has stalled',
      () =>
        mockWorld.server?.use(
          http.get('/api/health', () =>
            HttpResponse.json(
              {
                status: 'stalled',
                version: 'test',
                startedAt: 1,
                serverNow: Date.now(),
                watcher: { lastPass: 1, openRuns: 1 },
                store: 'test',
              },
              { status: 503 },
            ),
          ),
        ),
      11_000,
    ],
    [
      'a verdict too old',
      () => {
        const view = viewOf('ready');
        const verdict = { ...view.verdict, staleAfter: Date.now() - 1_000 };
        mockWorld.server?.use(
          http.get('/api/rollouts/:id/stages/:stage', () => HttpResponse.json({ ...view, verdict })),
        );
      },
      16_000,
    ],
    [
      'a machine that slept, and whose server is gone',
      () => {
        mockWorld.lost = true;
        vi.setSystemTime(Date.now() + 3_600_000);
      },
      1_000,
    ],
    [
      'a clock set back while the server is gone',
      () => {
        mockWorld.lost = true;
        vi.setSystemTime(Date.now() - 3_600_000);
      },
      36_000,
    ],
  ])('%s: turns hatched grey, says since when, and nothing on it is green', async (_, cause, wait) => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    renderAt(wall, 'ready');
    await screen.findByRole('heading', { level: 1, name: 'Ready to advance' });
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    cause();
    await act(() => vi.advanceTimersByTimeAsync(wait));
    const heading = await screen.findByRole('heading', { level: 1, name: stopped });
    expect(heading.closest('.sw-wall')?.className).toContain('sw-tone-blind');
    expect(screen.queryByText('Ready to advance')).toBeNull();
    expect(document.querySelector('.sw-tone-met')).toBeNull();
    expect(document.title).toMatch(/^THIS SCREEN STOPPED UPDATING/);
    expect(document.querySelector('#assertive')?.textContent).toMatch(/^This screen stopped updating/);
  });

  it('stands again once everything has been read', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    renderAt(wall, 'ready');
    await screen.findByRole('heading', { level: 1, name: 'Ready to advance' });
    mockWorld.lost = true;
    await act(() => vi.advanceTimersByTimeAsync(40_000));
    expect(screen.getByRole('heading', { level: 1, name: stopped })).toBeDefined();
    mockWorld.lost = false;
    await act(() => vi.advanceTimersByTimeAsync(16_000));
    expect(await screen.findByRole('heading', { level: 1, name: 'Ready to advance' })).toBeDefined();
  });
});

it('says why it has nothing to show', async () => {
  mockWorld.server?.use(http.get('/api/rollouts/:id', () => HttpResponse.error()));
  renderAt(wall);
  expect(
    await screen.findByRole('heading', { level: 1, name: 'This screen has nothing to show.' }),
  ).toBeDefined();
  expect(screen.getByText(/Stagewatch can’t be reached/)).toBeDefined();
});

it('has room for six criteria, those that are not well first, and counts the rest', () => {
  const { readings } = viewOf('spike').verdict;
  const [one] = readings;
  if (one === undefined) throw new Error('no reading');
  const many = Array.from({ length: 8 }, (_, i) => ({
    ...one,
    criterion: `c${i}`,
    state: i === 7 ? ('over' as const) : ('met' as const),
  }));
  const { rows, more } = wallRows(many);
  expect(rows.map((row) => row.id)).toEqual(['c7', 'c0', 'c1', 'c2', 'c3', 'c4']);
  expect(more).toBe(2);
});

it('lets six roll-back limits without data push out no criterion that is over, of whatever group', () => {
  const [reading] = viewOf('healthy').verdict.readings;
  if (reading === undefined) throw new Error('no reading');
  const thin = Array.from({ length: 6 }, (_, i) => ({
    ...reading,
    criterion: `thin${i}`,
    group: 'rollback' as const,
    state: 'not-enough-data' as const,
  }));
  const over = Array.from({ length: 7 }, (_, i) => ({
    ...reading,
    criterion: `over${i}`,
    group: 'success' as const,
    state: 'over' as const,
  }));
  const one = wallRows([...thin, ...over.slice(0, 1)]);
  expect(one.rows[0]?.id).toBe('over0');
  expect(one.more).toBe(1);
  const all = wallRows([...thin, ...over]);
  expect(all.rows.map(({ id }) => id)).toEqual(over.map(({ criterion }) => criterion));
  expect(all.more).toBe(6);
});

it('never says that nothing is open where that is not known', () => {
  const { verdict } = viewOf('healthy');
  expect(wallAlert(verdict, undefined)).toBe('Open alerts are not known.');
  expect(wallAlert(verdict, [])).toBe('No open alerts.');
  expect(wallAlert(verdict, buildWorld('spike', 1_800_000_000_000).alerts)).toMatch(/Nobody is on it yet\.$/);
});

describe('a wall of several rollouts', () => {
  it.each<readonly [string | null, readonly string[]]>([
    [null, []],
    ['', []],
    ['a', ['a']],
    ['a, b,,a', ['a', 'b']],
    ['a,b,c,d', ['a', 'b', 'c', 'd']],
  ])('%s asks for %o', (asked, ids) => {
    expect(stackOf(asked)).toEqual(ids);
  });

  it('says the worst of them in the tab, and what is not known is never well', () => {
    expect(worstOfStack(['ready', 'roll-back', null])).toBe('roll-back');
    expect(worstOfStack(['ready', null])).toBe('blind');
    expect(worstOfStack(['watching', 'ready'])).toBe('watching');
  });

  it('leaves none out in silence: it shows no verdict where the address names too many', async () => {
    renderAt('/wall?rollouts=a,b,c,d', 'ready');
    await screen.findByText(/^The address names 4 rollouts\./);
    expect(screen.queryByText('Ready to advance')).toBeNull();
  });

  it('shows each with its own verdict, and says of one that can’t be read that there is nothing to show', async () => {
    const view = viewOf('healthy');
    const { rollout } = buildWorld('healthy', Date.now());
    const other = buildWorld('ready', Date.now()).stage('stage-b');
    mockWorld.server?.use(
      http.get('/api/rollouts/:id', ({ params }) =>
        params['id'] === 'gone'
          ? HttpResponse.json({ title: 'No such rollout', detail: 'gone', remedy: '' }, { status: 404 })
          : HttpResponse.json({ ...rollout, id: String(params['id']) }),
      ),
      http.get('/api/rollouts/:id/stages/:stage', ({ params }) =>
        HttpResponse.json({
          ...other,
          rollout: {
            id: String(params['id']),
            title: `Title of ${String(params['id'])}`,
            zone: view.rollout.zone,
          },
        }),
      ),
    );
    renderAt('/wall?rollouts=one,two,gone');
    await inTime(() =>
      expect(screen.getAllByRole('heading', { level: 1, name: 'Ready to advance' })).toHaveLength(2),
    );
    expect(screen.getByText(/^Title of one, Stage B/)).toBeDefined();
    expect(screen.getByText(/^Title of two, Stage B/)).toBeDefined();
    await screen.findByRole('heading', { level: 1, name: 'This screen has nothing to show.' });
    await inTime(() => expect(document.title).toBe("CAN'T TELL - 3 rollouts - Wall"));
    expect(screen.queryByRole('navigation')).toBeNull();
  });

  it('without a rollout says what to write', async () => {
    renderAt('/wall');
    expect((await screen.findByText(/names no rollout/)).textContent).toContain('/wall?rollouts=');
  });
});
