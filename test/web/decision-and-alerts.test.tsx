import { fireEvent, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, it, vi } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import { saying } from './both-times.ts';
import { mockWorld } from './mock-world.ts';
import { received } from './received.ts';
import { renderAt, stagePath } from './render-at.tsx';

const decisions = '/api/rollouts/:id/stages/:stage/decisions';

afterEach(() => {
  vi.useRealTimers();
});

/** Looks at what will be recorded, and records it. */
async function checkAndRecord(section: ReturnType<typeof within>): Promise<void> {
  await userEvent.click(section.getByRole('button', { name: 'Check decision' }));
  await userEvent.click(section.getByRole('button', { name: 'Record decision' }));
}

async function openForm(): Promise<void> {
  await userEvent.click(await screen.findByRole('button', { name: 'Decide about this stage' }));
  await screen.findByRole('group', { name: 'What do you decide?' });
}

it('opens the form with the verdict it will record, and records the choice on it', async () => {
  const bodies = received(decisions);
  renderAt(stagePath, 'ready');
  await openForm();
  const section = within(screen.getByRole('region', { name: 'Decide' }));
  expect(section.getByText('Ready to advance.').tagName).toBe('STRONG');
  await userEvent.click(section.getByRole('radio', { name: /^Advance/ }));
  await userEvent.type(section.getByRole('textbox', { name: /^Who agreed/ }), 'Product owner');
  await userEvent.type(section.getByRole('textbox', { name: 'Your name' }), 'Ana');
  await checkAndRecord(section);
  await section.findByText('Saved.');
  expect(bodies).toEqual([
    {
      who: 'Ana',
      id: expect.stringMatching(/^[\da-f]{32}$/),
      choice: 'advance',
      toPercent: 100,
      reason: '',
      seenState: 'ready',
      seenDecisions: 2,
      agreed: ['Product owner'],
    },
  ]);
});

it('asks why before it records what goes against the verdict', async () => {
  const bodies = received(decisions);
  renderAt(stagePath, 'spike');
  await openForm();
  const section = within(screen.getByRole('region', { name: 'Decide' }));
  await userEvent.click(section.getByRole('radio', { name: /^Advance/ }));
  await userEvent.type(section.getByRole('textbox', { name: 'Your name' }), 'Ana');
  await userEvent.click(section.getByRole('button', { name: 'Check decision' }));
  expect(section.getByRole('alert').textContent).toContain('goes against the verdict');
  expect(bodies).toEqual([]);
  await userEvent.type(section.getByRole('textbox', { name: /^Reason \(needed\)/ }), 'A known batch');
  await checkAndRecord(section);
  await section.findByText('Saved.');
  expect(bodies).toMatchObject([{ choice: 'advance', reason: 'A known batch', seenState: 'roll-back' }]);
});

it('extends by hours, and saves nothing for what is no length', async () => {
  const bodies = received(decisions);
  renderAt(stagePath, 'thin');
  await openForm();
  const section = within(screen.getByRole('region', { name: 'Decide' }));
  await userEvent.click(section.getByRole('radio', { name: 'Extend the stage' }));
  const hours = section.getByRole('textbox', { name: 'Hours longer' });
  await userEvent.clear(hours);
  await userEvent.type(hours, 'a day');
  await userEvent.type(section.getByRole('textbox', { name: 'Your name' }), 'Ana');
  await userEvent.click(section.getByRole('button', { name: 'Record decision' }));
  expect(section.getByRole('alert').textContent).toContain('how many hours');
  await userEvent.clear(hours);
  await userEvent.type(hours, '1.5');
  await userEvent.click(section.getByRole('button', { name: 'Record decision' }));
  await section.findByText('Saved.');
  expect(bodies).toMatchObject([{ choice: 'extend', extendBy: 5_400_000 }]);
});

it('lists what needs somebody, and lets a person say that they are on it', async () => {
  const bodies = received('/api/alerts/:alert/take');
  renderAt(stagePath, 'spike');
  const section = within(await screen.findByRole('region', { name: 'Needs somebody' }));
  const [item] = section.getAllByRole('listitem');
  if (item === undefined) throw new Error('no alert');
  expect(item.textContent).toContain('Nobody is on it yet.');
  await userEvent.click(within(item).getByText('I’m on it'));
  await userEvent.type(within(item).getAllByRole('textbox', { name: 'Your name' })[0] ?? item, 'Ana');
  await userEvent.click(within(item).getByRole('button', { name: /^I’m on it, and look again/ }));
  await within(item).findByText('Saved.');
  expect(bodies).toEqual([{ who: 'Ana', note: '' }]);
});

