import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import type { StageView } from '../../src/contract/rollout.ts';
import type { Allotment } from '../../src/domain/verdict/traffic-reading.ts';
import { buildWorld } from '../../mocks/world.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

/** Shows the stage with one toggle as given. */
function show(gates: Partial<Allotment>, named: number | null, onNew: number | null): void {
  const view: StageView | undefined = buildWorld('healthy', Date.now()).stage('stage-b');
  if (view === undefined) throw new Error('no stage');
  const traffic = view.verdict.traffic.map((one) => ({
    ...one,
    planned: named === null ? one.planned : null,
    onNew,
    allotment: one.allotment === null ? null : { ...one.allotment, ...gates },
  }));
  mockWorld.server?.use(
    http.get('/api/rollouts/:id/stages/:stage', () =>
      HttpResponse.json({
        ...view,
        stage: { ...view.stage, actors: named },
        verdict: { ...view.verdict, traffic },
      }),
    ),
  );
  renderAt(stagePath, 'healthy');
}

const none = { percent: null, percentOfActors: null, percentOfTime: null };

it.each<readonly [string, Partial<Allotment>, number | null, RegExp]>([
  ['a percentage of actors', {}, null, /Plan: 25%\. Example toggle: 25% of actors\./],
  [
    'every gate that lets somebody in',
    { actors: 3, groups: 1, percentOfTime: 10 },
    null,
    /Example toggle: 25% of actors, and 10% of the time, and 3 named actors, and 1 group\./,
  ],
  [
    'a percentage of time alone',
    { ...none, percent: 10, percentOfTime: 10 },
    null,
    /toggle: 10% of the time\./,
  ],
  ['an expression', { ...none, expression: true }, null, /Example toggle: an expression\./],
  ['nothing that can be said', none, null, /Example toggle: an unknown share of actors\./],
  ['everyone', { everyone: true, groups: 2 }, null, /Example toggle: everyone\./],
  [
    'named users',
    { ...none, actors: 3 },
    3,
    /Plan: 3 named users\. 2 seen\. Example toggle: 3 named actors\./,
  ],
])('says what the plan and the toggle give: %s', async (_, gates, named, said) => {
  show(gates, named, 2);
  const traffic = within(await screen.findByRole('region', { name: 'Traffic against allotment' }));
  expect(traffic.getByText(said).isConnected).toBe(true);
});
