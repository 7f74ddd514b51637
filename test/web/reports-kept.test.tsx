import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { JournalEntry } from '../../src/contract/journal.ts';
import { buildWorld } from '../../mocks/world.ts';
import { mockWorld } from './mock-world.ts';
import { received } from './received.ts';
import { renderAt, stagePath } from './render-at.tsx';

const observations = '/api/rollouts/:id/stages/:stage/observations';
const region = async (name: string) => within(await screen.findByRole('region', { name }));

it('keeps the chosen answer, its number and the numbers of a test over a reload', async () => {
  renderAt(stagePath, 'people');
  const asks = await region('What people report');
  await userEvent.click(asks.getByRole('radio', { name: 'There were some' }));
  const [count] = asks.getAllByRole('textbox', { name: 'How many' });
  await userEvent.type(count ?? document.body, '3');
  await userEvent.click(asks.getByText('Report something else'));
  await userEvent.selectOptions(
    await asks.findByRole('combobox', { name: 'Kind' }),
    'Test cases (UAT, TestRail, fixture)',
  );
  await userEvent.type(asks.getByRole('textbox', { name: 'Users who tested' }), '8');
  cleanup();
  renderAt(stagePath, 'people');
  const again = await region('What people report');
  expect(again.getByRole('radio', { name: 'There were some' })).toHaveProperty('checked', true);
  expect(again.getAllByRole('textbox', { name: 'How many' })[0]).toHaveProperty('value', '3');
  await userEvent.click(again.getByText('Report something else'));
  expect(await again.findByRole('textbox', { name: 'Users who tested' })).toHaveProperty('value', '8');
}, 20_000);

it('says what an answer covers: from the last one, or the start, until now; and keeps its ticket', async () => {
  const at = Date.now();
  const start = buildWorld('people', at).stage('stage-b')?.run?.start ?? 0;
  const last = start + 20 * 60_000;
  const report: JournalEntry = {
    id: 'report-1',
    rollout: 'change-of-address',
    stage: 'stage-b',
    run: 'run-1',
    at: last,
    by: 'Ben',
    kind: 'observation',
    criterion: 'complaints',
    topic: 'complaints',
    covers: { from: start, to: last },
    said: { kind: 'count', count: 0 },
    severity: null,
    note: '',
    source: null,
    ticket: null,
    corrects: null,
  };
  mockWorld.server?.use(http.get('/api/rollouts/:id/log', () => HttpResponse.json([report])));
  const sent = received(observations);
  renderAt(`${stagePath}#report=complaints`, 'people');
  const asks = await region('What people report');
  const form = asks.getByText('Answer: Call center complaints').closest('details');
  if (form === null) throw new Error('no form');
  const inside = within(form);
  await inside.findByRole('combobox', { name: 'This is' });
  await userEvent.click(inside.getByRole('radio', { name: 'We asked, and there were none' }));
  await userEvent.type(inside.getByRole('textbox', { name: 'Ticket' }), 'CALL-7');
  await userEvent.type(inside.getByRole('textbox', { name: 'Your name' }), 'Ana');
  await userEvent.click(inside.getByRole('button', { name: 'Record answer' }));
  await inside.findByText('Saved.');
  expect(sent).toMatchObject([
    {
      ticket: 'CALL-7',
      corrects: null,
      covers: { from: Math.floor(last / 60_000) * 60_000, to: expect.any(Number) },
    },
  ]);
  await userEvent.selectOptions(inside.getByRole('combobox', { name: 'This is' }), 'report-1');
  await waitFor(() => expect(inside.queryByLabelText(/^Covers from/)).toBeNull());
}, 20_000);

it('records who told of something nobody asked about, and refuses an end before its beginning', async () => {
  const sent = received(observations);
  renderAt(stagePath, 'people');
  const asks = await region('What people report');
  await userEvent.click(asks.getByText('Report something else'));
  const form = (await asks.findByRole('button', { name: 'Record report' })).closest('form');
  if (form === null) throw new Error('no form');
  const inside = within(form);
  await userEvent.type(inside.getByRole('textbox', { name: 'Who told you' }), 'Business partner');
  await userEvent.type(inside.getByRole('textbox', { name: 'What happened' }), 'Letters are blank');
  await userEvent.type(inside.getByLabelText(/^Covers from/), '2025-07-28T09:00');
  await userEvent.type(inside.getByLabelText(/^Covers until/), '2025-07-28T08:00');
  await userEvent.type(inside.getByRole('textbox', { name: 'Your name' }), 'Ana');
  await userEvent.click(inside.getByRole('button', { name: 'Record report' }));
  expect(inside.getByRole('alert').textContent).toContain('It must end after it begins.');
  expect(sent).toEqual([]);
  await userEvent.clear(inside.getByLabelText(/^Covers until/));
  await userEvent.type(inside.getByLabelText(/^Covers until/), '2025-07-28T10:00');
  await userEvent.click(inside.getByRole('button', { name: 'Record report' }));
  await inside.findByText('Saved.');
  expect(sent).toMatchObject([
    {
      source: 'Business partner',
      covers: { from: Date.UTC(2025, 6, 28, 13), to: Date.UTC(2025, 6, 28, 14) },
    },
  ]);
}, 20_000);
