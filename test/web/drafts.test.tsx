import { cleanup, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { received } from './received.ts';
import { renderAt, stagePath } from './render-at.tsx';

const log = '/rollouts/change-of-address/log';
const kpis = '/rollouts/change-of-address/kpis/1-week';
const report = '/rollouts/change-of-address/report';

/** Every field in which somebody writes words: where, what is pressed to reach it, and what it is. */
const fields: readonly (readonly [string, string, ScenarioName, string | null, string])[] = [
  ['a decision’s reason', stagePath, 'people', 'Decide about this stage', '#decision-reason'],
  ['who agreed', stagePath, 'people', 'Decide about this stage', '#decision-agreed'],
  ['a report', stagePath, 'people', 'Report something else', '#report-note'],
  ['a report’s ticket', stagePath, 'people', 'Report something else', '#report-ticket'],
  ['an answer’s note', stagePath, 'people', null, '[id^="answer-"][id$="-note"]'],
  ['an answer’s source', stagePath, 'people', null, '[id^="answer-"][id$="-source"]'],
  ['a gate’s note', stagePath, 'people', null, '#gate-0-note'],
  ['a take’s note', stagePath, 'spike', null, '[id^="take-"][id$="-note"]'],
  ['to whom', stagePath, 'spike', null, '[id^="hand-"][id$="-to"]'],
  ['a rollback’s impact', log, 'spike', null, '[id^="impact-"][id$="-severity"]'],
  ['a rollback’s end', log, 'spike', null, '[id^="resolved-"][id$="-note"]'],
  ['a number’s source', kpis, 'launched', null, '#number-source'],
  ['an answer after launch', kpis, 'launched', null, 'textarea[id^="later-"]'],
  ['a result', report, 'launched', null, '#result-text'],
];

async function field(
  path: string,
  scenario: ScenarioName,
  button: string | null,
  selector: string,
): Promise<HTMLElement> {
  renderAt(path, scenario);
  if (button !== null)
    await userEvent.click(await screen.findByText(button, { selector: 'button, summary' }));
  const found = await screen.findAllByText((_, element) => element?.matches(selector) === true, {
    selector: 'input, textarea',
  });
  const [first] = found;
  if (first === undefined) throw new Error(`No field ${selector}.`);
  return first;
}

it.each(fields)(
  '%s survives a reload',
  async (_, path, scenario, button, selector) => {
    const typed = await field(path, scenario, button, selector);
    await userEvent.clear(typed);
    await userEvent.type(typed, 'DMC timed out');
    cleanup();
    const again = await field(path, scenario, button, selector);
    expect(again).toHaveProperty('value', 'DMC timed out');
  },
  20_000,
);

async function decide(reason: string): Promise<void> {
  await userEvent.click(await screen.findByRole('button', { name: 'Decide about this stage' }));
  await screen.findByRole('group', { name: 'What do you decide?' });
  const form = within(screen.getByRole('region', { name: 'Decide' }));
  if (reason !== '') await userEvent.type(form.getByLabelText(/^Reason/), reason);
  if (form.getByLabelText<HTMLInputElement>('Your name').value === '')
    await userEvent.type(form.getByLabelText('Your name'), 'Ana');
  await userEvent.click(form.getByRole('button', { name: 'Record decision' }));
}

describe('a write', () => {
  it('that fails keeps every word, here and over a reload; one that works keeps none', async () => {
    received('/api/rollouts/:id/stages/:stage/decisions', () => HttpResponse.error());
    renderAt(stagePath, 'people');
    await decide('Wait for the DMC');
    await screen.findByText(/^Not saved\./);
    const form = within(screen.getByRole('region', { name: 'Decide' }));
    expect(form.getByLabelText<HTMLTextAreaElement>(/^Reason/).value).toBe('Wait for the DMC');
    cleanup();
    const sent = received('/api/rollouts/:id/stages/:stage/decisions');
    renderAt(stagePath, 'people');
    await decide('');
    await screen.findByText('Saved.');
    expect(sent).toMatchObject([{ reason: 'Wait for the DMC' }]);
    expect(Object.keys(sessionStorage)).toEqual([]);
  }, 20_000);
});

it('keeps no phone number', async () => {
  const number = await field(stagePath, 'people', null, 'input[type="tel"]');
  await userEvent.type(number, '555-0100');
  expect([sessionStorage, localStorage].flatMap((one) => Object.values(one)).join(' ')).not.toContain('555');
});

it('belongs to its page: another stage’s form begins empty', async () => {
  const typed = await field(stagePath, 'people', 'Report something else', '#report-note');
  await userEvent.type(typed, 'Something');
  expect(Object.keys(sessionStorage)).toEqual([`stagewatch.draft ${stagePath} report note`]);
});
