import { fireEvent, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import type { AlertView } from '../../src/contract/notice.ts';
import type { StageView } from '../../src/contract/rollout.ts';
import { whatToTell, type PageNotice, type Told } from '../../src/web/screens/stage/page-notices.ts';
import { tabShape, verdictLook } from '../../src/web/ui/state-look.ts';
import { verdictState } from '../../src/contract/verdict.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';
import { inTime } from '../support/in-time.ts';

afterEach(() => {
  vi.useRealTimers();
});

const minute = 60_000;
const spike = buildWorld('spike', 1_800_000_000_000);

function viewOf(world: ReturnType<typeof buildWorld>): StageView {
  const view = world.stage('stage-b');
  if (view === undefined) throw new Error('no stage');
  return view;
}

const view = viewOf(spike);
const [found] = spike.alerts;
if (found === undefined) throw new Error('no alert');
const alert: AlertView = found;
const taken: AlertView['taken'] = { by: 'Ana', at: 0, note: '', until: 1 };

/** Looks at the alerts one after another, so many minutes apart, and keeps what each look tells. */
function looks(alerts: readonly (readonly AlertView[])[], apart = 1): readonly (readonly PageNotice[])[] {
  let told: Told | null = null;
  return alerts.map((some, i) => {
    const step = whatToTell(told, view, some, i * apart * minute);
    ({ told } = step);
    return step.notices;
  });
}

const counts = (told: readonly (readonly PageNotice[])[]): readonly number[] => told.map((one) => one.length);

describe('what a browser is told', () => {
  it('is nothing of what was there when it was asked to', () => {
    expect(counts(looks([[alert], [alert]]))).toEqual([0, 0]);
  });

  it('is a new alert once, and a roll back stays on screen', () => {
    const told = looks([[], [alert], [alert]]);
    expect(counts(told)).toEqual([0, 1, 0]);
    expect(told[1]?.[0]).toMatchObject({ tag: alert.id, stays: true, silent: false });
    expect(told[1]?.[0]?.title).toBe('Roll back: Change of address, Stage B');
  });

  it('is an alert that got worse, but not within 15 minutes of the last', () => {
    const held: AlertView = { ...alert, state: 'over' };
    expect(counts(looks([[], [held], [alert], [alert]], 7))).toEqual([0, 1, 0, 0]);
    expect(counts(looks([[], [held], [alert], [alert]], 8))).toEqual([0, 1, 0, 1]);
  });

  it('is nothing while somebody is on it, and again when they let it go', () => {
    const theirs = { ...alert, taken };
    expect(counts(looks([[], [theirs], [theirs], [alert]]))).toEqual([0, 0, 0, 1]);
  });

  it('is one notice for three at once', () => {
    const three = ['a', 'b', 'c'].map((id) => ({ ...alert, id }));
    const told = looks([[], three]);
    expect(counts(told)).toEqual([0, 1]);
    expect(told[1]?.[0]?.body).toMatch(/^3 need somebody: /);
  });

  it.each([
    ['ready', true],
    ['source-down', false],
  ] as const)('is a verdict no alert explains: %s, quiet %s', (scenario, silent) => {
    const first = whatToTell(null, viewOf(buildWorld('healthy', 1_800_000_000_000)), [], 0);
    const next = viewOf(buildWorld(scenario, 1_800_000_000_000));
    expect(whatToTell(first.told, next, [], minute).notices).toMatchObject([{ silent, stays: false }]);
    expect(whatToTell(whatToTell(first.told, next, [], minute).told, next, [], 2 * minute).notices).toEqual(
      [],
    );
  });
});

/** A browser that answers `permission` when asked, and keeps what it shows. */
function browser(answer: NotificationPermission, before: NotificationPermission = 'default') {
  const shown: { title: string; tag: string | undefined }[] = [];
  let permission = before;
  const asked = vi.fn<() => Promise<NotificationPermission>>(() => {
    permission = answer;
    return Promise.resolve(answer);
  });
  vi.stubGlobal(
    'Notification',
    class {
      static get permission(): NotificationPermission {
        return permission;
      }
      static requestPermission = asked;
      constructor(title: string, options: NotificationOptions) {
        shown.push({ title, tag: options.tag });
      }
      addEventListener(): void {
        shown.at(-1);
      }
    },
  );
  return { shown, asked };
}

it('asks for nothing by itself, and tells what needs somebody once it is asked to', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { shown, asked } = browser('granted');
  renderAt(stagePath, 'healthy');
  const button = await screen.findByRole('button', { name: 'Notify me about this stage' });
  expect(asked).not.toHaveBeenCalled();
  fireEvent.click(button);
  await screen.findByText(/^This browser notifies you about this stage/);
  expect(asked).toHaveBeenCalledOnce();
  expect(shown).toEqual([]);
  mockWorld.scenario = 'off-plan';
  await vi.advanceTimersByTimeAsync(15_000);
  await screen.findByRole('region', { name: 'Needs somebody' });
  await inTime(() => expect(shown).toHaveLength(1));
  expect(shown[0]?.title).toContain('Change of address, Stage B');
});

