import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, it, vi } from 'vitest';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { buildWorld } from '../../mocks/world.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

afterEach(() => {
  vi.useRealTimers();
});

/** The banner once the stage is known; before, another says that it is being checked. */
async function banner(): Promise<HTMLElement> {
  await screen.findByRole('heading', { name: 'Criteria' });
  return screen.getByRole('region', { name: 'Verdict' });
}

it.each<readonly [ScenarioName, string, string, string]>([
  ['healthy', 'Keep watching', 'Submissions failing', 'Met'],
  ['spike', 'Roll back', 'Submissions failing', 'Over limit'],
  ['thin', 'Hold: not enough data', 'Submissions failing', 'Not enough data'],
  ['source-down', "Can't tell", 'Submissions failing', 'Source error'],
  ['gap', 'Keep watching', 'Submissions failing', 'Not enough data'],
  ['ready', 'Ready to advance', 'Average latency', 'Met'],
  ['off-plan', "Hold: toggle doesn't match", 'Submissions failing', 'Met'],
])('%s: says %s, and %s is %s', async (scenario, word, label, tag) => {
  renderAt(stagePath, scenario);
  expect(await within(await banner()).findByText(word)).toBeDefined();
  const row = screen.getByRole('row', { name: new RegExp(label) });
  expect(within(row).getByText(tag)).toBeDefined();
  expect(screen.getAllByText('Example data').length).toBeGreaterThan(0);
  await waitFor(() => expect(document.title.toLowerCase().startsWith(word.toLowerCase())).toBe(true));
});

it.each<readonly [ScenarioName, '#assertive' | '#polite']>([
  ['spike', '#assertive'],
  ['source-down', '#assertive'],
  ['healthy', '#polite'],
])('announces %s once, in %s', async (scenario, region) => {
  renderAt(stagePath, scenario);
  await screen.findByRole('heading', { name: 'Criteria' });
  expect(document.querySelector(region)?.textContent).not.toBe('');
  expect(document.querySelector(region === '#polite' ? '#assertive' : '#polite')?.textContent).toBe('');
});

it('says Checking before anything is known, with no verdict beside it', async () => {
  renderAt(stagePath, 'ready');
  expect(await screen.findByText('Checking...')).toBeDefined();
  expect(screen.queryByText('Ready to advance')).toBeNull();
  await screen.findByText('Ready to advance');
});

it('says what failed and what to do when the stage does not exist', async () => {
  renderAt('/rollouts/change-of-address/stages/nowhere');
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('No such stage');
  expect(alert.textContent).toContain('Check the address.');
});

it('says that the page may be older than the server when an answer has another shape', async () => {
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/stages/:stage', () => HttpResponse.json({ verdict: 'fine' })),
  );
  renderAt(stagePath);
  expect((await screen.findByRole('alert')).textContent).toContain('An answer of another version');
  expect(screen.queryByText('Keep watching')).toBeNull();
});

it.each<readonly [ScenarioName, string, string]>([
  ['ready', "Can't tell", 'Ready to advance'],
  ['spike', 'Roll back', 'Keep watching'],
])(
  'after the server falls silent, %s says %s and no longer stands by anything green',
  async (scenario, word, gone) => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    renderAt(stagePath, scenario);
    await screen.findByRole('heading', { name: 'Criteria' });
    mockWorld.lost = true;
    // A jump and one tick: walking through 45 s would draw every chart 45 times.
    vi.setSystemTime(Date.now() + 45_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(
      await screen.findByText(/This page lost its connection at .* What you see may be wrong/),
    ).toBeDefined();
    const verdict = within(await banner());
    expect(verdict.getByText(word)).toBeDefined();
    expect(verdict.queryByText(gone)).toBeNull();
  },
);

