import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import {
  emptyAnswer,
  readAnswer,
  type AnswerDraft,
  type AnswerKind,
} from '../../src/web/screens/stage/answer-model.ts';
import { mockWorld } from './mock-world.ts';
import { received } from './received.ts';
import { renderAt, stagePath } from './render-at.tsx';

const observations = '/api/rollouts/:id/stages/:stage/observations';

const region = async (name: string) => within(await screen.findByRole('region', { name }));

describe('an answer', () => {
  it.each<readonly [AnswerKind, Partial<AnswerDraft>, object]>([
    ['count', { choice: 'some', count: ' 3 ' }, { kind: 'count', count: 3 }],
    ['count', { choice: 'none' }, { kind: 'count', count: 0 }],
    ['count', { choice: 'not-asked' }, { kind: 'not-asked' }],
    ['share', { choice: 'some', count: '18', of: '20' }, { kind: 'share', positive: 18, of: 20 }],
    ['share', { choice: 'some', count: '0', of: '20' }, { kind: 'share', positive: 0, of: 20 }],
    ['yes-no-na', { choice: 'n/a' }, { kind: 'yes-no-na', answer: 'n/a' }],
  ])('to a %s, %o, is %o', (kind, draft, said) => {
    expect(readAnswer(kind, { ...emptyAnswer, ...draft })).toEqual(said);
  });

  it.each<readonly [AnswerKind, Partial<AnswerDraft>, RegExp]>([
    ['count', {}, /^Choose/],
    ['yes-no-na', {}, /^Choose/],
    ['count', { choice: 'some' }, /how many/],
    ['count', { choice: 'some', count: '-1' }, /how many/],
    ['count', { choice: 'some', count: '1.5' }, /how many/],
    ['count', { choice: 'some', count: '0' }, /there were none/],
    ['share', { choice: 'some', count: '3' }, /both numbers/],
    ['share', { choice: 'some', count: '0', of: '0' }, /both numbers/],
    ['share', { choice: 'some', count: '3', of: '2' }, /more than all/],
  ])('to a %s, %o, is none', (kind, draft, why) => {
    expect(readAnswer(kind, { ...emptyAnswer, ...draft })).toMatchObject({
      says: expect.stringMatching(why),
    });
  });
});

it('asks each question of the plan, and says that nobody has answered', async () => {
  renderAt(stagePath, 'people');
  const asks = await region('What people report');
  expect(asks.getAllByRole('heading', { level: 3 }).map((one) => one.textContent)).toEqual([
    'Call center complaints',
    'Positive feedback',
    'Easy for VA to process',
  ]);
  expect(asks.getAllByText(/^Nobody has been asked|^Nobody has answered|nobody/i).length).toBeGreaterThan(2);
});

it('opens the question a notice links to, and takes "we asked: none" for an answer', async () => {
  const bodies = received(observations);
  renderAt(`${stagePath}#report=complaints`, 'people');
  const asks = await region('What people report');
  const summary = asks.getByText('Answer: Call center complaints');
  expect(document.activeElement).toBe(summary);
  expect(summary.closest('details')?.open).toBe(true);
  expect(asks.getByText('Answer: Positive feedback').closest('details')?.open).toBe(false);
  await userEvent.type(asks.getAllByRole('textbox', { name: 'Your name' })[0] ?? summary, 'Ana');
  const [record] = asks.getAllByRole('button', { name: 'Record answer' });
  if (record === undefined) throw new Error('no button');
  await userEvent.click(record);
  expect(asks.getByRole('alert').textContent).toContain('Silence is not zero');
  expect(bodies).toEqual([]);
  await userEvent.click(asks.getByRole('radio', { name: 'We asked, and there were none' }));
  await userEvent.click(record);
  await asks.findByText('Saved.');
  expect(bodies).toMatchObject([
    { who: 'Ana', criterion: 'complaints', topic: 'complaints', said: { kind: 'count', count: 0 } },
  ]);
  // What is recorded can't be recorded again by a second press.
  await userEvent.click(record);
  expect(asks.getByRole('alert').textContent).toContain('Choose an answer');
  expect(asks.queryByText('Saved.')).toBeNull();
  expect(bodies).toHaveLength(1);
});

it('sends a failed answer again under the same id', async () => {
  const failing = received(observations, () => HttpResponse.json({}, { status: 500 }));
  renderAt(`${stagePath}#report=processing`, 'people');
  const asks = await region('What people report');
  await userEvent.type(asks.getAllByRole('textbox', { name: 'Your name' })[2] ?? document.body, 'Ana');
  await userEvent.click(asks.getByRole('radio', { name: 'Yes' }));
  const record = asks.getAllByRole('button', { name: 'Record answer' })[2] ?? document.body;
  await userEvent.click(record);
  await asks.findByText(/^Not saved/);
  const bodies = received(observations);
  await userEvent.click(record);
  await asks.findByText('Saved.');
  expect(bodies).toEqual(failing);
  expect(bodies).toMatchObject([{ id: expect.stringMatching(/^[0-9a-f]{32}$/), said: { answer: 'yes' } }]);
});

