import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse, delay } from 'msw';
import { afterEach, expect, it, vi } from 'vitest';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { buildWorld } from '../../mocks/world.ts';
import type { Reading } from '../../src/domain/verdict/reading.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

const page = (criterion: string): string => `${stagePath}/criteria/${criterion}`;
const api = '/api/rollouts/:id/stages/:stage';

afterEach(() => {
  vi.useRealTimers();
});

async function state(): Promise<HTMLElement> {
  return screen.findByRole('region', { name: 'State' });
}

/** What a term of the page's list of facts says. */
function fact(term: string): string {
  return screen.getByText(term, { selector: 'dt' }).nextSibling?.textContent ?? '';
}

it.each<readonly [ScenarioName, string, string, string]>([
  ['healthy', 'error-rate', 'Met', 'Roll-back limit'],
  ['spike', 'error-rate', 'Over limit', 'Roll-back limit'],
  ['thin', 'error-rate', 'Not enough data', 'Roll-back limit'],
  ['source-down', 'error-rate', 'Source error', 'Roll-back limit'],
  ['gap', 'error-rate', 'Not enough data', 'Roll-back limit'],
  ['healthy', 'highest', 'Watched only', 'Watched only'],
  ['relative', 'steady', 'Over limit', 'Success criterion'],
])('%s: %s is %s, and the title begins with it', async (scenario, criterion, word, kind) => {
  renderAt(page(criterion), scenario);
  expect(within(await state()).getByText(word)).toBeDefined();
  expect(screen.getByText(kind, { selector: 'dd' })).toBeDefined();
  await waitFor(() => expect(document.title.toLowerCase().startsWith(`${word.toLowerCase()} - `)).toBe(true));
  expect(screen.getAllByText('Example data').length).toBeGreaterThan(0);
  expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
});

it('is reached from the criterion’s name on the stage page, and leads back', async () => {
  const user = userEvent.setup();
  renderAt(stagePath, 'spike');
  await user.click(await screen.findByRole('link', { name: 'Submissions failing' }));
  await state();
  await user.click(screen.getByRole('link', { name: 'Stage B' }));
  expect(await screen.findByRole('heading', { name: 'Criteria' })).toBeDefined();
});

it('says rule, value, limit, counts and range in words', async () => {
  renderAt(page('error-rate'), 'spike');
  await state();
  expect(
    screen.getByText('failures as a share of attempts: under 5%. Breaking it calls for a roll back.'),
  ).toBeDefined();
  expect(fact('Value')).toMatch(/^\d+(\.\d)?%$/);
  expect(fact('Limit')).toMatch(/^under 5%\. Over by \d+(\.\d)? points\.$/);
  expect(fact('Counts')).toMatch(/^\d+ of \d+$/);
  expect(fact('Likely range')).toMatch(/^Likely \d+(\.\d)?% to \d+(\.\d)?%$/);
  expect(fact('Measured')).toBe('40 of 40 buckets of the stage');
});

it('shows the stage’s verdict as a word beside the criterion’s own state', async () => {
  renderAt(page('latency'), 'spike');
  expect(within(await state()).getByText('Met')).toBeDefined();
  expect(screen.getByText('Roll back')).toBeDefined();
});

it('names what a relative criterion was compared with, and when', async () => {
  renderAt(page('steady'), 'relative');
  const compared = within(await screen.findByRole('region', { name: 'Compared with' }));
  expect(
    compared.getByText(/the old path at the same time: 1\.5% \(\d+ of [\d,]+\), from .* ET .* to .* ET/),
  ).toBeDefined();
  expect(compared.queryByRole('table')).toBeNull();
});