it('says at once what was decided last about the run, by whom and when', async () => {
  renderAt(stagePath, 'spike');
  const section = within(await screen.findByRole('region', { name: 'Decide' }));
  expect((await section.findByText(/^Decided last, by /)).textContent).toMatch(
    saying('^Decided last, by Product manager (?:at|on [A-Z][a-z]+ \\d+,) {both}: Roll back to 0%\\. '),
  );
});

it('asks when whoever is on it looks again', async () => {
  const bodies = received('/api/alerts/:alert/take');
  renderAt(stagePath, 'spike');
  const item = await firstAlert();
  await userEvent.click(within(item).getByText('I’m on it'));
  await userEvent.selectOptions(within(item).getByRole('combobox', { name: 'Next look' }), 'in 60 minutes');
  await userEvent.type(within(item).getAllByRole('textbox', { name: 'Your name' })[0] ?? item, 'Ana');
  await userEvent.click(
    within(item).getByRole('button', { name: 'I’m on it, and look again in 60 minutes' }),
  );
  await within(item).findByText('Saved.');
  expect(bodies).toEqual([{ who: 'Ana', note: '', lookIn: 3_600_000 }]);
});

it('shows no list where nothing needs anybody, and says when the list cannot be read', async () => {
  renderAt(stagePath, 'healthy');
  await screen.findByRole('heading', { name: 'Criteria' });
  expect(screen.queryByRole('region', { name: 'Needs somebody' })).toBeNull();
  mockWorld.server?.use(http.get('/api/alerts', () => HttpResponse.json({}, { status: 500 })));
  renderAt(stagePath, 'spike');
  const failure = await screen.findByText(/Open alerts can't be read/);
  expect(failure.isConnected).toBe(true);
});

it('calls nothing open only as long as it could be read', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  renderAt(stagePath, 'healthy');
  await screen.findByText('No open alerts.');
  mockWorld.server?.use(http.get('/api/alerts', () => HttpResponse.json({}, { status: 500 })));
  await vi.advanceTimersByTimeAsync(16_000);
  expect(await screen.findByText('No alert was open then.')).toBeDefined();
  expect(screen.queryByText('No open alerts.')).toBeNull();
});

it('records severity and tickets with a roll back, and leads to the rest of its record', async () => {
  const bodies = received(decisions);
  renderAt(stagePath, 'spike');
  await openForm();
  const section = within(screen.getByRole('region', { name: 'Decide' }));
  expect(section.queryByRole('textbox', { name: /^Severity/ })).toBeNull();
  await userEvent.click(section.getByRole('radio', { name: /^Roll back/ }));
  await userEvent.type(section.getByRole('textbox', { name: /^Severity/ }), 'Everybody');
  await userEvent.type(section.getByRole('textbox', { name: /^Tickets/ }), 'A-1, A-2');
  await userEvent.type(section.getByRole('textbox', { name: 'Your name' }), 'Ana');
  await checkAndRecord(section);
  await section.findByText('Saved.');
  expect(bodies).toMatchObject([{ choice: 'roll-back', severity: 'Everybody', tickets: ['A-1', 'A-2'] }]);
  expect(section.getByRole('link', { name: 'the rollback record' }).getAttribute('href')).toBe(
    '/rollouts/change-of-address/log',
  );
});

async function firstAlert(): Promise<HTMLElement> {
  const [item] = within(await screen.findByRole('region', { name: 'Needs somebody' })).getAllByRole(
    'listitem',
  );
  if (item === undefined) throw new Error('no alert');
  return item;
}

it('hands an alert over to somebody by name', async () => {
  const bodies = received('/api/alerts/:alert/hand-over');
  renderAt(stagePath, 'spike');
  const item = await firstAlert();
  await userEvent.click(within(item).getByText('Hand it over'));
  await userEvent.type(within(item).getAllByRole('textbox', { name: 'Your name' })[1] ?? item, 'Ana');
  await userEvent.click(within(item).getByRole('button', { name: 'Offer it' }));
  expect(within(item).getByRole('alert').textContent).toContain('Say to whom');
  expect(bodies).toEqual([]);
  await userEvent.type(within(item).getByRole('textbox', { name: 'To which monitor' }), 'Ben');
  await userEvent.click(within(item).getByRole('button', { name: 'Offer it' }));
  await within(item).findByText('Saved.');
  expect(bodies).toEqual([{ who: 'Ana', to: 'Ben', note: '' }]);
});

