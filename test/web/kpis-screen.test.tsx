import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import type { KpiView } from '../../src/contract/kpi-view.ts';
import { reportWorld } from '../../mocks/world-reports.ts';
import { mockWorld } from './mock-world.ts';
import { faultsIn } from './faults-in.ts';
import { renderAt } from './render-at.tsx';

const path = '/rollouts/change-of-address/kpis';
const sent: unknown[] = [];

beforeEach(() => {
  sent.length = 0;
  mockWorld.server?.use(
    http.post('/api/rollouts/:id/kpis/:checkin', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({}, { status: 201 });
    }),
  );
});

// The type is the library's own and too long to write out.
const section = async (name: string) => within(await screen.findByRole('region', { name }));

function showing(change: Partial<KpiView>): void {
  const view = reportWorld(Date.now()).kpis('1-week');
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/kpis/:checkin', () => HttpResponse.json({ ...view, ...change })),
  );
}

it('says in a sentence whether the launch did what the plan said', async () => {
  renderAt(`${path}/1-month`);
  expect(
    await screen.findByText(
      'Error rate is short of its target of under 5%: 17.8% (about 498 of 2,797) one month after launch. Error rate rose at every stage since Stage B: from 0% to 13.8%.',
      { selector: 'p' },
    ),
  ).toBeDefined();
  await waitFor(() => expect(document.title).toBe('1 month - Change of address - Stagewatch'));
});

it('shows each KPI with its definition, target, counts, range and what is possible', async () => {
  renderAt(`${path}/1-week`);
  const row = within((await section('KPIs')).getByRole('row', { name: /Error rate/ }));
  expect(row.getByText('under 5%')).toBeDefined();
  expect(row.getByText('5.7% (27 of 472, likely 3.8% to 8.2%)')).toBeDefined();
  expect(row.getByText('17.8% (about 498 of 2,797, likely 16.4% to 19.3%)')).toBeDefined();
  expect(row.getByText(/Possible, by what is not accounted for: 5\.2% to 13\.9%/)).toBeDefined();
  expect(row.getByText('Not met')).toBeDefined();
  expect(row.getByText('Can’t say')).toBeDefined();
});

it('says what does not add up', async () => {
  renderAt(`${path}/1-week`);
  const rows = (await section('Do the numbers add up?')).getAllByRole('row');
  expect(rows.map((row) => row.textContent).join(' ')).toContain('45 are not accounted for.');
  expect(rows.map((row) => row.textContent).join(' ')).toContain('72 of 517 = 13.9%');
});

it('gives the rate of every stage and check-in as a table beside the chart', async () => {
  renderAt(`${path}/1-week`);
  const table = (await section('From first stage to now')).getByRole('table', { name: /likely range/ });
  const cells = within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('cell')[0]?.textContent);
  expect(cells).toEqual(['0%', '0%', '4.2%', '11.4%', '13.8%', '5.7%', '17.8%']);
  expect(within(table).getByRole('row', { name: /Stage A/ }).textContent).toContain('likely 0% to 36.9%');
});

it('draws every KPI with a value, and gives each chart its table: a count has no range', async () => {
  const own = reportWorld(Date.now()).kpis('1-week')?.trends ?? [];
  const [first] = own[0]?.points ?? [];
  if (first === undefined) throw new Error('no points');
  const count = { ...first, events: null, of: null, range: null, unit: 'count', value: 2299 } as const;
  showing({ trends: [...own, { kpi: 'submitted', label: 'Forms submitted', points: [count] }] });
  renderAt(`${path}/1-week`);
  const trend = await section('From first stage to now');
  expect(trend.getAllByRole('figure')).toHaveLength(2);
  const table = within(trend.getByRole('table', { name: 'Forms submitted, each over its own time' }));
  expect(table.getAllByRole('columnheader').map((one) => one.textContent)).toEqual(['When', 'Value', 'From']);
  expect(table.getByRole('cell', { name: '2,299' })).toBeDefined();
});

it('says that the sources differ today, and by how much', async () => {
  renderAt(`${path}/1-week`);
  const kpis = await section('KPIs');
  const frozen = await section('Frozen evidence');
  expect((await frozen.findByRole('row', { name: /failures/ })).textContent).toContain('27292 more (7.4%)');
  expect(frozen.getByText(/The page goes on showing what was frozen/)).toBeDefined();
  expect(kpis.getByText('5.7% (27 of 472, likely 3.8% to 8.2%)')).toBeDefined();
});

