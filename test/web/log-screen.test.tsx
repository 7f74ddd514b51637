import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { JournalEntry } from '../../src/contract/journal.ts';
import { buildWorld } from '../../mocks/world.ts';
import { saying } from './both-times.ts';
import { mockWorld } from './mock-world.ts';
import { received } from './received.ts';
import { renderAt } from './render-at.tsx';

const path = '/rollouts/change-of-address/log';
const lines = (): readonly HTMLElement[] =>
  within(screen.getByRole('region', { name: 'What happened' })).getAllByRole('listitem');

/** Answers with the made log, changed. */
function withLog(change: (log: readonly JournalEntry[]) => readonly JournalEntry[]): void {
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/log', () => HttpResponse.json(change(buildWorld('spike', Date.now()).log))),
  );
}

it('tells every line newest first, with its time in both zones, who, and the stage as it stood', async () => {
  renderAt(path, 'spike');
  await screen.findByRole('heading', { name: 'What happened' });
  const told = lines().map((one) => one.querySelector('strong')?.textContent);
  expect(told).toEqual([
    'Seen in Flipper',
    'Decided to roll back to 0%',
    'Decided to hold',
    'A planned outage no longer counts',
    'Planned outage',
    'Done: Confirm all forms',
    'Accepted: Average latency',
    'Offered to Product manager',
    'Is on it',
    'Alert opened',
    'Nobody judged',
    'Corrected: Call center complaints: we asked, none',
    'Call center complaints: 3',
    'Deploy',
    'change_of_address: 5% to 25%',
  ]);
  const [first] = lines();
  if (first === undefined) throw new Error('no line');
  expect(first.textContent).toMatch(saying('{both}Stagewatch'));
  const at = first.querySelector('time')?.dateTime ?? '';
  expect(
    within(first)
      .getByRole('link', { name: /^Stage B as it stood, / })
      .getAttribute('href'),
  ).toBe(`/rollouts/change-of-address/stages/stage-b?at=${at}`);
  await waitFor(() => expect(document.title).toBe('ROLL BACK - Log - Change of address - Stagewatch'));
});

it('says what an alert that was taken was about, and the verdict a decision was made on', async () => {
  renderAt(path, 'spike');
  await screen.findByRole('heading', { name: 'What happened' });
  const [, back, , , , , , , taken] = lines();
  expect(taken?.textContent).toContain(
    'Submissions failing broke its roll-back limit. Looking at the gateway.',
  );
  expect(back?.textContent).toContain('The verdict then: Roll back.');
  expect(back?.textContent).toMatch(/ Also: Failures in any 10 minutes broke its roll-back limit/);
});

it('shows one kind alone, by its address', async () => {
  renderAt(`${path}?kind=gaps`, 'spike');
  await screen.findByRole('heading', { name: 'What happened' });
  expect(lines()).toHaveLength(1);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Show' }), 'What people reported');
  expect(lines()).toHaveLength(2);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Show' }), 'everything');
  expect(lines()).toHaveLength(15);
});

it('says so where nothing has been recorded, and where the log cannot be read', async () => {
  renderAt(path, 'not-started');
  expect((await screen.findByText('Nothing has been recorded yet.')).isConnected).toBe(true);
  expect(screen.queryByRole('heading', { name: 'Rollback record' })).toBeNull();
  mockWorld.server?.use(http.get('/api/rollouts/:id/log', () => HttpResponse.json({}, { status: 500 })));
  renderAt(path, 'spike');
  expect((await screen.findByText('An answer that can’t be read')).isConnected).toBe(true);
});

it('shows the five fields of a rollback, and asks for those nobody has filled', async () => {
  const impact = received('/api/rollouts/:id/decisions/:decision/rollback-record');
  renderAt(path, 'spike');
  const record = within(await screen.findByRole('region', { name: 'Rollback record' }));
  expect(record.getAllByRole('term').map((one) => one.textContent)).toEqual([
    'Reason',
    'Date',
    'Severity and impact',
    'Tickets',
    'Resolved',
  ]);
  expect(record.getAllByText('Not recorded yet')).toHaveLength(3);
  expect(record.getByText(/, by .+; confirmed .+ UTC\)$/).isConnected).toBe(true);
  await userEvent.type(record.getAllByRole('textbox', { name: 'Your name' })[0] ?? document.body, 'Ana');
  await userEvent.click(record.getByRole('button', { name: 'Record impact' }));
  expect(record.getByRole('alert').textContent).toContain('Nothing was saved');
  expect(impact).toEqual([]);
  await userEvent.type(
    record.getByRole('textbox', { name: 'Severity and impact' }),
    '90 people saw an error',
  );
  await userEvent.type(record.getByRole('textbox', { name: 'Tickets, one per line' }), 'A-1{enter}A-2,');
  await userEvent.click(record.getByRole('button', { name: 'Record impact' }));
  await record.findByText('Saved.');
  expect(impact).toEqual([{ who: 'Ana', severity: '90 people saw an error', tickets: ['A-1', 'A-2'] }]);
});

it('records how a rollback was resolved', async () => {
  const bodies = received('/api/rollouts/:id/decisions/:decision/resolved');
  renderAt(path, 'spike');
  const record = within(await screen.findByRole('region', { name: 'Rollback record' }));
  await userEvent.click(record.getByText('It is resolved'));
  await userEvent.type(record.getByRole('textbox', { name: 'How it was resolved' }), 'The gateway was fixed');
  await userEvent.type(record.getAllByRole('textbox', { name: 'Your name' }).at(-1) ?? document.body, 'Ana');
  await userEvent.click(record.getByRole('button', { name: 'Record as resolved' }));
  await record.findByText('Saved.');
  expect(bodies).toEqual([{ who: 'Ana', note: 'The gateway was fixed' }]);
});

it('lets the newest line of a record stand, and asks for nothing once all is said', async () => {
  const head = {
    rollout: 'change-of-address',
    stage: 'stage-b',
    run: 'run-1',
    at: 0,
    by: 'Ana',
    decision: 'line-14',
  };
  withLog((log) => [
    { ...head, id: 'line-18', kind: 'resolved', note: 'Fixed' },
    { ...head, id: 'line-17', kind: 'rollback-record', severity: '90 people', tickets: ['A-1'] },
    { ...head, id: 'line-16', kind: 'rollback-record', severity: 'A few', tickets: [] },
    ...log,
  ]);
  renderAt(path, 'spike');
  const record = within(await screen.findByRole('region', { name: 'Rollback record' }));
  const fields = record.getAllByRole('definition').map((one) => one.textContent);
  expect(fields.slice(2)).toEqual([
    '90 people',
    'A-1',
    expect.stringMatching(/^Fixed \(.* UTC\), by Ana\)$/),
  ]);
  expect(record.queryByRole('button')).toBeNull();
});
