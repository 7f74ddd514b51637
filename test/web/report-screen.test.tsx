import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import { reportWorld } from '../../mocks/world-reports.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt } from './render-at.tsx';

const path = '/rollouts/change-of-address/report';

it('shows the change first, then what is in dispute, section by section with stamp and link', async () => {
  renderAt(path);
  const diff = within(await screen.findByRole('region', { name: 'What changes in change-of-address.md' }));
  expect(
    diff.getByText('+- Post-launch KPI 1 actual: error rate: 5.7% (27 of 472, likely 3.8% to 8.2%)'),
  ).toBeDefined();
  expect(diff.getByRole('row', { name: /Number of unique users/ }).textContent).toContain('about 500517');
  const headings = screen.getAllByRole('heading', { level: 2 }).map((one) => one.textContent);
  expect(headings).toEqual([
    'What changes in change-of-address.md',
    'Section by section',
    'From first stage to now',
    'Roll backs',
  ]);
  const sections = within(screen.getByRole('region', { name: 'Section by section' }));
  expect(sections.getAllByText(/^Evidence frozen Monday/).length).toBe(2);
  expect(
    sections.getByRole('link', { name: 'See the evidence of 1 week after launch' }).getAttribute('href'),
  ).toBe('http://127.0.0.1:4680/rollouts/change-of-address/kpis/1-week');
});

it('copies the plan, and says so where the browser refuses', async () => {
  const user = userEvent.setup();
  const write = vi.spyOn(navigator.clipboard, 'writeText');
  renderAt(path);
  await user.click(await screen.findByRole('button', { name: 'Copy the whole plan' }));
  expect(await screen.findByText('Copied.')).toBeDefined();
  expect(write.mock.calls[0]?.[0]).toContain('# Change of address');
  write.mockRejectedValue(new Error('denied'));
  await user.click(screen.getByRole('button', { name: 'Copy 1 week after launch' }));
  expect(await screen.findByText(/does not let this page copy/)).toBeDefined();
});

it('adds the sections the plan lacks when that is asked for', async () => {
  const user = userEvent.setup();
  const asked: string[] = [];
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/report.json', ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json(reportWorld(Date.now()).report);
    }),
  );
  renderAt(path);
  await user.click(await screen.findByRole('checkbox', { name: 'Add the sections the plan lacks' }));
  await screen.findByRole('region', { name: 'Section by section' });
  await vi.waitFor(() => expect(asked).toEqual(['', '?insert=1']));
});

it('says so where there is nothing to write', async () => {
  const { report } = reportWorld(Date.now());
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/report.json', () =>
      HttpResponse.json({
        ...report,
        diff: '',
        sections: [],
        conflicts: [],
        rollbacks: [],
        trend: null,
        summaries: [],
      }),
    ),
  );
  renderAt(path);
  expect(await screen.findByText(/^Nothing: no stage has ended/)).toBeDefined();
  expect(screen.getByText(/There is nothing to write yet/)).toBeDefined();
  expect(screen.queryByRole('region', { name: 'Roll backs' })).toBeNull();
});

it('offers the same as Markdown, JSON and a table', async () => {
  renderAt(path);
  const hrefs = await Promise.all(
    ['Markdown', 'JSON', 'CSV'].map(async (name) =>
      (await screen.findByRole('link', { name })).getAttribute('href'),
    ),
  );
  const api = '/api/rollouts/change-of-address';
  expect(hrefs).toEqual([`${api}/report.md`, `${api}/report.json`, `${api}/results.csv`]);
});
