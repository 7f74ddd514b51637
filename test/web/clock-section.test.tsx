import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import type { VerdictHistory } from '../../src/contract/rollout.ts';
import { agedThen } from '../../src/domain/verdict/age-verdict.ts';
import { saying } from './both-times.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

const minute = 60_000;

/** Two verdicts: twenty minutes of watching, then a roll back. */
function twoVerdicts(start: number): VerdictHistory {
  const entry = { run: 'run-1', reason: '', evidence: '' };
  return [
    { ...entry, at: start + 20 * minute, state: 'roll-back', word: 'Roll back' },
    { ...entry, at: start, state: 'watching', word: 'Keep watching' },
  ];
}

async function openTable(): Promise<HTMLElement> {
  const clock = within(await screen.findByRole('region', { name: 'Stage clock' }));
  await userEvent.click(await clock.findByText('Table of the verdict over time'));
  return clock.getByRole('table', { name: /The verdict over time/ });
}

it('lists every piece of the strip with its times, and the gap nobody judged', async () => {
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/stages/:stage/verdicts', () => {
      const start = buildWorld('spike', Date.now()).stage('stage-b')?.run?.start ?? 0;
      return HttpResponse.json(twoVerdicts(start));
    }),
  );
  renderAt(stagePath, 'spike');
  const rows = within(await openTable())
    .getAllByRole('row')
    .slice(1);
  expect(rows.map((row) => within(row).getByRole('rowheader').textContent)).toEqual([
    '1. Keep watching',
    '2. Nobody judged',
    '3. Keep watching',
    '4. Roll back',
  ]);
  expect(rows.map((row) => within(row).getAllByRole('cell')[2]?.textContent).slice(0, 3)).toEqual([
    '7 minutes',
    '2 minutes',
    '11 minutes',
  ]);
  expect(within(rows[3] ?? document.body).getAllByRole('cell')[1]?.textContent).toBe('Now');
});

it('shows a past moment nobody judged as Can’t tell, with no green stretch up to it', async () => {
  const stage = buildWorld('ready', Date.now()).stage('stage-b');
  if (stage?.run === null || stage === undefined) throw new Error('no run');
  const { start } = stage.run;
  const judgedAt = start + 20 * minute;
  const verdict = agedThen(stage.verdict, judgedAt, stage.rollout.zone);
  const view = {
    ...stage,
    run: { ...stage.run, end: null },
    at: start + 50 * minute,
    verdict: { ...verdict, staleAfter: judgedAt + 3 * minute },
  };
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/stages/:stage', () => HttpResponse.json(view)),
    http.get('/api/rollouts/:id/log', () => HttpResponse.json([])),
  );
  renderAt(`${stagePath}?at=${new Date(view.at).toISOString()}`, 'ready');
  const rows = within(await openTable())
    .getAllByRole('row')
    .slice(1);
  expect(rows.at(-1)?.textContent).toMatch(/Nobody judged.*30 minutes$/);
  expect(screen.getAllByText("Can't tell").length).toBeGreaterThan(0);
  expect(screen.getByText(/^Nobody judged this stage from .* until after this moment\.$/)).toBeDefined();
  const criteria = within(screen.getByRole('region', { name: 'Criteria' }));
  expect(criteria.queryByText('Met')).toBeNull();
  expect(criteria.getAllByText('Stale').length).toBeGreaterThan(0);
});

it('says how long is left without a live region, and hides the drawing from screen readers', async () => {
  renderAt(stagePath, 'healthy');
  const clock = await screen.findByRole('region', { name: 'Stage clock' });
  expect(clock.textContent).toMatch(
    saying('19 minutes left\\. Ends .*{both}\\. Earliest decision to advance'),
  );
  await within(clock).findByText('Table of the verdict over time');
  const strip = clock.querySelector('.sw-strip');
  expect(strip?.textContent).toContain('Keep watching');
  expect(strip?.closest('[aria-hidden="true"]')).not.toBeNull();
  expect(clock.querySelector('[aria-live], output')).toBeNull();
});

it('says where clocks change inside the stage', async () => {
  // The clocks of New York went back at 6:00 UTC on November 3, 2024.
  const start = Date.UTC(2024, 10, 2, 13);
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/stages/:stage', () => {
      const view = buildWorld('healthy', Date.now()).stage('stage-b');
      return HttpResponse.json({ ...view, run: { ...view?.run, start, end: start + 24 * 60 * minute } });
    }),
  );
  renderAt(stagePath);
  expect(
    (await screen.findByText('Clocks went back 1 hour.', { selector: 'strong' })).parentElement?.textContent,
  ).toBe('Clocks went back 1 hour. Sunday, November 3, 2024, 1:00 a.m. ET (06:00 UTC).');
});

it('verdicts that can’t be read are said, and never drawn as a calm strip', async () => {
  mockWorld.server?.use(http.get('/api/rollouts/:id/stages/:stage/verdicts', () => HttpResponse.error()));
  renderAt(stagePath, 'healthy');
  const clock = await screen.findByRole('region', { name: 'Stage clock' });
  expect((await within(clock).findByRole('alert')).textContent).toContain('can’t be reached');
  expect(clock.querySelector('.sw-strip')).toBeNull();
});

it('a stage without a run has words alone', async () => {
  renderAt(stagePath, 'not-started');
  const clock = await screen.findByRole('region', { name: 'Stage clock' });
  expect(clock.textContent).toContain('No run is open. Nothing is being judged.');
  expect(clock.querySelector('svg')).toBeNull();
});