it('takes a number with where it comes from, and nothing that is none', async () => {
  const user = userEvent.setup();
  renderAt(`${path}/1-week`);
  const numbers = await section('Numbers');
  await user.click(numbers.getByText('Enter or correct a number'));
  await user.selectOptions(numbers.getByLabelText('Number'), 'failures');
  await user.type(numbers.getByLabelText(/^Value/), 'some');
  await user.type(numbers.getByLabelText('Your name'), 'Ana');
  await user.click(numbers.getByRole('button', { name: 'Save the number' }));
  expect(numbers.getByRole('alert').textContent).toContain('"some" is no number.');
  await user.clear(numbers.getByLabelText(/^Value/));
  await user.type(numbers.getByLabelText(/^Value/), '29');
  await user.click(numbers.getByRole('button', { name: 'Save the number' }));
  expect(faultsIn(numbers)).toEqual(['Say where the number comes from.']);
  await user.type(numbers.getByLabelText('Where it comes from'), 'the sheet');
  await user.click(numbers.getByRole('button', { name: 'Save the number' }));
  expect(await numbers.findByText('Saved.')).toBeDefined();
  expect(sent).toEqual([
    { do: 'value', name: 'failures', text: '29', source: 'the sheet', reason: '', who: 'Ana' },
  ]);
});

it('begins the first answer with what the page says, for a person to edit, and no other', async () => {
  const user = userEvent.setup();
  localStorage.setItem('stagewatch.name', 'Ana');
  renderAt(`${path}/1-week`);
  const questions = await section('Questions');
  const first = questions.getByRole('textbox', { name: /A first sentence, for you to edit/ });
  expect(first.textContent).toContain('Error rate is short of its target');
  expect(questions.getByRole('textbox', { name: /^Answer: If yes/ }).textContent).toBe('');
  await user.selectOptions(questions.getByRole('combobox', { name: /VA handling/ }), 'yes');
  const [save] = questions.getAllByRole('button', { name: 'Save the answer' });
  if (save !== undefined) await user.click(save);
  expect(await questions.findByText('Saved.')).toBeDefined();
  expect(sent).toEqual([
    { do: 'answer', label: 'Any issues with VA handling/processing?', text: 'yes', who: 'Ana' },
  ]);
});

it('names the toggle to remove and what it still is', async () => {
  renderAt(`${path}/1-week`);
  const cleanUp = await section('Clean-up');
  expect(cleanUp.getByText(/still conditional, at 100% of actors/)).toBeDefined();
});

it('once closed, opens again with a reason alone', async () => {
  const user = userEvent.setup();
  localStorage.setItem('stagewatch.name', 'Ana');
  const head = reportWorld(Date.now()).kpis('1-week');
  if (head === undefined) throw new Error('no view');
  showing({ checkIn: { ...head.checkIn, state: 'closed' }, closed: { by: 'Ben', at: 1 } });
  renderAt(`${path}/1-week`);
  const closing = await section('Close the check-in');
  expect(closing.getByText(/Closed by Ben/)).toBeDefined();
  expect(screen.queryByText('Enter or correct a number')).toBeNull();
  await user.click(closing.getByRole('button', { name: 'Open it again' }));
  expect(faultsIn(closing)[0]).toBe('Say why it is opened again.');
  await user.type(closing.getByLabelText('Reason'), 'A late survey');
  await user.click(closing.getByRole('button', { name: 'Open it again' }));
  expect(await closing.findByText('Saved.')).toBeDefined();
  expect(sent).toEqual([{ do: 'reopen', reason: 'A late survey', who: 'Ana' }]);
});

it('says so where there is nothing: no KPI, nothing frozen, no rate, nobody counted', async () => {
  showing({ kpis: [], identities: [], trends: [], snapshots: [], populations: [] });
  renderAt(`${path}/1-week`);
  expect((await section('KPIs')).getByText(/names no KPI/)).toBeDefined();
  expect((await section('Frozen evidence')).getByText(/Nothing is frozen yet/)).toBeDefined();
  expect((await section('How many people')).getByText(/Not measured/)).toBeDefined();
});

it('a check-in that does not exist: title, detail and remedy', async () => {
  renderAt(`${path}/1-year`);
  const alert = within(await screen.findByRole('alert'));
  expect(alert.getByText('Check the address.')).toBeDefined();
});

it('the list names what is due, and only then', async () => {
  renderAt('/', 'launched');
  const due = await section('Check-ins due');
  const links = due.getAllByRole('link').map((link) => [link.textContent, link.getAttribute('href')]);
  expect(links).toEqual([
    ['Change of address, 1 week', `${path}/1-week`],
    ['Change of address, 1 month', `${path}/1-month`],
  ]);
  expect(due.getAllByText('2 questions unanswered')).toHaveLength(2);
  expect(due.getByText(/^Late: due since/)).toBeDefined();
});