it('says to whom an alert is offered, and who has it until then', async () => {
  const at = Date.now();
  const { alerts } = buildWorld('spike', at);
  const taken = { by: 'Ana', at, note: '', until: at + 900_000 };
  const handedTo = { to: 'Ben', by: 'Ana', at, note: 'See the gateway' };
  mockWorld.server?.use(
    http.get('/api/alerts', () => HttpResponse.json(alerts.map((one) => ({ ...one, taken, handedTo })))),
  );
  renderAt(stagePath, 'spike');
  expect((await firstAlert()).textContent).toMatch(
    /Ana is on it and looks again at .* Offered to Ben by Ana, .*; they have it once they take it\. “See the gateway”/,
  );
});

it.each([
  // Nobody can accept what can't be seen, a roll-back limit that is over now, or a toggle.
  ['source-down', 0],
  ['spike', 0],
  ['off-plan', 0],
] as const)('%s: offers "We know, and we go on" %s times', async (scenario, times) => {
  renderAt(stagePath, scenario);
  const item = await firstAlert();
  expect(within(item).getByText('I’m on it').tagName).toBe('SUMMARY');
  expect(screen.queryAllByText('We know, and we go on')).toHaveLength(times);
});

it('lets a person accept a limit that holds the stage and calls for no roll back', async () => {
  const bodies = received('/api/alerts/:alert/accept');
  const view = buildWorld('spike', Date.now()).stage('stage-b');
  if (view === undefined) throw new Error('no stage');
  const readings = view.verdict.readings.map((one) =>
    one.criterion === 'error-rate' ? { ...one, breach: 'hold' as const } : one,
  );
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/stages/:stage', () =>
      HttpResponse.json({ ...view, verdict: { ...view.verdict, readings } }),
    ),
  );
  renderAt(stagePath, 'spike');
  await firstAlert();
  const form = screen.getByText('We know, and we go on').closest('details');
  if (form === null) throw new Error('no form');
  await userEvent.type(within(form).getByRole('textbox', { name: 'Reason' }), 'A known batch');
  await userEvent.type(within(form).getByRole('textbox', { name: 'Your name' }), 'Ana');
  await userEvent.click(within(form).getByRole('button', { name: 'Accept for a day' }));
  await within(form).findByText('Saved.');
  expect(bodies).toEqual([{ who: 'Ana', reason: 'A known batch' }]);
});

it('copies the verdict and its evidence for Slack, with a link to the stage as it stands in it', async () => {
  renderAt(stagePath, 'spike');
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Copy as Slack text' }));
  expect((await screen.findByText('Copied.')).isConnected).toBe(true);
  const [title, reason, ...rest] = (await navigator.clipboard.readText()).split('\n');
  expect(title).toBe('*Roll back: Change of address, Stage B* (example data)');
  expect(reason).toMatch(/^Submissions failing broke/);
  expect(rest.at(-1)).toMatch(/UTC\): http:.*\/rollouts\/change-of-address\/stages\/stage-b\?at=\d{4}-.*Z$/);
});

it('shows the text for Slack where the browser refuses to copy it', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'));
  renderAt(stagePath, 'spike');
  fireEvent.click(await screen.findByRole('button', { name: 'Copy as Slack text' }));
  expect((await screen.findByText(/^The browser does not let this page copy/)).isConnected).toBe(true);
  expect(screen.getByText(/^\*Roll back: Change of address/).tagName).toBe('PRE');
});

it('marks the names in what an alert and the live region say, and shows no backtick anywhere', async () => {
  const assertive = document.createElement('div');
  assertive.id = 'assertive';
  document.body.append(assertive);
  renderAt(stagePath, 'source-down');
  const alerts = within(await screen.findByRole('region', { name: 'Needs somebody' }));
  const split = await alerts.findByText(/The traffic split of/);
  expect(split.textContent).toBe("The traffic split of change_of_address can't be seen.");
  expect(split.querySelector('code')?.textContent).toBe('change_of_address');
  await screen.findByRole('region', { name: 'Sources' });
  expect(document.body.textContent).not.toContain('`');
  assertive.remove();
});
