import type { SetupServer } from 'msw/node';
import type { ScenarioName } from '../../mocks/scenarios.ts';

/** What the mocked API answers in a test; put back to `healthy` after each. */
export const mockWorld: { scenario: ScenarioName; lost: boolean; server: SetupServer | undefined } = {
  scenario: 'healthy',
  lost: false,
  server: undefined,
};
