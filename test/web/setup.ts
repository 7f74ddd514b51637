import { cleanup, configure } from '@testing-library/react';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createHandlers } from '../../mocks/handlers.ts';
import { mockWorld } from './mock-world.ts';

/** The API of every screen test: the handlers of the demo. A request they do not know fails the test. */
const server = setupServer(
  ...createHandlers({
    scenario: () => mockWorld.scenario,
    now: () => Date.now(),
    lost: () => mockWorld.lost,
  }),
);

// How long a screen may take to show something on a machine that is busy elsewhere: no test waits this long to pass.
// The first test of a file also waits for the parts of a page that load later.
configure({ asyncUtilTimeout: 15_000 });

/** The clock of these tests (test/system/odd-clock.mjs) goes on to where no minute turns while one of them runs. */
const beginEarly: unknown = Reflect.get(globalThis, Symbol.for('stagewatch.begin-early'));

beforeEach(() => {
  if (typeof beginEarly !== 'function')
    throw new Error('The clock of these tests is not set: see vite.config.ts.');
  beginEarly();
});
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  cleanup();
  server.resetHandlers();
  mockWorld.server = server;
  mockWorld.scenario = 'healthy';
  mockWorld.lost = false;
  localStorage.clear();
  sessionStorage.clear();
  document.title = '';
});
afterAll(() => server.close());
mockWorld.server = server;
