import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import type { StageView } from '../../src/contract/rollout.ts';
import { verdictState } from '../../src/contract/verdict.ts';
import { verdictWords, type VerdictState } from '../../src/domain/verdict/verdict.ts';
import { nextSteps } from '../../src/web/screens/stage/next-steps.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

const path = '/rollouts/change-of-address';

/** The stage of the demo, with another verdict about its first criterion. */
function viewOf(state: VerdictState, more: Partial<StageView> = {}): StageView {
  const view = buildWorld('spike', Date.UTC(2025, 6, 28, 13)).stage('stage-b');
  if (view === undefined) throw new Error('the world has no such stage');
  const verdict = { ...view.verdict, state, word: verdictWords[state], about: 'error-rate' };
  return { ...view, next: { id: 'stage-c', label: 'Stage C', percent: 50 }, verdict, ...more };
}

describe('the next step of each verdict', () => {
  it.each<readonly [VerdictState, string, string]>([
    ['roll-back', 'Record rollback', '#decide=roll-back'],
    ['off-plan', 'Enter the percentage', '#record'],
    ['blind', 'See sources', '/sources'],
    ['traffic', 'Likely causes', '#traffic'],
    ['over', 'Record hold', '#decide=hold'],
    ['no-limit', 'Set a limit', '/rollouts/new?of=change-of-address'],
    ['thin', 'Extend the stage', '#decide=extend'],
    ['thin', 'Decide anyway', '#decide=advance'],
    ['thin', 'Accept the risk', '#accept'],
    ['ready', 'Advance to 50%', '#decide=advance'],
    ['not-started', 'See what’s open in the plan', `${path}/plan`],
    ['rolling-back', 'Toggles to turn off', '#turn-off'],
    ['rolled-back', 'Finish the rollback record', `${path}/log`],
    ['advanced', 'Go to Stage C', `${path}/stages/stage-c`],
    ['complete', 'Open the KPIs', `${path}/kpis/1-week`],
  ])('%s: %s', (state, label, to) => {
    expect(nextSteps(viewOf(state))).toContainEqual({ label, to });
  });

  it.each(verdictState.options)('%s: offers nothing twice', (state) => {
    const steps = nextSteps(viewOf(state)).map(({ label, to }) => `${label} ${to}`);
    expect(steps).toEqual([...new Set(steps)]);
  });

  it('extends, and does not hold, what may be chance', () => {
    const view = viewOf('over');
    const readings = view.verdict.readings.map((one) => ({ ...one, state: 'over-not-certain' as const }));
    const [first] = nextSteps({ ...view, verdict: { ...view.verdict, readings } });
    expect(first).toEqual({ label: 'Extend the stage', to: '#decide=extend' });
  });

  it('decides about a limit that broke and came back, and turns nothing off for it', () => {
    const view = viewOf('roll-back');
    const readings = view.verdict.readings.map((one) => ({ ...one, state: 'broke-earlier' as const }));
    const [first] = nextSteps({ ...view, verdict: { ...view.verdict, readings } });
    expect(first).toEqual({ label: 'Record decision', to: '#decide=hold' });
  });

  it('opens Flipper where its address is known, outside of Stagewatch', () => {
    const view = viewOf('roll-back');
    const toggleLinks = { change_of_address: 'https://flipper.example/features/change_of_address' };
    const [first] = nextSteps({ ...view, people: { ...view.people, toggleLinks } });
    expect(first).toMatchObject({ label: 'Open Flipper', to: toggleLinks.change_of_address, outside: true });
  });

  it('asks for the answer nobody gave, and for the gate nobody closed', () => {
    const view = viewOf('people');
    const [reading] = view.verdict.readings;
    if (reading === undefined) throw new Error('no reading');
    const asked = { ...reading, criterion: 'complaints', group: 'people', state: 'not-asked' } as const;
    const steps = nextSteps({
      ...view,
      verdict: { ...view.verdict, readings: [asked] },
      people: { ...view.people, gates: [{ text: 'All forms?', closed: null }] },
    });
    expect(steps).toEqual([
      { label: 'Add observation', to: '#report=complaints' },
      { label: 'Close the gate', to: '#gates' },
    ]);
  });
});

it('opens the decision with its choice made and the verdict frozen, from the banner', async () => {
  const user = userEvent.setup();
  renderAt(stagePath, 'spike');
  await user.click(await screen.findByRole('link', { name: 'Record rollback' }));
  const form = within(await screen.findByRole('region', { name: 'Decide' }));
  const choice = await form.findByRole('radio', { name: /^Roll back/ });
  expect(choice).toHaveProperty('checked', true);
  expect(form.getByText(/which is recorded with your decision/).textContent).toContain('Roll back.');
  await user.click(form.getByRole('button', { name: 'Close without deciding' }));
  await user.click(screen.getByRole('link', { name: 'Hold instead' }));
  await waitFor(() => expect(form.getByRole('radio', { name: 'Hold' })).toHaveProperty('checked', true));
});

it('offers nothing to do about a moment of the past', async () => {
  const view = viewOf('roll-back', { at: Date.UTC(2025, 6, 28, 13) });
  mockWorld.server?.use(http.get('/api/rollouts/:id/stages/:stage', () => HttpResponse.json(view)));
  renderAt(`${stagePath}?at=2025-07-28T13:00:00.000Z`, 'spike');
  await screen.findByText(/Forms and decisions belong to now/);
  expect(screen.queryByRole('list', { name: 'Next steps' })).toBeNull();
});
