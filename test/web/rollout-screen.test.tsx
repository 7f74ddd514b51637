import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, it, vi } from 'vitest';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { buildWorld } from '../../mocks/world.ts';
import { saying } from './both-times.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt } from './render-at.tsx';

const path = '/rollouts/change-of-address';

afterEach(() => {
  vi.useRealTimers();
});

it('shows every stage in the plan’s order, as a link', async () => {
  renderAt(path);
  await screen.findByRole('heading', { name: 'Change of address' });
  const links = screen.getAllByRole('link', { name: /^Stage / });
  expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
    ['Stage A', `${path}/stages/stage-a`],
    ['Stage B', `${path}/stages/stage-b`],
    ['Stage C', `${path}/stages/stage-c`],
  ]);
  expect(screen.getByText('Example data')).toBeDefined();
  await waitFor(() => expect(document.title).toBe('Keep watching - Change of address - Stagewatch'));
});

it.each<readonly [ScenarioName, string]>([
  ['ready', "Can't tell"],
  ['spike', 'Roll back'],
])('with the server silent, %s is %s', async (scenario, word) => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  renderAt(path, scenario);
  await screen.findByRole('row', { name: /Stage B/ });
  mockWorld.lost = true;
  vi.setSystemTime(Date.now() + 40_000);
  await vi.advanceTimersByTimeAsync(1_000);
  const row = await screen.findByRole('row', { name: /Stage B/ });
  expect(await within(row).findByText(word)).toBeDefined();
});

it('says in its tab what the ramp says, also while the stage itself has not answered', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  document.head.innerHTML = '<link rel="icon" href="/favicon.svg" />';
  const icon = document.querySelector('link');
  mockWorld.server?.use(http.get('/api/rollouts/:id/stages/:stage', () => new Promise<never>(() => {})));
  renderAt(path, 'ready');
  const row = await screen.findByRole('row', { name: /Stage B/ });
  await within(row).findByText('Ready to advance');
  expect(document.title).toBe('Ready to advance - Change of address - Stagewatch');
  expect(icon?.getAttribute('href')).toBe('/favicon-circle.svg');
  mockWorld.lost = true;
  vi.setSystemTime(Date.now() + 40_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect((await within(row).findByText(/^Last known: /)).textContent).toMatch(
    /^Last known: Ready to advance\. /,
  );
  expect(document.title).toBe("CAN'T TELL - Change of address - Stagewatch");
  expect(icon?.getAttribute('href')).toBe('/favicon-diamond.svg');
});

it('answers in this order: verdict, ramp, what is open, people, log, check-ins, findings', async () => {
  renderAt(path, 'people');
  await screen.findByRole('heading', { name: 'Before the next stage' });
  await screen.findByRole('heading', { name: 'Check-ins after launch' });
  const headings = screen.getAllByRole('heading', { level: 2 }).map((one) => one.textContent);
  expect(headings).toEqual([
    'The ramp',
    'Before the next stage',
    'People',
    'Last in the log',
    'Check-ins after launch',
    'Findings in the plan',
  ]);
  const verdict = screen.getByRole('region', { name: 'Verdict' });
  const ramp = screen.getByRole('region', { name: 'The ramp' });
  expect(verdict.compareDocumentPosition(ramp)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
});

it('counts the open boxes of the checklist before the next stage', async () => {
  const view = buildWorld('healthy', Date.now()).stage('stage-b');
  if (view === undefined) throw new Error('no stage');
  const box = { section: null, line: 3, owner: null, due: null, ticked: false, done: null };
  const checklist = [
    { ...box, text: 'Call center knows', owner: 'Product owner' },
    { ...box, text: 'Banner is off' },
    { ...box, text: 'Signed', ticked: true },
    { ...box, text: 'Told', done: { by: 'Ana', at: 0, note: '' } },
  ];
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/stages/:stage', () =>
      HttpResponse.json({ ...view, people: { ...view.people, checklist } }),
    ),
  );
  renderAt(path);
  const open = await screen.findByRole('region', { name: 'Before the next stage' });
  expect(open.textContent).toContain(
    '2 of 4 boxes of the checklist are open: Call center knows (Product owner); Banner is off.',
  );
  expect(within(open).getByRole('link', { name: 'See the checklist' }).getAttribute('href')).toBe(
    `${path}/stages/stage-b#checklist`,
  );
});

it('names who watches now, by the log of hand-overs, and whom the watch is offered to', async () => {
  const { rollout } = buildWorld('healthy', Date.now());
  mockWorld.server?.use(
    http.get('/api/rollouts/:id', () =>
      HttpResponse.json({ ...rollout, watch: { by: 'Ben', offeredTo: 'Cleo' } }),
    ),
  );
  renderAt(path);
  const people = await screen.findByRole('region', { name: 'People' });
  expect(within(people).getByText('Ben watches.')).toBeDefined();
  expect(people.textContent).toContain('The watch is offered to Cleo, who has not taken it yet.');
});

it('says the verdict in the words of the stage’s own page, and links to it', async () => {
  renderAt(path, 'spike');
  const link = await screen.findByRole('link', { name: 'Open Stage B' });
  expect(link.getAttribute('href')).toBe(`${path}/stages/stage-b`);
  const verdict = buildWorld('spike', Date.now()).stage('stage-b')?.verdict;
  const banner = within(screen.getByRole('region', { name: 'Verdict' }));
  expect(banner.getByText(verdict?.word ?? 'no verdict')).toBeDefined();
  expect(banner.getByText(verdict?.reason ?? 'no reason')).toBeDefined();
});

