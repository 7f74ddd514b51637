import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import { sayShare } from '../../src/web/ui/allotment-words.ts';
import { saying } from './both-times.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';
import { plainAllotment } from '../support/plain-allotment.ts';
import { inTime } from '../support/in-time.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const patience = { timeout: 15_000 };

it('says of each row through when it is judged, and how old that is', async () => {
  renderAt(stagePath, 'healthy');
  const row = await screen.findByRole('row', { name: /Submissions failing/ });
  expect((await within(row).findByText(/^Judged through/, undefined, patience)).textContent).toMatch(
    saying('{both}.*, .+ old\\.$'),
  );
});

it('names each toggle in the header with what it gives and when that was read', async () => {
  renderAt(stagePath, 'healthy');
  const header = (await screen.findByText(/^Updated /, { selector: '.sw-age' })).closest('p');
  await inTime(() => expect(header?.textContent).toMatch(/change_of_address 25% of actors, read .* ET/));
});

it('says that what a toggle gives is not known', async () => {
  const view = buildWorld('healthy', Date.now()).stage('stage-b');
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/stages/:stage', () => HttpResponse.json({ ...view, allotments: [] })),
  );
  renderAt(stagePath, 'healthy');
  expect((await screen.findByText(/is not known$/, undefined, patience)).textContent).toBe(
    'change_of_address is not known',
  );
});

it('leads from the worst value of a row to that minute in the charts', async () => {
  renderAt(stagePath, 'healthy');
  const row = await screen.findByRole('row', { name: /Failures in any 10 minutes/ });
  const view = buildWorld('healthy', Date.now()).stage('stage-b');
  const from = view?.verdict.readings.find((one) => one.criterion === 'bursts')?.worst?.window.from;
  expect(from).toBeDefined();
  const link = within(row).getByRole('link', { name: /^Worst: / });
  const search = new URLSearchParams(link.getAttribute('href')?.split('?')[1]);
  expect(search.get('open')).toBe('bursts');
  const minute = Date.parse(search.get('minute') ?? '');
  expect(Math.abs(minute - (from ?? 0))).toBeLessThan(5 * 60_000);
  await userEvent.click(link);
  const cursor = await screen.findByRole('slider', { name: 'Read every chart at' }, patience);
  // The mocked run moves on with the clock, and its minutes with it; the newest one is 40 minutes later.
  await inTime(() =>
    expect(Math.abs(Number(cursor.getAttribute('value')) - minute)).toBeLessThan(3 * 60_000),
  );
});

it('shows the query of a source that failed at its row, and leads to it in the plan', async () => {
  renderAt(stagePath, 'bad-query');
  const row = await screen.findByRole('row', { name: /Average latency/ });
  const said = await within(row).findByText(/^Query of latency:/, undefined, patience);
  expect(said.querySelector('code')?.textContent).not.toBe('');
  const link = within(row).getByRole('link', { name: 'See it in the plan' });
  expect(link.getAttribute('href')).toMatch(/^\/rollouts\/change-of-address\/plan#line-\d+$/);
});

it('says for how long an alert has been open', async () => {
  renderAt(stagePath, 'spike');
  const alerts = await screen.findByRole('region', { name: 'Needs somebody' }, patience);
  expect(alerts.textContent).toMatch(saying('Since {both} \\((less than a second|\\d+ \\w+)'));
});

function narrow(): void {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
}

describe('on a narrow screen', () => {
  it('charts wait behind a button', async () => {
    narrow();
    renderAt(stagePath, 'healthy');
    const charts = within(await screen.findByRole('region', { name: 'Charts' }, patience));
    expect(charts.queryByRole('slider')).toBeNull();
    await userEvent.click(charts.getByRole('button', { name: 'Show the charts' }));
    expect(await charts.findByRole('slider', undefined, patience)).toBeDefined();
    expect(charts.queryByRole('button', { name: 'Show the charts' })).toBeNull();
  });

  it('an address that asks for them has them drawn', async () => {
    narrow();
    renderAt(`${stagePath}?charts=all`, 'healthy');
    const charts = within(await screen.findByRole('region', { name: 'Charts' }, patience));
    expect(await charts.findByRole('slider', undefined, patience)).toBeDefined();
  });
});

describe('what a toggle gives, in words', () => {
  const base = plainAllotment('fees');
  it.each<readonly [Partial<typeof base>, string]>([
    [{ everyone: true }, 'on for everyone'],
    [{ percent: 5, percentOfActors: 5 }, '5% of actors'],
    [{ percent: 5, percentOfTime: 5 }, '5% of the time'],
    [{ percent: 5, percentOfActors: 5, actors: 3 }, '5% of actors and named actors'],
    [{ percent: 0, percentOfActors: 0 }, '0%'],
    [{}, 'gives an unknown share'],
  ])('%o', (changes, text) => {
    expect(sayShare({ ...base, ...changes })).toBe(text);
  });
});
