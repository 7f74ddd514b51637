import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { afterEach, expect, it, vi } from 'vitest';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { buildWorld } from '../../mocks/world.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt } from './render-at.tsx';

const path = '/rollouts/change-of-address';

afterEach(() => {
  vi.useRealTimers();
});

it('shows every stage in the plan’s order, as a link', async () => {
  renderAt(path);
  await screen.findByRole('heading', { name: 'Change of address' });
  const links = screen.getAllByRole('link', { name: /^Stage / });
  expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
    ['Stage A', `${path}/stages/stage-a`],
    ['Stage B', `${path}/stages/stage-b`],
    ['Stage C', `${path}/stages/stage-c`],
  ]);
  expect(screen.getByText('Example data')).toBeDefined();
  expect(document.title).toBe('Change of address - Stagewatch');
});

it.each<readonly [ScenarioName, string]>([
  ['ready', "Can't tell"],
  ['spike', 'Roll back'],
])('with the server silent, %s is %s', async (scenario, word) => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  renderAt(path, scenario);
  await screen.findByRole('row', { name: /Stage B/ });
  mockWorld.lost = true;
  vi.setSystemTime(Date.now() + 40_000);
  await vi.advanceTimersByTimeAsync(1_000);
  const row = await screen.findByRole('row', { name: /Stage B/ });
  expect(await within(row).findByText(word)).toBeDefined();
});

it('names what must be fixed in the plan, with its line', async () => {
  const findings = [
    { severity: 'must-fix', code: 'no-limit', line: 7, message: 'Average latency has no limit.' },
    { severity: 'look', code: 'short', line: null, message: 'Stage A is short.' },
  ];
  mockWorld.server?.use(
    http.get('/api/rollouts/:id', () =>
      HttpResponse.json({ ...buildWorld('healthy', Date.now()).rollout, findings }),
    ),
  );
  renderAt(path);
  const section = within(await screen.findByRole('region', { name: 'Findings in the plan' }));
  expect(section.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    'Must fix (line 7): Average latency has no limit.',
    'Look: Stage A is short.',
  ]);
});

it('a rollout that does not exist: title, detail and remedy', async () => {
  const problem = { type: 'about:blank', title: 'No such rollout', status: 404, detail: 'D.', remedy: 'R.' };
  mockWorld.server?.use(http.get('/api/rollouts/:id', () => HttpResponse.json(problem, { status: 404 })));
  renderAt('/rollouts/nowhere');
  const alert = within(await screen.findByRole('alert'));
  for (const text of ['No such rollout', 'D.', 'R.']) expect(alert.getByText(text)).toBeDefined();
});
