import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { saying } from './both-times.ts';
import { received } from './received.ts';
import { renderAt, stagePath } from './render-at.tsx';

const decisions = '/api/rollouts/:id/stages/:stage/decisions';

async function fillIn(choice: string, scenario: ScenarioName): Promise<ReturnType<typeof within>> {
  renderAt(stagePath, scenario);
  await userEvent.click(await screen.findByRole('button', { name: 'Decide about this stage' }));
  const section = within(screen.getByRole('region', { name: 'Decide' }));
  await userEvent.click(await section.findByRole('radio', { name: new RegExp(`^${choice}`) }));
  await userEvent.type(section.getByRole('textbox', { name: /^Reason/ }), 'A bad batch');
  await userEvent.type(section.getByRole('textbox', { name: /^Who agreed/ }), 'Product owner');
  await userEvent.type(section.getByRole('textbox', { name: 'Your name' }), 'Ana');
  return section;
}

/** What is about to be recorded: each thing with its name. */
function told(section: ReturnType<typeof within>): Readonly<Record<string, string>> {
  const check = within(section.getByRole('region', { name: 'Check what will be recorded' }));
  const values = check.getAllByRole('definition').map((one) => one.textContent);
  return Object.fromEntries(check.getAllByRole('term').map((one, i) => [one.textContent, values[i] ?? '']));
}

it('A30: shows all that a roll back will put on record, and sends it only once that is confirmed', async () => {
  const sent = received(decisions);
  const section = await fillIn('Roll back', 'spike');
  await userEvent.type(section.getByRole('textbox', { name: /^Severity/ }), '90 people');
  const shown = section.getByText(/^The verdict of/).textContent;
  expect(shown).toMatch(/Roll back\. Submissions failing broke.+ Also: Failures in any 10 minutes broke/);
  await userEvent.click(section.getByRole('button', { name: 'Check decision' }));
  expect(document.activeElement?.textContent).toBe('Check what will be recorded');
  expect(told(section)).toEqual({
    Decision: 'Roll back to 0% (off)',
    Reason: 'A bad batch',
    'Who decides': 'Ana',
    'Who agreed': 'Product owner',
    'Severity and impact': '90 people',
    Tickets: 'Not recorded yet',
    Verdict: expect.stringMatching(/^Roll back\. Submissions failing broke/),
    Also: expect.stringMatching(/^Failures in any 10 minutes broke its roll-back limit/),
    Evidence: expect.stringMatching(saying('\\d+ of [\\d,]+.* As of .*{both}\\.$')),
  });
  expect(section.queryByRole('textbox')).toBeNull();
  expect(sent).toEqual([]);
  await userEvent.click(section.getByRole('button', { name: 'Record decision' }));
  await section.findByText('Saved.');
  expect(document.activeElement?.textContent).toBe('Decide');
  expect(sent).toMatchObject([
    { who: 'Ana', choice: 'roll-back', reason: 'A bad batch', severity: '90 people' },
  ]);
});

it('A30: goes back with every word, and shows what has been changed', async () => {
  const sent = received(decisions);
  const section = await fillIn('Advance', 'spike');
  await userEvent.click(section.getByRole('button', { name: 'Check decision' }));
  expect(told(section)['Decision']).toBe('Advance to 100%, against the verdict');
  await userEvent.click(section.getByRole('button', { name: 'Go back and change it' }));
  await waitFor(() => expect(document.activeElement).toBe(section.getByRole('radio', { name: /^Advance/ })));
  const reason = section.getByRole('textbox', { name: /^Reason/ });
  expect(reason).toHaveProperty('value', 'A bad batch');
  await userEvent.type(reason, ', known since Monday');
  await userEvent.click(section.getByRole('button', { name: 'Check decision' }));
  expect(told(section)['Reason']).toBe('A bad batch, known since Monday');
  expect(sent).toEqual([]);
});

it('A30: a decision that could not be saved stays to be tried again or changed', async () => {
  let fails = true;
  const sent = received(decisions, () =>
    fails ? HttpResponse.error() : HttpResponse.json({}, { status: 201 }),
  );
  const section = await fillIn('Roll back', 'spike');
  await userEvent.click(section.getByRole('button', { name: 'Check decision' }));
  await userEvent.click(section.getByRole('button', { name: 'Record decision' }));
  const failure = await section.findByRole('alert');
  expect(failure.textContent).toMatch(/^Not saved\./);
  expect(told(section)['Reason']).toBe('A bad batch');
  fails = false;
  await userEvent.click(section.getByRole('button', { name: 'Record decision' }));
  await section.findByText('Saved.');
  expect(sent).toHaveLength(2);
});

it('holding and extending change nobody’s page: they are recorded at once', async () => {
  const sent = received(decisions);
  const section = await fillIn('Hold', 'spike');
  await userEvent.click(section.getByRole('button', { name: 'Record decision' }));
  await section.findByText('Saved.');
  expect(sent).toMatchObject([{ choice: 'hold' }]);
});
