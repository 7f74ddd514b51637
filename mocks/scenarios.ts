import type { SeriesErrorCode } from '#domain/series/series.ts';
import type { PlanName } from './demo-plan.ts';

/** The named worlds that demo, development and tests share. */
export const scenarioNames = [
  'healthy',
  'spike',
  'thin',
  'source-down',
  'gap',
  'proxy-lost',
  'ready',
  'off-plan',
  'not-started',
  'unreadable',
  'relative',
  'sources',
  'launched',
  'people',
  'traffic',
  'over-limit',
  'over-chance',
  'close',
  'recovered',
  'no-limit',
  'starting',
  'no-traffic',
  'no-data',
  'stale',
  'toggle-unreadable',
  'off-by-plan',
  'rolling-back',
  'rolled-back',
  'advanced',
  'complete',
  'empty',
  'no-errors',
  'late',
  'one-source-down',
  'stale-row',
  'bad-query',
  'planned-outage',
  'loading',
  'slow',
  'asleep',
  'no-permission',
  'save-failed',
  'conflict',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** What makes one world different from another. Minutes count from the start of the run. */
export interface Scenario {
  /** Minutes the run has lasted; `null`: it has not started. */
  readonly minutes: number | null;
  readonly perMinute: number;
  readonly failureShare: (minute: number) => number;
  /** Minutes of which nothing is known. */
  readonly gap: readonly [number, number] | null;
  /** Minute from which the source answers with an error. */
  readonly outage: number | null;
  /** The error it answers with. */
  readonly error?: SeriesErrorCode;
  /** The signals that gap and outage are of; all where it is not given. */
  readonly only?: readonly string[];
  /** The plan it is judged by. */
  readonly plan?: PlanName;
  /** True where the judge has looked every minute, and people have accepted something. */
  readonly past?: boolean;
  /** The stage that runs; Stage B where it is not given. */
  readonly stage?: string;
  /** What the toggle gives, in percent; `null` where it can't be read. */
  readonly percent: number | null;
  /** Share of people seen on the new path. */
  readonly share?: number;
  /** Milliseconds a request takes on average. */
  readonly latency?: number;
  /** Minute from which nobody is on the new path. */
  readonly stopsAt?: number;
  /** Newest minutes that may still change. */
  readonly lag?: number;
  /** What a person decided, and at which minute. */
  readonly decision?: { readonly choice: 'advance' | 'roll-back'; readonly at: number };
  /** A planned outage that a person has left out, in minutes. */
  readonly leftOut?: readonly [number, number];
}

const healthy: Scenario = {
  minutes: 40,
  perMinute: 20,
  failureShare: () => 0.005,
  gap: null,
  outage: null,
  percent: 25,
};

const spike: Scenario = { ...healthy, failureShare: (minute) => (minute < 20 ? 0.01 : 0.3) };

/** From the first minute on. */
const always = [0, Infinity] as const;

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  healthy,
  spike,
  thin: { ...healthy, minutes: 62, perMinute: 0.2, failureShare: () => 0 },
  'source-down': { ...healthy, outage: 30 },
  gap: { ...healthy, gap: [12, 24] },
  'proxy-lost': healthy,
  ready: { ...healthy, minutes: 61 },
  'off-plan': { ...healthy, percent: 5 },
  'not-started': { ...healthy, minutes: null },
  unreadable: healthy,
  sources: healthy,
  // Weeks after a launch: check-ins are due.
  launched: healthy,
  people: { ...healthy, plan: 'people', minutes: 61 },
  relative: {
    ...healthy,
    plan: 'relative',
    past: true,
    minutes: 45,
    failureShare: (minute) => (minute >= 10 && minute < 14 ? 0.5 : 0.02),
  },
  traffic: { ...healthy, share: 0.4 },
  'over-limit': { ...healthy, latency: 900 },
  'over-chance': { ...healthy, failureShare: () => 0.055 },
  close: { ...healthy, minutes: 55, latency: 740 },
  recovered: {
    ...healthy,
    past: true,
    minutes: 58,
    failureShare: (minute) => (minute >= 3 && minute < 6 ? 0.4 : 0.002),
  },
  'no-limit': { ...healthy, plan: 'no-limit' },
  starting: { ...healthy, minutes: 2, gap: always },
  'no-traffic': { ...healthy, perMinute: 0 },
  'no-data': { ...healthy, gap: always },
  stale: { ...healthy, gap: [30, Infinity] },
  'toggle-unreadable': { ...healthy, percent: null },
  'off-by-plan': { ...healthy, plan: 'off', percent: 0, share: 0, perMinute: 0 },
  'rolling-back': { ...spike, percent: 0, decision: { choice: 'roll-back', at: 38 } },
  'rolled-back': { ...spike, percent: 0, stopsAt: 32, decision: { choice: 'roll-back', at: 30 } },
  advanced: { ...healthy, minutes: 64, decision: { choice: 'advance', at: 61 } },
  complete: {
    ...healthy,
    stage: 'stage-c',
    minutes: 1500,
    percent: 100,
    share: 1,
    decision: { choice: 'advance', at: 1450 },
  },
  empty: { ...healthy, minutes: null },
  'no-errors': { ...healthy, failureShare: () => 0 },
  late: { ...healthy, lag: 2 },
  'one-source-down': { ...healthy, plan: 'two-sources', outage: 30, only: ['latency'] },
  'stale-row': { ...healthy, plan: 'two-sources', gap: [30, Infinity], only: ['latency'] },
  'bad-query': { ...healthy, plan: 'two-sources', outage: 0, only: ['latency'], error: 'bad_query' },
  'planned-outage': {
    ...healthy,
    leftOut: [0, 2],
    failureShare: (minute) => (minute < 2 ? 0.6 : 0.005),
  },
  // How the server behaves in these is told where the demo starts and where it answers.
  loading: healthy,
  slow: healthy,
  asleep: healthy,
  'no-permission': healthy,
  'save-failed': healthy,
  conflict: healthy,
};

/** The stage that runs in a scenario. */
export function stageOf(name: ScenarioName): string {
  return scenarios[name].stage ?? 'stage-b';
}
