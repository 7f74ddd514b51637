import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import type { AlertView } from '../../src/contract/notice.ts';
import { buildWorld } from '../../mocks/world.ts';
import { canBeSnoozed, whatToTell } from '../../src/web/screens/stage/page-notices.ts';
import { renderAt, stagePath } from './render-at.tsx';

const of = 'change-of-address/stage-b';

function grant(permission: NotificationPermission): void {
  vi.stubGlobal('Notification', { permission });
}

type Fields = Pick<typeof screen, 'getByLabelText'>;

async function choice(group: string): Promise<Fields> {
  return within(await screen.findByRole('group', { name: group }));
}

it('says that all of it is kept in this browser, and where the server’s notices are', async () => {
  renderAt('/settings');
  expect(await screen.findByText(/kept in this browser and nowhere else/)).toBeDefined();
  const main = within(screen.getByRole('main'));
  expect(main.getByRole('link', { name: 'Notices' }).getAttribute('href')).toBe('/settings/notices');
  await waitFor(() => expect(document.title).toBe('Settings - Stagewatch'));
});

it.each([
  ['Times', 'UTC first', 'stagewatch.zone', 'utc'],
  ['Colors', 'Dark', 'stagewatch.theme', 'dark'],
  ['Rows', 'Compact', 'stagewatch.density', 'compact'],
] as const)('%s: %s is kept as soon as it is chosen', async (group, label, key, value) => {
  renderAt('/settings');
  const fields = await choice(group);
  await userEvent.click(fields.getByLabelText(label));
  expect(localStorage.getItem(key)).toBe(value);
  expect(fields.getByLabelText<HTMLInputElement>(label).checked).toBe(true);
});

it('changes the page at once: colors, also in the header, and rows', async () => {
  renderAt('/settings');
  await userEvent.click((await choice('Colors')).getByLabelText('Dark'));
  await userEvent.click((await choice('Rows')).getByLabelText('Compact'));
  const { dataset } = document.documentElement;
  expect([dataset['theme'], dataset['density']]).toEqual(['dark', 'compact']);
  const header = within(screen.getByRole('banner')).getByLabelText<HTMLSelectElement>('Colors');
  expect(header.value).toBe('dark');
  await userEvent.selectOptions(header, 'light');
  expect((await choice('Colors')).getByLabelText<HTMLInputElement>('Light').checked).toBe(true);
});

it.each<readonly [NotificationPermission, RegExp]>([
  ['granted', /may notify you/],
  ['default', /have not been asked yet/],
  ['denied', /blocks notices from Stagewatch/],
])('with notices %s says so', async (permission, text) => {
  grant(permission);
  renderAt('/settings');
  expect(await screen.findByText(text)).toBeDefined();
  expect(screen.getByText('It notifies you about no stage.')).toBeDefined();
});

it('lists the stages it notifies about, and stops', async () => {
  grant('granted');
  localStorage.setItem(`stagewatch.notify.${of}`, 'yes');
  renderAt('/settings');
  await userEvent.click(
    await screen.findByRole('button', { name: 'Stop notifying me about Stage B of Change of address' }),
  );
  expect(localStorage.getItem(`stagewatch.notify.${of}`)).toBe('no');
  expect(screen.getByText('It notifies you about no stage.')).toBeDefined();
});

it('puts my notices off with a reason, tells so under Settings, and takes it back there', async () => {
  grant('granted');
  localStorage.setItem(`stagewatch.notify.${of}`, 'yes');
  const user = userEvent.setup();
  renderAt(stagePath, 'off-plan');
  await user.click(await screen.findByText('Put my notices off'));
  await user.click(screen.getByRole('button', { name: 'Put them off' }));
  expect(screen.getByRole('alert').textContent).toBe('Nothing was put off.Say why.');
  expect(localStorage.getItem(`stagewatch.snooze.${of}`)).toBeNull();
  const offered = within(screen.getByLabelText('For')).getAllByRole('option');
  expect(offered.map((one) => one.textContent)).toEqual(['15 minutes', '1 hour', 'until the stage ends']);
  await user.type(screen.getByLabelText('Reason', { selector: '#snooze-reason' }), 'In a meeting.');
  await user.click(screen.getByRole('button', { name: 'Put them off' }));
  expect(screen.getByText(/^Your notices are put off until .*: In a meeting\./)).toBeDefined();
  await user.click(screen.getByRole('link', { name: 'Settings' }));
  expect(await screen.findByText(/Put off until .*: In a meeting\./)).toBeDefined();
  await user.click(screen.getByRole('button', { name: 'Notify me again now' }));
  expect(localStorage.getItem(`stagewatch.snooze.${of}`)).toBeNull();
});

it.each(['spike', 'source-down'] as const)('offers no putting off at %s', async (scenario) => {
  grant('granted');
  localStorage.setItem(`stagewatch.notify.${of}`, 'yes');
  renderAt(stagePath, scenario);
  await screen.findByRole('button', { name: 'Stop notifying me' });
  expect(screen.queryByText('Put my notices off')).toBeNull();
});

it('while put off tells of nothing but what nobody may put off, and of the rest afterwards', () => {
  const world = buildWorld('spike', 1_800_000_000_000);
  const view = world.stage('stage-b');
  const [alert] = world.alerts;
  if (view === undefined || alert === undefined) throw new Error('no alert');
  const held: AlertView = { ...alert, id: 'held', state: 'over' };
  const calm = { ...view, verdict: { ...view.verdict, state: 'over' as const } };
  expect([canBeSnoozed('roll-back'), canBeSnoozed('blind'), canBeSnoozed('over')]).toEqual([
    false,
    false,
    true,
  ]);
  const { told } = whatToTell(null, calm, [], 0);
  const quiet = whatToTell(told, calm, [held], 60_000, true);
  expect(quiet.notices).toEqual([]);
  expect(whatToTell(quiet.told, view, [held, alert], 120_000, true).notices).toMatchObject([
    { tag: alert.id, stays: true },
  ]);
  expect(whatToTell(quiet.told, calm, [held], 180_000).notices).toMatchObject([{ tag: 'held' }]);
});
