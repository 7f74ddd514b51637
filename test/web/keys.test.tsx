import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { received } from './received.ts';
import { renderAt, stagePath } from './render-at.tsx';

/** Stands on the stage page with its forms and keys loaded. */
async function onStage(scenario: 'spike' | 'people' = 'spike'): Promise<ReturnType<typeof userEvent.setup>> {
  renderAt(stagePath, scenario);
  await screen.findByRole('heading', { name: 'Decide' });
  await screen.findByText('Keys of this page');
  return userEvent.setup();
}

const focused = (): string => document.activeElement?.textContent ?? '';

it.each<readonly [string, string, RegExp]>([
  ['v', 'the verdict', /^Roll back/],
  ['c', 'the criteria', /^Criteria$/],
  ['a', 'the first alert', /Nobody is on it yet/],
  ['j', 'the first row', /^Submissions failing$/],
])('%s goes to %s', async (key, _, text) => {
  const user = await onStage();
  await screen.findByRole('region', { name: 'Needs somebody' });
  await user.keyboard(key);
  expect(focused()).toMatch(text);
});

it('j and k walk the rows, stop at the ends, and Enter opens one', async () => {
  const user = await onStage();
  await user.keyboard('jj');
  expect(focused()).toBe('Failures in any 10 minutes');
  await user.keyboard('kkk');
  expect(focused()).toBe('Submissions failing');
  await user.keyboard('{Enter}');
  expect(await screen.findByRole('heading', { level: 1, name: /› Submissions failing$/ })).toBeDefined();
});

it('d opens the decision form and o a report, and no key decides anything', async () => {
  const sent = received('*');
  const user = await onStage('people');
  await user.keyboard('d');
  await waitFor(() => expect(document.activeElement?.getAttribute('name')).toBe('choice'));
  expect(screen.getByRole('button', { name: 'Record decision' })).toBeDefined();
  screen.getByRole('heading', { name: 'Decide' }).focus();
  const asks = screen.getByRole('region', { name: 'What people report' });
  await user.click(document.body);
  await user.keyboard('o');
  await waitFor(() => expect(asks.contains(document.activeElement)).toBe(true));
  expect(asks.querySelector('details')?.open).toBe(true);
  expect(sent).toEqual([]);
});

it('u changes the zone shown first, keeps it, and tells the page', async () => {
  const heard = vi.fn<() => void>();
  window.addEventListener('stagewatch:zone', heard);
  const user = await onStage();
  await user.keyboard('u');
  expect(localStorage.getItem('stagewatch.zone')).toBe('utc');
  await user.keyboard('u');
  expect(localStorage.getItem('stagewatch.zone')).toBe('plan');
  expect(heard).toHaveBeenCalledTimes(2);
  window.removeEventListener('stagewatch:zone', heard);
});

it('? lists every key, and nothing else is heard until the list is closed', async () => {
  const user = await onStage();
  await user.keyboard('?');
  const dialog = screen.getByRole('dialog', { name: 'Keys of this page' });
  expect(dialog.hasAttribute('open')).toBe(true);
  for (const key of ['v', 'c', 'j', 'k', 'Enter', 'a', 'o', 'd', 'p', 'u', '?'])
    expect(within(dialog).getByText(key, { selector: 'kbd' })).toBeDefined();
  await user.keyboard('u');
  expect(localStorage.getItem('stagewatch.zone')).toBeNull();
});

it.each(['{Control>}u{/Control}', '{Meta>}u{/Meta}', '{Alt>}u{/Alt}'])(
  'with another key held (%s), it is the browser’s',
  async (keys) => {
    const user = await onStage();
    await user.keyboard(keys);
    expect(localStorage.getItem('stagewatch.zone')).toBeNull();
  },
);

it('while somebody types, a key is a letter', async () => {
  const user = await onStage();
  const name = screen.getAllByLabelText('Your name')[0];
  if (name === undefined) throw new Error('no field');
  await user.type(name, 'uvdp?');
  expect(localStorage.getItem('stagewatch.zone')).toBeNull();
  expect(screen.queryByText(/^Display paused/)).toBeNull();
  expect(document.activeElement).toBe(name);
});

it('can be turned off, and on again, in the settings of this browser', async () => {
  renderAt('/settings');
  const user = userEvent.setup();
  const keys = within(await screen.findByRole('group', { name: 'Single keys' }));
  await user.click(keys.getByLabelText('Off'));
  keys.getByLabelText('Off').blur();
  await user.keyboard('u');
  expect(localStorage.getItem('stagewatch.keys')).toBe('off');
  expect(localStorage.getItem('stagewatch.zone')).toBeNull();
  await user.click(keys.getByLabelText('On'));
  keys.getByLabelText('On').blur();
  await screen.findByText('Keys of this page');
  await user.keyboard('u');
  expect(localStorage.getItem('stagewatch.zone')).toBe('utc');
});
