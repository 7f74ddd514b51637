import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { received } from './received.ts';
import { renderAt, stagePath } from './render-at.tsx';

const accepts = '/api/rollouts/:id/stages/:stage/accepts';
const path = '/api/rollouts/change-of-address/stages/stage-b/accepts';

async function sectionIn(scenario: ScenarioName): Promise<HTMLElement> {
  renderAt(stagePath, scenario);
  return screen.findByRole('region', { name: 'Accept a risk' }, { timeout: 15_000 });
}

it.each([
  ['thin', 'Submissions failing (Not enough data)'],
  ['close', /\(Close\)$/],
] as const)('%s: a criterion that has no alert can be accepted in writing', async (scenario, option) => {
  const bodies = received(accepts);
  const section = within(await sectionIn(scenario));
  await userEvent.click(section.getByText('Accept a risk in writing'));
  const choice = await section.findByRole('combobox', { name: 'Which criterion' });
  const chosen = within(choice).getByRole('option', { name: option });
  await userEvent.selectOptions(choice, chosen);
  await userEvent.type(section.getByRole('textbox', { name: 'Why you go on' }), 'Nights are quiet');
  await userEvent.type(section.getByRole('textbox', { name: 'Your name' }), 'Ana');
  await userEvent.click(section.getByRole('button', { name: 'Accept the risk for a day' }));
  await section.findByText('Saved.');
  const criterion = chosen.getAttribute('value');
  expect(bodies).toEqual([
    { who: 'Ana', criterion, reason: 'Nights are quiet', seenState: expect.any(String) },
  ]);
});

it('saves nothing that says not what, or not why', async () => {
  const bodies = received(path);
  const section = within(await sectionIn('thin'));
  await userEvent.click(section.getByText('Accept a risk in writing'));
  await userEvent.type(await section.findByRole('textbox', { name: 'Your name' }), 'Ana');
  await userEvent.click(section.getByRole('button', { name: 'Accept the risk for a day' }));
  expect(section.getByRole('alert').textContent).toContain('Nothing was saved');
  expect(bodies).toEqual([]);
});

it('offers no limit of roll back that is broken, and nothing that can’t be seen', async () => {
  renderAt(stagePath, 'spike');
  await screen.findByRole('region', { name: 'Decide' }, { timeout: 15_000 });
  const section = screen.queryByRole('region', { name: 'Accept a risk' });
  expect(section?.textContent ?? '').not.toContain('Submissions failing');
});
