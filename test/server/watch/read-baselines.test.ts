import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Proxy } from '../../../src/server/proxy/proxy.ts';
import type { SignalRequest } from '../../../src/server/proxy/signal-request.ts';
import { readBaselines } from '../../../src/server/watch/loop/read-baselines.ts';
import { openEmbeddedStore } from '../../../src/server/watch/records/open-embedded-store.ts';
import type { Store, StoredRun } from '../../../src/server/watch/records/store.ts';
import { toRollout, type ReadableRollout } from '../../../src/server/watch/rollouts/rollout.ts';
import { verdictWords, type Verdict, type VerdictState } from '../../../src/domain/verdict/verdict.ts';
import { madeSeries } from '../../support/made-series.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const launch = Date.UTC(2025, 2, 23, 13);

let store: Store;
let asked: SignalRequest[];

beforeEach(async () => {
  asked = [];
  store = await openEmbeddedStore(':memory:', launch);
});

afterEach(() => store.close());

const proxy: Pick<Proxy, 'readSeries'> = {
  readSeries: async (requests) => {
    asked.push(...requests);
    return requests.map(({ id, window }) => madeSeries({ id, start: window.from, values: [1] }));
  },
};

function rolloutWith(criteria: string): ReadableRollout {
  const markdown = `# Shifts

\`\`\`stagewatch
zone: America/New_York
toggles: [{ key: t }]
stages:
  - { id: a, label: Stage A, percent: 5, length: 1h }
  - { id: pause, label: Pause, off: true, length: 1h }
  - { id: b, label: Stage B, percent: 25, length: 1h }
signals:
  fails: { source: prometheus, kind: counter, query: fails, absent: zero, heartbeat: tries }
  tries: { source: prometheus, kind: counter, query: tries }
  other: { source: prometheus, kind: counter, query: other }
criteria:
${criteria}
\`\`\`
`;
  const rollout = toRollout('shifts', 'shifts.md', markdown, 1);
  if (rollout.kind !== 'readable') throw new Error(JSON.stringify(rollout.problems));
  return rollout;
}

const runOf = (stage: string, start: number, end: number | null = start + hour): StoredRun => ({
  id: `${stage}-${start}`,
  rollout: 'shifts',
  stage,
  attempt: 1,
  start,
  end,
  length: hour,
  openedBy: 'test',
  closedBy: null,
});

const resting = (state: VerdictState): Verdict => ({
  state,
  word: verdictWords[state],
  reason: '',
  evidence: '',
  next: '',
  about: null,
  also: [],
  tags: [],
  judgedAt: launch,
  judgedThrough: null,
  staleAfter: launch,
  readings: [],
  traffic: [],
  latches: [],
  mixture: null,
});

async function baselinesOf(criteria: string, run: StoredRun): ReturnType<typeof readBaselines> {
  const rollout = rolloutWith(criteria);
  const stage = rollout.plan.stages.find((one) => one.id === run.stage);
  if (stage === undefined) throw new Error('no stage');
  const whole: Proxy = { ...proxy, readsFlipper: false, readAllotments: async () => [], sources: () => [] };
  return readBaselines(
    rollout,
    stage,
    run,
    { store, proxy: whole, width: minute },
    new AbortController().signal,
  );
}

it('reads nothing of the past for criteria with a limit of their own', async () => {
  await store.addRun(runOf('a', launch));
  const found = await baselinesOf(
    '  - { id: rate, ratio: [fails, tries], limit: "< 5%" }',
    runOf('b', launch + day),
  );
  expect(found).toEqual({ previousStage: null, sameHours: [], lately: [] });
  expect(asked).toEqual([]);
});

const previous = '  - { id: steady, ratio: [fails, tries], baseline: previous stage }';

it('reads the run of the stage before, past a pause, with the signals it needs and no others', async () => {
  await store.addRun(runOf('a', launch));
  const found = await baselinesOf(previous, runOf('b', launch + 3 * hour, null));
  expect(found.previousStage).toMatchObject({
    label: 'Stage A',
    percent: 5,
    window: { from: launch, to: launch + hour },
  });
  expect(asked.map((one) => one.id)).toEqual(['fails', 'tries']);
  expect(asked.every((one) => one.anchor === launch)).toBe(true);
});

it('never compares with a run that ended in a roll back', async () => {
  const first = runOf('a', launch);
  const second = runOf('a', launch + 2 * hour);
  await store.addRun(first);
  await store.addRun(second);
  await store.saveVerdict(second, resting('roll-back'));
  const run = runOf('b', launch + 5 * hour, null);
  expect((await baselinesOf(previous, run)).previousStage?.window.from).toBe(launch);
  await store.saveVerdict(first, resting('roll-back'));
  expect((await baselinesOf(previous, run)).previousStage).toBeNull();
});

it('reads the same hours by the clocks of the zone, wholly before launch, and the day before', async () => {
  await store.addRun(runOf('a', launch));
  const before = '  - { id: steady, ratio: [fails, tries], baseline: before launch }';
  const found = await baselinesOf(before, runOf('b', launch + 8 * day, null));
  expect(found.sameHours.map((past) => [past.label, new Date(past.window.from).toISOString()])).toEqual([
    ['the same hours 2 weeks before', '2025-03-17T13:00:00.000Z'],
    ['the same hours 3 weeks before', '2025-03-10T13:00:00.000Z'],
  ]);
  expect(found.lately.map((past) => past.window)).toEqual([{ from: launch - day, to: launch }]);
});

it('keeps the wall clock when it went forward in between', async () => {
  const before = '  - { id: steady, ratio: [fails, tries], baseline: before launch }';
  const winter = Date.UTC(2025, 2, 11, 13);
  const found = await baselinesOf(before, runOf('a', winter, null));
  expect(new Date(found.sameHours[0]?.window.from ?? 0).toISOString()).toBe('2025-03-04T14:00:00.000Z');
});
