import { verdictScenarios } from '../../mocks/workbench.ts';
import { stageOf, type ScenarioName } from '../../mocks/scenarios.ts';
import { verdictState as verdictStates } from '../../src/contract/verdict.ts';
import { verdictWords, type VerdictState } from '../../src/domain/verdict/verdict.ts';

/** A page of the demo, the scenario it is looked at in, and what it has said once it is drawn. */
export interface Place {
  readonly name: string;
  readonly path: string;
  readonly scenario: ScenarioName;
  readonly says: string | RegExp;
}

const rollout = '/rollouts/change-of-address';
const stage = `${rollout}/stages/stage-b`;

const place = (name: string, path: string, scenario: ScenarioName, says: string | RegExp): Place => ({
  name,
  path,
  scenario,
  says,
});

/** Every route, one line each, in a scenario that fills it: tests, pictures and measurements go through this list. */
export const places: readonly Place[] = [
  place('list', '/', 'spike', 'Needs someone now'),
  place('list-unreadable', '/', 'unreadable', "This plan can't be read: broken.md, line 12."),
  place('list-empty', '/', 'empty', /^No rollouts yet/),
  place('list-check-ins', '/', 'launched', 'Check-ins due'),
  place('overview', rollout, 'spike', /Stage B/),
  place('compare', `${rollout}/compare`, 'launched', 'Submissions failing'),
  place('compare-running', `${rollout}/compare`, 'spike', 'Submissions failing'),
  place('wall', `${rollout}/wall`, 'spike', 'Roll back'),
  place('settings', '/settings', 'healthy', 'How the page looks'),
  place('stage-questions', stage, 'people', 'Who to call'),
  place('stage-classes', stage, 'relative', 'Failing against the old path'),
  place('criterion', `${stage}/criteria/error-rate`, 'spike', 'Over limit'),
  place('criterion-classes', `${stage}/criteria/statuses`, 'relative', /^Class by class/),
  place('plan', `${rollout}/plan`, 'healthy', /^Text of version/),
  place('import', '/rollouts/new', 'healthy', 'Import a release plan'),
  place('log', `${rollout}/log`, 'spike', 'Rollback record'),
  place('kpis', `${rollout}/kpis/1-week`, 'launched', 'Do the numbers add up?'),
  place('report', `${rollout}/report`, 'launched', 'Section by section'),
  place('sources', '/sources', 'sources', '2 of 3 sources need someone: Datadog, Prometheus.'),
  place('notices', '/settings/notices', 'spike', 'Given up'),
  place('help', '/help', 'healthy', 'Six rules'),
  place('not-found', '/nowhere', 'healthy', 'There is no such page'),
  place('workbench', '/workbench', 'healthy', /^Every state/),
];

/** A verdict, where it is seen, and how the row of the first criterion is tagged there; `null`: nothing is judged. */
export interface VerdictPlace {
  readonly state: VerdictState;
  readonly word: string;
  readonly scenario: ScenarioName;
  readonly path: string;
  readonly tag: string | null;
}

/** The compiler asks for every verdict and every state of a stage's life there is. */
const firstRow: Readonly<Record<VerdictState, string | null>> = {
  'roll-back': 'Over limit',
  'off-plan': 'Met',
  blind: 'Source error',
  traffic: 'Met',
  over: 'Met',
  'no-limit': 'Met',
  thin: 'Not enough data',
  people: 'Met',
  watching: 'Met',
  ready: 'Met',
  'not-started': null,
  starting: 'No data',
  'off-by-plan': null,
  'rolling-back': 'Over limit',
  'rolled-back': 'Over limit',
  advanced: 'Met',
  complete: 'Met',
};

/** The stage page in every verdict and every state of a stage's life. */
export const verdictPlaces: readonly VerdictPlace[] = verdictStates.options.map((state) => {
  const scenario = verdictScenarios[state];
  return {
    state,
    scenario,
    word: verdictWords[state],
    path: `${rollout}/stages/${stageOf(scenario)}`,
    tag: firstRow[state],
  };
});
