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
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** What makes one world different from another. Minutes count from the start of the run. */
export interface Scenario {
  /** Minutes the run has lasted; `null`: it has not started. */
  readonly minutes: number | null;
  readonly perMinute: number;
  readonly failureShare: (minute: number) => number;
  readonly gap: readonly [number, number] | null;
  /** Minute from which the source answers with an error. */
  readonly outage: number | null;
  /** True where the plan is also compared with its old path, and people and latches have a past. */
  readonly relative?: boolean;
  /** True where the plan asks people: questions, a gate, whom to call. */
  readonly people?: boolean;
  /** What the toggle gives, in percent. */
  readonly percent: number;
}

const healthy: Scenario = {
  minutes: 40,
  perMinute: 20,
  failureShare: () => 0.005,
  gap: null,
  outage: null,
  percent: 25,
};

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  healthy,
  spike: { ...healthy, failureShare: (minute) => (minute < 20 ? 0.01 : 0.3) },
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
  people: { ...healthy, people: true, minutes: 61 },
  relative: {
    ...healthy,
    relative: true,
    minutes: 45,
    failureShare: (minute) => (minute >= 10 && minute < 14 ? 0.5 : 0.02),
  },
};