it('corrects an earlier answer, which stays', async () => {
  const bodies = received(observations);
  renderAt(`${stagePath}#report=complaints`, 'people');
  const asks = await region('What people report');
  const which = await asks.findByRole('combobox', { name: 'This is' });
  // Of the two in the log one is corrected already.
  expect(within(which).getAllByRole('option')).toHaveLength(2);
  await userEvent.selectOptions(
    which,
    within(which).getByRole('option', { name: /^a correction of we asked, none/ }),
  );
  await userEvent.type(asks.getAllByRole('textbox', { name: 'Your name' })[0] ?? which, 'Ana');
  await userEvent.click(asks.getByRole('radio', { name: 'There were some' }));
  await userEvent.type(asks.getByRole('textbox', { name: 'How many' }), '2');
  await userEvent.click(asks.getAllByRole('button', { name: 'Record answer' })[0] ?? which);
  await asks.findByText('Saved.');
  expect(bodies).toMatchObject([{ corrects: 'line-04', said: { kind: 'count', count: 2 } }]);
});

it('takes a report of what the plan does not ask about', async () => {
  const bodies = received(observations);
  renderAt(stagePath, 'healthy');
  const asks = await region('What people report');
  expect(asks.getByText('The plan asks people nothing about this stage.').isConnected).toBe(true);
  await userEvent.click(asks.getByText('Report something else'));
  await userEvent.selectOptions(await asks.findByRole('combobox', { name: 'Affects' }), 'many');
  await userEvent.type(asks.getByRole('textbox', { name: 'Your name' }), 'Ana');
  await userEvent.click(asks.getByRole('button', { name: 'Record report' }));
  expect(asks.getByRole('alert').textContent).toContain('Say what happened');
  await userEvent.type(asks.getByRole('textbox', { name: 'What happened' }), 'Letters arrive twice');
  await userEvent.click(asks.getByRole('button', { name: 'Record report' }));
  await asks.findByText('Saved.');
  expect(bodies).toMatchObject([{ topic: 'anomaly', severity: 'many', note: 'Letters arrive twice' }]);
});

it('closes a gate with a name, and says who closed it', async () => {
  const bodies = received('/api/rollouts/:id/stages/:stage/checks');
  renderAt(stagePath, 'people');
  const gates = await region('Before the next stage');
  expect(gates.getByText(/^Open: nobody/).isConnected).toBe(true);
  await userEvent.click(gates.getByText('Close this gate'));
  await userEvent.type(gates.getByRole('textbox', { name: 'Your name' }), 'Ana');
  await userEvent.click(gates.getByRole('button', { name: 'Record as closed' }));
  await gates.findByText('Saved.');
  const gate = 'Confirm whether all applications use it, or VA.gov alone';
  expect(bodies).toEqual([{ who: 'Ana', gate, closed: true, note: '' }]);
});

it('shows whom to call now first, and asks for a number nobody has kept', async () => {
  const bodies = received('/api/rollouts/:id/contacts/:ref/number');
  renderAt(stagePath, 'people');
  const contacts = await region('Who to call');
  const rows = await contacts.findAllByRole('row');
  expect(rows.slice(1).map((row) => /Now/.test(row.textContent))).toEqual([true, true, false]);
  expect(contacts.getByText(/No number on file\. Add it now\./).isConnected).toBe(true);
  await userEvent.click(contacts.getByText('Add the number'));
  await userEvent.type(contacts.getByRole('textbox', { name: 'Number' }), '202-555-0134');
  await userEvent.type(contacts.getByRole('textbox', { name: 'Your name' }), 'Ana');
  await userEvent.click(contacts.getByRole('button', { name: 'Keep number' }));
  await contacts.findByText('Saved.');
  expect(bodies).toEqual([{ who: 'Ana', number: '202-555-0134' }]);
});

it.each([
  ['not for your role', null, 'Numbers are told to monitors.'],
  ['not readable with this key', null, 'can’t read it'],
  [null, '+1 202-555-0134', '+1 202-555-0134'],
])('of a number that is "%s" says so', async (why, number, said) => {
  const [first] = buildWorld('people', Date.now()).contacts;
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/contacts', () => HttpResponse.json([{ ...first, why, number }])),
  );
  renderAt(stagePath, 'people');
  const contacts = await region('Who to call');
  expect((await contacts.findByRole('row', { name: /Delivery manager/ })).textContent).toContain(said);
});

it('names the toggles to turn off with what they give, and what a rollback won’t undo', async () => {
  renderAt(stagePath, 'people');
  const section = await region('To roll back');
  const items = section.getAllByRole('listitem').map((one) => one.textContent);
  expect(items).toEqual([
    expect.stringMatching(/^change_of_address: gives 25%, seen /),
    'Addresses already saved stay saved',
    'Errors cached for 24 hours',
  ]);
});
