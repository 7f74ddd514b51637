import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';
import { reportWorld } from '../../mocks/world-reports.ts';
import { mockWorld } from './mock-world.ts';
import { faultsIn } from './faults-in.ts';
import { renderAt } from './render-at.tsx';
import { inTime } from '../support/in-time.ts';

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
    'What people know of the stages',
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
  await inTime(() => expect(asked).toEqual(['', '?insert=1']));
});

it('says so where there is nothing to write', async () => {
  const { report } = reportWorld(Date.now());
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/report.json', () =>
      HttpResponse.json({
        ...report,
        diff: '',
        sections: [],
        stages: [],
        conflicts: [],
        rollbacks: [],
        trends: [],
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

it('takes what a person knows of a stage, with its source, and a reason where something stands', async () => {
  const user = userEvent.setup();
  localStorage.setItem('stagewatch.name', 'Ana');
  const sent: unknown[] = [];
  mockWorld.server?.use(
    http.post('/api/rollouts/:id/stages/:stage/results', async ({ request, params }) => {
      sent.push([params['stage'], await request.json()]);
      return HttpResponse.json({}, { status: 201 });
    }),
  );
  renderAt(path);
  const known = within(await screen.findByRole('region', { name: 'What people know of the stages' }));
  const row = known.getByRole('row', { name: /Call center complaints/ });
  expect(row.textContent).toMatch(/2the call center’s weekly sheetA\. Manager, \w+day/);
  await user.click(known.getByText('Enter or correct a result'));
  const save = known.getByRole('button', { name: 'Save the result' });
  await user.click(save);
  expect(faultsIn(known)).toEqual(['Write what is known.', 'Say where it comes from.']);
  await user.selectOptions(
    known.getByLabelText('Label'),
    'Was any downstream service affected by the change?',
  );
  expect(known.getByText(/^What stands there: yes: time-outs behind the form/)).toBeDefined();
  await user.type(known.getByLabelText(/^Value: yes, no or N\/A/), 'no');
  await user.type(known.getByLabelText('Where it comes from'), 'the service’s own team');
  await user.click(save);
  expect(faultsIn(known)).toEqual(['Something stands there: say why it is set aside.']);
  await user.type(known.getByLabelText('Why not what stands there'), 'Their own release');
  await user.click(save);
  expect(await known.findByText('Saved.')).toBeDefined();
  await user.selectOptions(known.getByLabelText('Label'), 'failures (number)');
  await user.clear(known.getByLabelText('Value'));
  await user.type(known.getByLabelText('Value'), 'some');
  await user.click(save);
  expect(known.getByRole('alert').textContent).toContain('"some" is no number.');
  expect(sent).toEqual([
    [
      'stage-e',
      {
        do: 'result',
        label: 'Was any downstream service affected by the change?',
        attempt: 1,
        text: 'no',
        source: 'the service’s own team',
        reason: 'Their own release',
        who: 'Ana',
      },
    ],
  ]);
});
