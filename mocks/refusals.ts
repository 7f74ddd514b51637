import { HttpResponse } from 'msw';
import type { Theirs } from '#contract/deciding.ts';
import type { HttpProblem } from '#contract/http-problem.ts';
import type { ScenarioName } from './scenarios.ts';

/** An error as the server says it. */
export function problem(said: {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly remedy: string;
  readonly yours?: object;
  readonly theirs?: Theirs;
}): Response {
  const body: HttpProblem = { type: 'about:blank', ...said };
  return HttpResponse.json(body, {
    status: said.status,
    headers: { 'content-type': 'application/problem+json' },
  });
}

const refusals: Readonly<Partial<Record<ScenarioName, Parameters<typeof problem>[0]>>> = {
  'no-permission': {
    title: 'Not your role',
    status: 403,
    detail: 'You are a viewer; this takes a monitor.',
    remedy: 'Ask a monitor, or have your name added to STAGEWATCH_MONITORS.',
  },
  'save-failed': {
    title: 'The records can’t be written',
    status: 503,
    detail: 'The store did not answer.',
    remedy: 'Try again. Nothing was saved.',
  },
};

/** What a write meets in the scenario about two people who decide at once. */
function conflictAt(now: number): Parameters<typeof problem>[0] {
  return {
    title: 'This has changed since you looked',
    status: 409,
    detail: 'You have seen 0 decisions of this run; there are 1.',
    remedy: 'Look at both, and decide again. Nothing was saved.',
    yours: {},
    theirs: {
      kind: 'decision',
      by: 'Second monitor',
      at: now - 20_000,
      choice: 'hold',
      toPercent: null,
      extendBy: null,
      reason: 'A batch is still running.',
    },
  };
}

/** How a write is refused in the scenarios that are about it; `undefined` where it is taken. */
export function refusalIn(scenario: ScenarioName, now: number): Response | undefined {
  const said = scenario === 'conflict' ? conflictAt(now) : refusals[scenario];
  return said === undefined ? undefined : problem(said);
}