it('goes on telling while another page is open in the tab', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  localStorage.setItem('stagewatch.notify.change-of-address/stage-b', 'yes');
  const { shown } = browser('granted', 'granted');
  renderAt(stagePath, 'healthy');
  await screen.findByRole('button', { name: 'Stop notifying me' });
  fireEvent.click(screen.getByRole('link', { name: 'Help' }));
  await screen.findByRole('heading', { level: 1, name: /Help|How/ });
  await vi.advanceTimersByTimeAsync(16_000);
  expect(shown).toEqual([]);
  mockWorld.scenario = 'off-plan';
  await vi.advanceTimersByTimeAsync(16_000);
  await inTime(() => expect(shown).toHaveLength(1));
  expect(shown[0]?.title).toContain('Change of address, Stage B');
});

it('tells nothing on other pages of a stage nobody asked to be told of', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { shown } = browser('granted', 'granted');
  renderAt(stagePath, 'healthy');
  await screen.findByRole('button', { name: 'Notify me about this stage' });
  fireEvent.click(screen.getByRole('link', { name: 'Help' }));
  await screen.findByRole('heading', { level: 1, name: /Help|How/ });
  mockWorld.scenario = 'off-plan';
  await vi.advanceTimersByTimeAsync(32_000);
  expect(shown).toEqual([]);
});

it('says how to unblock notices that were refused', async () => {
  browser('denied');
  renderAt(stagePath, 'healthy');
  await userEvent.click(await screen.findByRole('button', { name: 'Notify me about this stage' }));
  expect((await screen.findByText(/^This browser blocks notices/)).textContent).toContain(
    'settings for this site',
  );
  expect(screen.queryByRole('button', { name: /[Nn]otify/ })).toBeNull();
});

it('stops when told to', async () => {
  localStorage.setItem('stagewatch.notify.change-of-address/stage-b', 'yes');
  browser('granted', 'granted');
  renderAt(stagePath, 'healthy');
  await userEvent.click(await screen.findByRole('button', { name: 'Stop notifying me' }));
  expect(screen.getByRole('button', { name: 'Notify me about this stage' }).isConnected).toBe(true);
});

it('shows a verdict in the tab by one of four shapes, never green for what is not known to be well', () => {
  const shapes = verdictState.options.map((state) => [verdictLook[state].tone, tabShape(state)].join(' '));
  expect([...new Set(shapes)].toSorted()).toEqual([
    'blind diamond',
    'hold square',
    'met circle',
    'off circle',
    'people square',
    'rollback octagon',
    'watching circle',
  ]);
});

it('puts the shape into the tab, and takes it back on another page', async () => {
  const icon = document.createElement('link');
  icon.rel = 'icon';
  document.head.append(icon);
  renderAt(stagePath, 'spike');
  await screen.findByRole('heading', { name: 'Criteria' });
  expect(icon.getAttribute('href')).toBe('/favicon-octagon.svg');
  await userEvent.click(screen.getByRole('link', { name: 'Sources' }));
  await screen.findByRole('heading', { level: 1, name: 'Sources' });
  expect(icon.getAttribute('href')).toBe('/favicon.svg');
  icon.remove();
});
