import { minute } from '#domain/time/time.ts';
import { readingTags, type ReadingState } from '#domain/verdict/reading.ts';
import { verdictWords, type VerdictState } from '#domain/verdict/verdict.ts';
import { stageOf, type ScenarioName } from './scenarios.ts';

/** Where each verdict can be seen. The compiler asks for every state there is. */
export const verdictScenarios: Readonly<Record<VerdictState, ScenarioName>> = {
  'roll-back': 'spike',
  'off-plan': 'off-plan',
  blind: 'source-down',
  traffic: 'traffic',
  over: 'over-limit',
  'no-limit': 'no-limit',
  thin: 'thin',
  people: 'people',
  watching: 'healthy',
  ready: 'ready',
  'not-started': 'not-started',
  starting: 'starting',
  'off-by-plan': 'off-by-plan',
  'rolling-back': 'rolling-back',
  'rolled-back': 'rolled-back',
  advanced: 'advanced',
  complete: 'complete',
};

/** Where each state of a reading can be seen. */
export const readingScenarios: Readonly<Record<ReadingState, ScenarioName>> = {
  met: 'ready',
  close: 'close',
  over: 'spike',
  'over-not-certain': 'over-chance',
  'broke-earlier': 'recovered',
  'not-enough-data': 'thin',
  'no-traffic': 'no-traffic',
  'no-data': 'no-data',
  stale: 'stale',
  'source-error': 'source-down',
  'no-limit': 'no-limit',
  'not-asked': 'people',
  watched: 'healthy',
};

/** A state of a page, and where it can be seen. */
export interface PageState {
  readonly name: string;
  readonly scenario: ScenarioName;
  /** Where to look; the stage that runs where it is not given. */
  readonly path?: string;
  /** Looked at as it stood so many minutes ago. */
  readonly ago?: number;
  /** What to do or to wait for. */
  readonly hint?: string;
}

const rollout = '/rollouts/change-of-address';

export const pageStates: readonly PageState[] = [
  { name: 'Empty: no rollouts', scenario: 'empty', path: '/' },
  { name: 'Empty: no traffic yet', scenario: 'starting' },
  { name: 'Empty: no traffic, long after the start', scenario: 'no-traffic' },
  { name: 'Empty: no errors', scenario: 'no-errors' },
  { name: 'Empty: nobody has reported', scenario: 'people' },
  { name: 'Loading, first', scenario: 'loading' },
  { name: 'Loading, refresh', scenario: 'healthy', hint: 'every 15 seconds' },
  { name: 'Slow', scenario: 'slow', hint: 'answers take 12 seconds' },
  { name: 'Stale row', scenario: 'stale-row' },
  { name: 'Stale page: server lost', scenario: 'proxy-lost', hint: 'after half a minute' },
  { name: 'Sleep and wake', scenario: 'asleep', hint: 'sleeps for an hour after 8 seconds' },
  { name: 'Partial: one source down', scenario: 'one-source-down' },
  { name: 'Partial: some points missing', scenario: 'gap' },
  { name: 'Late-arriving data', scenario: 'late' },
  { name: 'Error: bad query', scenario: 'bad-query' },
  { name: 'Error: no permission', scenario: 'no-permission', hint: 'record a decision' },
  { name: 'Error: save failed', scenario: 'save-failed', hint: 'record a decision' },
  { name: 'Conflict', scenario: 'conflict', hint: 'record a decision' },
  { name: 'Too early', scenario: 'healthy', hint: 'decide to advance' },
  { name: 'Planned outage, left out', scenario: 'planned-outage' },
  { name: 'Toggle unreadable', scenario: 'toggle-unreadable' },
  { name: 'Frozen: as it stood, from the evidence kept', scenario: 'spike', ago: 25 },
  { name: 'Compared with the old path, class by class', scenario: 'relative' },
  { name: 'A plan that can’t be read', scenario: 'unreadable', path: '/' },
  { name: 'Sources in every state', scenario: 'sources', path: '/sources' },
  { name: 'Check-ins due', scenario: 'launched', path: '/' },
  { name: 'Check-in', scenario: 'launched', path: `${rollout}/kpis/1-week` },
  { name: 'Report', scenario: 'launched', path: `${rollout}/report` },
];

/** The stage that runs in a scenario, as an address. */
function stagePathOf(scenario: ScenarioName): string {
  return `${rollout}/stages/${stageOf(scenario)}`;
}

/** The address of the demo that shows a scenario. */
function addressOf({ scenario, path, ago }: Omit<PageState, 'name'>, now: number): string {
  const at = ago === undefined ? '' : `&at=${new Date(now - ago * minute).toISOString()}`;
  return `${path ?? stagePathOf(scenario)}?scenario=${scenario}${at}`;
}

interface BenchLink {
  readonly name: string;
  readonly to: string;
  readonly note: string;
}

/** The workbench: every state by its name, each with the address that shows it. */
export function benchGroups(
  now: number,
): readonly { readonly title: string; readonly links: readonly BenchLink[] }[] {
  return [
    { title: 'Verdicts', links: links(verdictWords, verdictScenarios, now) },
    { title: 'Readings', links: links(readingTags, readingScenarios, now) },
    {
      title: 'Pages',
      links: pageStates.map((one) => ({
        name: one.name,
        to: addressOf(one, now),
        note: one.hint ?? one.scenario,
      })),
    },
  ];
}

function links<S extends string>(
  words: Readonly<Record<S, string>>,
  shown: Readonly<Record<string, ScenarioName>>,
  now: number,
): readonly BenchLink[] {
  return Object.entries<string>(words).flatMap(([state, name]) => {
    const scenario = shown[state];
    return scenario === undefined ? [] : [{ name, to: addressOf({ scenario }, now), note: scenario }];
  });
}