it('opens a run only under a name, and keeps the name when saving fails', async () => {
  const user = userEvent.setup();
  const sent: unknown[] = [];
  let refuse = true;
  mockWorld.server?.use(
    http.post('/api/rollouts/:id/stages/:stage/runs', async ({ request }) => {
      sent.push(await request.json());
      return refuse
        ? HttpResponse.json(
            {
              type: 'about:blank',
              title: 'Already running',
              status: 409,
              detail: 'Opened by another.',
              remedy: 'Go on.',
            },
            { status: 409 },
          )
        : HttpResponse.json({}, { status: 201 });
    }),
  );
  renderAt(stagePath, 'not-started');
  const press = await screen.findByRole('button', { name: 'Start watching this stage' });
  await user.click(press);
  expect(screen.getByRole('alert').textContent).toContain('Say who you are');
  const record = within(screen.getByRole('region', { name: 'Record' }));
  const [name] = record.getAllByLabelText('Your name');
  if (name === undefined) throw new Error('no field for the name');
  await user.type(name, 'A monitor');
  await user.click(press);
  expect(await screen.findByText(/Not saved\. Already running/)).toBeDefined();
  expect(screen.getAllByDisplayValue('A monitor')).toHaveLength(1);
  refuse = false;
  await user.click(press);
  expect(await screen.findByText('Saved.')).toBeDefined();
  expect(sent).toEqual([{ who: 'A monitor' }, { who: 'A monitor' }]);
});

it('shows plan, toggle and observation of the traffic side by side', async () => {
  renderAt(stagePath);
  const traffic = within(await screen.findByRole('region', { name: 'Traffic against allotment' }));
  expect(traffic.getByText('Matches')).toBeDefined();
  expect(traffic.getByText(/Plan: 25%\. Example toggle: 25% of actors\./)).toBeDefined();
});

it('keeps every chart’s numbers as a table, with gaps said in words', async () => {
  renderAt(`${stagePath}?open=error-rate`, 'gap');
  const table = await screen.findByRole('table', {
    name: /Submissions failing, from Example, .* UTC\), in buckets of 1 minute, read .* UTC\)\./,
  });
  expect(within(table).getAllByText('No data')).toHaveLength(12);
  expect(table.textContent).toContain('12 buckets have no data.');
});

/** The stage with its roll-back limits alone judged. */
function leftAlone(more: object): void {
  const view = buildWorld('people', Date.now()).stage('stage-b');
  if (view === undefined) throw new Error('no stage');
  const readings = view.verdict.readings.filter((one) => one.group === 'rollback');
  const verdict = { ...view.verdict, readings, ...more };
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/stages/:stage', () => HttpResponse.json({ ...view, verdict })),
  );
}

it.each([
  ['complete', { state: 'complete', word: 'Complete' }],
  ['over a worse verdict', { tags: ['Advance decided'] }],
])('says that what a decision to advance has left out is no longer judged: %s', async (_, more) => {
  leftAlone(more);
  renderAt(stagePath);
  const left = await screen.findByText(/^No longer judged, after the decision to advance: /);
  expect(left.textContent).toContain('Call center complaints');
  expect(left.textContent).not.toContain('Submissions failing');
  expect((await screen.findAllByText(/^It is no longer judged: after a decision to advance/)).length).toBe(3);
  expect(screen.queryByText('Nobody has reported yet.')).toBeNull();
});

it('blames no decision for what a verdict does not judge, and does not say that nobody reported', async () => {
  leftAlone({});
  renderAt(stagePath);
  expect(await screen.findAllByText('It was not judged with this verdict.')).toHaveLength(3);
  expect(screen.queryByText(/No longer judged/)).toBeNull();
  expect(screen.queryByText('Nobody has reported yet.')).toBeNull();
});

it.each([
  [{ tags: ['Advance decided'] }, /^It is no longer judged/],
  [{}, /^It was not judged with this verdict/],
])('says the same on the page of a criterion: %o', async (more, said) => {
  leftAlone(more);
  renderAt(`${stagePath}/criteria/complaints`);
  expect(await screen.findByText(said)).toBeDefined();
  expect(screen.queryByText(/No run of this stage has been judged/)).toBeNull();
});