it('lists status classes one by one, and who accepted them and why', async () => {
  renderAt(page('statuses'), 'relative');
  const table = await screen.findByRole('table', { name: /Class by class, against the old path/ });
  const row = within(table).getByRole('row', { name: /504/ });
  expect(row.textContent).toMatch(/Here \d+ of \d+ \(\d.*%\)There \d+ of [\d,]+ \(0\.99%\)/);
  expect(within(row).getByText('Over limit')).toBeDefined();
  const banner = await state();
  expect(within(banner).getByText('Accepted by Product owner')).toBeDefined();
  expect(banner.textContent).toContain('The gateway times out for everyone today; the ticket is open.');
});

it('shows comparison, classes and acceptance in the row of the stage page too', async () => {
  renderAt(stagePath, 'relative');
  const steady = await screen.findByRole('row', { name: /Failing against the old path/ });
  expect(steady.textContent).toContain('Compared with the old path at the same time: 1.5%');
  const statuses = screen.getByRole('row', { name: /Status codes/ });
  expect(statuses.textContent).toMatch(/504: Over limit, \d\.\d+ times/);
  expect(within(statuses).getByText('Accepted by Product owner')).toBeDefined();
});

it('says when a limit broke and when it was worst', async () => {
  renderAt(page('bursts'), 'relative');
  const broken = await screen.findByRole('region', { name: 'When it was broken' });
  expect(broken.textContent).toContain(
    'Failures in any 10 minutes broke its roll-back limit. First judged broken',
  );
  expect(broken.textContent).toMatch(/Worst: \d+, .* to .*UTC/);
});

it('keeps saying that a limit broke after the value is back', async () => {
  const { stage } = buildWorld('spike', Date.now());
  const view = stage('stage-b');
  if (view === undefined) throw new Error('no stage');
  const readings = view.verdict.readings.map((one): Reading => ({ ...one, state: 'broke-earlier' }));
  mockWorld.server?.use(
    http.get(api, () => HttpResponse.json({ ...view, verdict: { ...view.verdict, readings } })),
  );
  renderAt(page('error-rate'));
  expect(within(await state()).getByText('Broke earlier')).toBeDefined();
  await waitFor(() => expect(document.title.startsWith('BROKE EARLIER - ')).toBe(true));
});

it('shows source and query of each signal, and links to web pages alone', async () => {
  const { series } = buildWorld('healthy', Date.now());
  const linked = series.series.map((one) => {
    if (one.status === 'error') return one;
    const link = one.id === 'failures' ? 'https://metrics.example/q' : 'javascript:alert(1)';
    return { ...one, data: { ...one.data, provenance: { ...one.data.provenance, link } } };
  });
  mockWorld.server?.use(http.get(`${api}/series`, () => HttpResponse.json({ ...series, series: linked })));
  renderAt(page('error-rate'));
  const source = within(await screen.findByRole('region', { name: 'Where the numbers come from' }));
  expect(source.getByRole('link').getAttribute('href')).toBe('https://metrics.example/q');
  expect(source.getAllByText(/^(failures|attempts)$/, { selector: 'code' })).toHaveLength(2);
});

it('says why a source gives nothing, and draws no chart of it', async () => {
  renderAt(page('error-rate'), 'source-down');
  const source = await screen.findByRole('region', { name: 'Where the numbers come from' });
  expect(source.textContent).toContain('The example source stopped answering.');
  expect(await screen.findByText(/^No chart: The example source stopped answering/)).toBeDefined();
});

it('keeps the chart’s numbers as a table', async () => {
  renderAt(`${page('error-rate')}?open=table`, 'gap');
  const table = await screen.findByRole('table', { name: /in buckets of 1 minute/ });
  expect(within(table).getAllByText('No data')).toHaveLength(12);
});

it('has a state for a stage that has not run, and nothing to try', async () => {
  renderAt(page('error-rate'), 'not-started');
  expect(within(await state()).getByText('Not judged yet')).toBeDefined();
  await waitFor(() => expect(document.title.startsWith('Not judged yet - ')).toBe(true));
  expect(await screen.findByText(/This stage has not run/)).toBeDefined();
});

