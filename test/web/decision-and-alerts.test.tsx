import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { mockWorld } from './mock-world.ts';
import { received } from './received.ts';
import { renderAt, stagePath } from './render-at.tsx';

const decisions = '/api/rollouts/:id/stages/:stage/decisions';

async function openForm(): Promise<void> {
  await userEvent.click(await screen.findByRole('button', { name: 'Decide about this stage' }));
}

it('opens the form with the verdict it will record, and records the choice on it', async () => {
  const bodies = received(decisions);
  renderAt(stagePath, 'ready');
  await openForm();
  const section = within(screen.getByRole('region', { name: 'Decide' }));
  expect(section.getByText('Ready to advance.').tagName).toBe('STRONG');
  await userEvent.click(section.getByRole('radio', { name: 'Advance' }));
  await userEvent.type(section.getByRole('textbox', { name: 'Who agreed' }), 'Product owner');
  await userEvent.type(section.getByRole('textbox', { name: 'Your name' }), 'Ana');
  await userEvent.click(section.getByRole('button', { name: 'Record decision' }));
  await section.findByText('Saved.');
  expect(bodies).toEqual([
    { who: 'Ana', choice: 'advance', reason: '', seenState: 'ready', agreed: ['Product owner'] },
  ]);
});

it('asks why before it records what goes against the verdict', async () => {
  const bodies = received(decisions);
  renderAt(stagePath, 'spike');
  await openForm();
  const section = within(screen.getByRole('region', { name: 'Decide' }));
  await userEvent.click(section.getByRole('radio', { name: 'Advance' }));
  await userEvent.type(section.getByRole('textbox', { name: 'Your name' }), 'Ana');
  await userEvent.click(section.getByRole('button', { name: 'Record decision' }));
  expect(section.getByRole('alert').textContent).toContain('goes against the verdict');
  expect(bodies).toEqual([]);
  await userEvent.type(section.getByRole('textbox', { name: /^Reason \(needed/ }), 'A known batch');
  await userEvent.click(section.getByRole('button', { name: 'Record decision' }));
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

it('keeps every word and says why when the verdict has changed meanwhile', async () => {
  received(decisions, () =>
    HttpResponse.json(
      {
        type: 'about:blank',
        title: 'This has changed since you looked',
        status: 409,
        detail: 'The verdict is now "Roll back".',
        remedy: 'Look at both, and decide again.',
      },
      { status: 409, headers: { 'content-type': 'application/problem+json' } },
    ),
  );
  renderAt(stagePath, 'healthy');
  await openForm();
  const section = within(screen.getByRole('region', { name: 'Decide' }));
  await userEvent.type(section.getByRole('textbox', { name: 'Reason' }), 'All is calm');
  await userEvent.type(section.getByRole('textbox', { name: 'Your name' }), 'Ana');
  await userEvent.click(section.getByRole('button', { name: 'Record decision' }));
  await section.findByText(/This has changed since you looked/);
  expect(section.getByDisplayValue('All is calm').tagName).toBe('TEXTAREA');
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

it('shows no list where nothing needs anybody, and says when the list cannot be read', async () => {
  renderAt(stagePath, 'healthy');
  await screen.findByRole('heading', { name: 'Criteria' });
  expect(screen.queryByRole('region', { name: 'Needs somebody' })).toBeNull();
  mockWorld.server?.use(http.get('/api/alerts', () => HttpResponse.json({}, { status: 500 })));
  renderAt(stagePath, 'spike');
  const failure = await screen.findByText(/Open alerts can't be read/, {}, { timeout: 5000 });
  expect(failure.isConnected).toBe(true);
});
