import { render } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { App } from '../../src/web/app/app.tsx';
import { deskOf, type PlanDesk } from '../../src/web/data/plan-desk/plan-desk.ts';
import { doPlanJob } from '../../src/web/data/plan-desk/plan-jobs.ts';
import { PlanDeskMaker } from '../../src/web/data/plan-desk/use-plan-desk.ts';
import { createQueryClient } from '../../src/web/data/query-client.ts';
import { mockWorld } from './mock-world.ts';

/** Stands at an address of the page in a scenario, with a fresh cache and the live regions of the first HTML. */
export function renderAt(path: string, scenario: ScenarioName = 'healthy'): void {
  mockWorld.scenario = scenario;
  document.body.innerHTML = '<div id="polite"></div><div id="assertive"></div>';
  render(
    <PlanDeskMaker value={deskOnPage}>
      <MemoryRouter initialEntries={[path]}>
        <App client={createQueryClient()} />
      </MemoryRouter>
    </PlanDeskMaker>,
  );
}

/** There are no workers here: plans are read by the same code on the page. */
function deskOnPage(): PlanDesk {
  return deskOf(
    (job) => Promise.resolve({ ok: true, answer: doPlanJob(job) }),
    () => undefined,
  );
}

export const stagePath = '/rollouts/change-of-address/stages/stage-b';