it('offers no limit for what people are asked', async () => {
  renderAt('/rollouts/change-of-address/stages/stage-c/criteria/complaints');
  expect(await screen.findByText(/No number judges this criterion/)).toBeDefined();
  expect(screen.queryByLabelText('Limit to try')).toBeNull();
});

it('says that there is no such criterion, and where to look', async () => {
  renderAt(page('nothing'));
  expect(await screen.findByRole('heading', { name: 'There is no such criterion' })).toBeDefined();
  expect(screen.getByRole('link', { name: 'the stage' }).getAttribute('href')).toBe(stagePath);
  await waitFor(() => expect(document.title).toBe('Not found - Stagewatch'));
});

it('says Checking before anything is known', async () => {
  mockWorld.server?.use(http.get(api, () => delay('infinite')));
  renderAt(page('error-rate'), 'ready');
  expect(await screen.findByText('Loading criterion...')).toBeDefined();
  expect(screen.queryByText('Met')).toBeNull();
});

it.each([
  ['the stage', api, 'Stagewatch can’t be reached'],
  ['the series', `${api}/series`, 'Stagewatch can’t be reached'],
  ['the plan', `${api}/judging`, 'Stagewatch can’t be reached'],
])('says what failed when %s can’t be read', async (_what, path, title) => {
  mockWorld.server?.use(http.get(path, () => HttpResponse.error()));
  renderAt(page('error-rate'));
  expect((await screen.findByRole('alert')).textContent).toContain(title);
  expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined();
});

it.each<readonly [ScenarioName, string]>([
  ['ready', 'Stale'],
  ['spike', 'Over limit'],
])('after the server falls silent, %s says %s', async (scenario, word) => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  renderAt(page('error-rate'), scenario);
  await state();
  mockWorld.lost = true;
  vi.setSystemTime(Date.now() + 45_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await within(await state()).findByText(word)).toBeDefined();
  expect(screen.queryByText('Met')).toBeNull();
});

it('shows a past moment as it stood, with a way to live and nothing to try', async () => {
  const asked: (string | null)[] = [];
  const { stage } = buildWorld('spike', Date.now());
  mockWorld.server?.use(
    http.get(api, ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('at'));
      return HttpResponse.json({ ...stage('stage-b'), at: Date.UTC(2025, 0, 6, 12) });
    }),
  );
  renderAt(`${page('error-rate')}?at=2025-01-06T12:00:00.000Z`);
  expect(within(await state()).getByText('Over limit')).toBeDefined();
  expect(asked).toEqual(['2025-01-06T12:00:00.000Z']);
  expect(screen.getByRole('link', { name: 'Go to live' }).getAttribute('href')).toBe(page('error-rate'));
  expect(screen.getByRole('link', { name: 'Stage B' }).getAttribute('href')).toContain('?at=2025-01-06');
  expect(screen.queryByLabelText('Limit to try')).toBeNull();
});

it('draws the old path beside the new one, in the table too, and names its sources', async () => {
  renderAt(`${page('steady')}?open=table`, 'relative');
  const source = within(await screen.findByRole('region', { name: 'Where the numbers come from' }));
  expect(await source.findByText('old-failures', { selector: 'dt' })).toBeDefined();
  const table = screen.getByRole('table', { name: /in buckets of 1 minute/ });
  expect(within(table).getByRole('columnheader', { name: 'Old path' })).toBeDefined();
  const row = within(table).getAllByRole('row')[1];
  expect(row?.textContent).toMatch(/UTC\)\d+(\.\d+)?%\d+(\.\d+)?%$/);
});

it('draws no old path for a criterion with a limit of its own', async () => {
  renderAt(`${page('error-rate')}?open=table`, 'relative');
  // What the past was decides about the other line: once it is here, the limit can be tried.
  await screen.findByLabelText('Limit to try');
  const table = screen.getByRole('table', { name: /in buckets of 1 minute/ });
  expect(
    within(table)
      .getAllByRole('columnheader')
      .map((one) => one.textContent),
  ).not.toContain('Old path');
});