it('with the server silent the verdict on top is Can’t tell', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  renderAt(path, 'ready');
  await screen.findByText(/No gate and no question/);
  mockWorld.lost = true;
  vi.setSystemTime(Date.now() + 40_000);
  await vi.advanceTimersByTimeAsync(1_000);
  const banner = within(screen.getByRole('region', { name: 'Verdict' }));
  expect(await banner.findByText(/This page lost its connection/)).toBeDefined();
  expect(screen.queryByText('Ready to advance')).toBeNull();
});

it('before anything has run there is a plan to tell and nothing to draw', async () => {
  renderAt(path, 'not-started');
  const ramp = await screen.findByRole('region', { name: 'The ramp' });
  expect(within(ramp).getByText(/^Planned: 5%, 25%, 100%\. Nothing has run yet\./)).toBeDefined();
  expect(ramp.querySelector('.sw-timeline')).toBeNull();
  expect(within(ramp).getByRole('row', { name: /Stage A/ }).textContent).toContain('Has not run.');
});

it('tells each stage as planned and as it happened', async () => {
  renderAt(path, 'ready');
  const row = await screen.findByRole('row', { name: /Stage B/ });
  const cells = within(row).getAllByRole('cell');
  expect(cells[0]?.textContent).toBe('25%, 1 hour');
  expect(cells[1]?.textContent).toMatch(saying('^Since .*{both}, for 1 hour'));
  await waitFor(() => expect(row.textContent).toContain('Seen 25%.'));
  expect(row.textContent).toMatch(/Now 25%, example data of .* ET\./);
  expect(screen.getByRole('row', { name: /Stage C/ }).textContent).toContain('Has not run.');
});

it('tells gates and unanswered questions before the next stage, with where to settle them', async () => {
  renderAt(path, 'people');
  const open = within(await screen.findByRole('region', { name: 'Before the next stage' }));
  expect(open.getByText(/whether all applications use it/).textContent).toContain('Open gate:');
  expect(open.getByRole('link', { name: 'Close it' }).getAttribute('href')).toBe(
    `${path}/stages/stage-b#gates`,
  );
  expect(open.getAllByRole('link', { name: 'Answer it' })).toHaveLength(3);
});

it('tells who is on it, whom to call now, and when that changes', async () => {
  const alert = buildWorld('spike', Date.now()).alerts[0];
  mockWorld.server?.use(
    http.get('/api/alerts', () =>
      HttpResponse.json([
        { ...alert, taken: { by: 'Engineer', at: 0, note: '', until: Date.UTC(2025, 6, 28, 13) } },
        { ...alert, id: 'other', rollout: 'other', reason: 'Of another rollout.' },
      ]),
    ),
    http.get('/api/rollouts/:id', () =>
      HttpResponse.json({
        ...buildWorld('people', Date.now()).rollout,
        handOverAt: Date.UTC(2025, 6, 28, 21),
      }),
    ),
  );
  renderAt(path, 'people');
  const people = within(await screen.findByRole('region', { name: 'People' }));
  expect(await people.findByText('Engineer is on it and looks again at 9:00 a.m. ET.')).toBeDefined();
  expect(people.queryByText(/Of another rollout/)).toBeNull();
  expect((await people.findByText(/To call now/)).textContent).toBe(
    'To call now: Delivery manager (latency); Engineer who watches the logs (errors). Next hand-over: Monday, July 28, 2025, 5:00 p.m. ET (21:00 UTC), when business hours begin or end.',
  );
});

it('alerts that can’t be read are no quiet day', async () => {
  mockWorld.server?.use(http.get('/api/alerts', () => HttpResponse.error()));
  renderAt(path);
  expect(await screen.findByText('Open alerts can’t be read')).toBeDefined();
  expect(screen.queryByText(/No alert is open/)).toBeNull();
});

it('shows the last five lines of the log, and where the rest is', async () => {
  renderAt(path, 'spike');
  const log = within(await screen.findByRole('region', { name: 'Last in the log' }));
  expect(await log.findAllByRole('listitem')).toHaveLength(5);
  expect(log.getByText('Decided to roll back to 0%')).toBeDefined();
  expect(log.getByRole('link', { name: 'The whole log' }).getAttribute('href')).toBe(`${path}/log`);
});

it('shows the check-ins of this rollout', async () => {
  renderAt(path, 'launched');
  const due = within(await screen.findByRole('region', { name: 'Check-ins after launch' }));
  const items = await due.findAllByRole('listitem');
  expect(items[0]?.textContent).toMatch(/^1 week: late, due since .* ET .*\. 2 questions unanswered\.$/);
  expect(
    within(items[0] ?? document.body)
      .getByRole('link')
      .getAttribute('href'),
  ).toBe(`${path}/kpis/1-week`);
});

it('names what must be fixed in the plan, with its line', async () => {
  const findings = [
    { severity: 'must-fix', code: 'no-limit', line: 7, message: 'Average latency has no limit.' },
    { severity: 'look', code: 'short', line: null, message: 'Stage A is short.' },
  ];
  mockWorld.server?.use(
    http.get('/api/rollouts/:id', () =>
      HttpResponse.json({ ...buildWorld('healthy', Date.now()).rollout, findings }),
    ),
  );
  renderAt(path);
  const section = within(await screen.findByRole('region', { name: 'Findings in the plan' }));
  expect(section.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    'Must fix (line 7): Average latency has no limit.',
    'Look: Stage A is short.',
  ]);
});

it('a rollout that does not exist: title, detail and remedy', async () => {
  const problem = { type: 'about:blank', title: 'No such rollout', status: 404, detail: 'D.', remedy: 'R.' };
  mockWorld.server?.use(http.get('/api/rollouts/:id', () => HttpResponse.json(problem, { status: 404 })));
  renderAt('/rollouts/nowhere');
  const alert = within(await screen.findByRole('alert'));
  for (const text of ['No such rollout', 'D.', 'R.']) expect(alert.getByText(text)).toBeDefined();
});
