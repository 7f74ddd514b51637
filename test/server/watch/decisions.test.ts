import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { journal, journalEntry, type JournalEntry } from '../../../src/contract/journal.ts';
import { rolloutList, stageView } from '../../../src/contract/rollout.ts';
import type { Verdict } from '../../../src/domain/verdict/verdict.ts';
import type { SignalRequest } from '../../../src/server/proxy/signal-request.ts';
import { madeSeries } from '../../support/made-series.ts';
import { flat, hour, minute, serverRig, type ServerRig } from './server-rig.ts';

const plan = `# Late fees

\`\`\`stagewatch
toggles: [{ key: fees, settle: 1m }]
stages:
  - { id: half, percent: 50, length: 1h }
  - { id: all, percent: 100, length: 1h }
signals:
  tries: { source: prometheus, kind: counter, query: tries_total }
  fails: { source: prometheus, kind: counter, query: fails_total }
  used-new: { source: prometheus, kind: counter, query: new_total }
  used-old: { source: prometheus, kind: counter, query: old_total }
criteria:
  - { id: error-rate, label: Fees failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }
traffic: [{ toggle: fees, new: used-new, old: used-old, unit: requests, per-actor: 2 }]
not-undone: ["Letters already printed"]
checkins: [{ id: 1-month, after: 30d, from: all }]
\`\`\`
`;

const half = '/api/rollouts/late-fees/stages/half';
let rig: ServerRig;

beforeEach(async () => {
  rig = await serverRig({ plans: { 'late-fees': plan } });
  rig.answers.allotments = { fees: 50 };
  await rig.after(0);
});

afterEach(() => rig.close());

const verdictOf = async (stage = 'half'): Promise<Verdict> =>
  (await rig.read(`/api/rollouts/late-fees/stages/${stage}`, stageView)).verdict;

const decide = (body: object): Promise<Response> => rig.post(`${half}/decisions`, { who: 'Ana', ...body });

/** The log, without what the watcher wrote. */
const people = async () =>
  (await rig.read('/api/rollouts/late-fees/log', journal)).filter((one) => one.by !== 'Stagewatch');

/** Failures from now on, and nobody on the new path after an instant. */
function world(failures: number, stopped = Infinity): void {
  rig.answers.series = (request: SignalRequest) => {
    if (request.id !== 'used-new') return flat(request, rig.answers.now, failures);
    const { id, window, width } = request;
    const n = Math.max(0, Math.floor((Math.min(rig.answers.now, window.to) - window.from) / width));
    const values = Array.from({ length: n }, (_, i) => (window.from + i * width >= stopped ? 0 : 20));
    return madeSeries({ id, start: window.from, width, values });
  };
}

it('keeps a decision with the verdict as it stood', async () => {
  await rig.after(hour);
  expect((await verdictOf()).state).toBe('ready');
  const answer = await decide({ choice: 'advance', agreed: ['Product owner'] });
  expect(answer.status).toBe(201);
  const [kept] = await rig.read(`${half}/decisions`, journal);
  expect(kept).toMatchObject({
    kind: 'decision',
    choice: 'advance',
    by: 'Ana',
    version: 1,
    toPercent: 100,
    agreed: ['Product owner'],
    evidence: { state: 'ready' },
  });
});

it.each([
  ['advance', 20 * minute, 0, 422],
  ['advance', hour, 0, 201],
  ['hold', hour, 0, 422],
  ['hold', 20 * minute, 0, 201],
  ['roll-back', 20 * minute, 0, 422],
  ['roll-back', 30 * minute, 10, 201],
  ['hold', 30 * minute, 10, 422],
] as const)(
  '%s after %i ms with %i failures a minute and no reason is answered %i',
  async (choice, ms, failures, status) => {
    world(failures);
    await rig.after(ms);
    const answer = await decide({ choice });
    expect(answer.status).toBe(status);
    expect(await rig.read(`${half}/decisions`, journal)).toHaveLength(status === 201 ? 1 : 0);
  },
);

it('advances: says what to set, says so when it is not set, and ends the run when the toggle moves', async () => {
  await rig.after(hour);
  await decide({ choice: 'advance' });
  expect(await verdictOf()).toMatchObject({
    state: 'advanced',
    word: 'Advanced',
    next: 'Now set `fees` to 100% in Flipper.',
  });
  await rig.after(11 * minute);
  expect((await verdictOf()).next).toContain('Flipper still says 50%');
  rig.answers.allotments = { fees: 100 };
  await rig.after(minute);
  expect(await rig.store.openRuns()).toMatchObject([{ stage: 'all' }]);
  expect(await verdictOf()).toMatchObject({
    state: 'advanced',
    reason: expect.stringContaining('Ana decided'),
  });
});

it('still calls for a roll back while an advance waits for the toggle', async () => {
  await rig.after(hour);
  await decide({ choice: 'advance' });
  world(20);
  await rig.after(20 * minute);
  expect((await verdictOf()).state).toBe('roll-back');
});

it('rolls back until the toggle is off and nobody is on the new path, then ends the run', async () => {
  world(10);
  await rig.after(30 * minute);
  expect((await verdictOf()).state).toBe('roll-back');
  await decide({ choice: 'roll-back', severity: 'few people', tickets: ['FEES-12'] });
  expect(await verdictOf()).toMatchObject({
    state: 'rolling-back',
    next: 'Turn off `fees` in Flipper.',
    also: [{ state: 'roll-back' }],
  });
  rig.answers.allotments = { fees: 0 };
  await rig.after(5 * minute);
  expect((await verdictOf()).evidence).toContain('still used');
  world(0, rig.answers.now);
  await rig.after(minute);
  expect((await verdictOf()).state).toBe('rolling-back');
  await rig.after(3 * minute);
  const back = await verdictOf();
  expect(back).toMatchObject({ state: 'rolled-back', word: 'Rolled back' });
  expect(back.evidence).toContain('Letters already printed');
  expect(await rig.store.openRuns()).toEqual([]);
  const [item] = await rig.read('/api/rollouts', rolloutList);
  expect(item?.verdict.state).toBe('rolled-back');
});

it('calls no roll back confirmed while errors go on, and says that the toggle is off', async () => {
  world(10);
  await rig.after(30 * minute);
  await decide({ choice: 'roll-back' });
  rig.answers.allotments = { fees: 0 };
  world(10, rig.answers.now);
  await rig.after(5 * minute);
  expect(await verdictOf()).toMatchObject({
    state: 'rolling-back',
    next: expect.stringContaining('look for another cause'),
    evidence: expect.stringContaining('Fees failing is still over its limit: 50 of 100'),
  });
  world(0, rig.answers.now - 5 * minute);
  await rig.after(3 * minute);
  expect(await verdictOf()).toMatchObject({
    state: 'rolled-back',
    evidence: expect.stringContaining('Fees failing is back inside its limit: 0 of 100'),
  });
});

it('records a decision on an old verdict with Can’t tell, which needs a reason to advance', async () => {
  await rig.after(hour);
  rig.answers.now += 20 * minute;
  expect((await decide({ choice: 'advance', seenState: 'blind' })).status).toBe(422);
  const made = await decide({ choice: 'advance', seenState: 'blind', reason: 'Looked at the source.' });
  expect(journalEntry.parse(await made.json())).toMatchObject({
    evidence: { state: 'blind', tags: ['Out of date'] },
  });
});

it('confirms no roll back by two quiet minutes, and says what is still missing', async () => {
  world(0);
  await rig.after(30 * minute);
  await decide({ choice: 'roll-back', reason: 'The letters are wrong.' });
  rig.answers.allotments = { fees: 0 };
  world(0, rig.answers.now);
  await rig.after(2 * minute);
  expect(await verdictOf()).toMatchObject({
    state: 'rolling-back',
    evidence: expect.stringContaining(
      'Fees failing: too early to tell. 2 of 3 complete readings of 1 minute',
    ),
    next: 'The toggle is off. Wait until enough has been measured to say that the errors are gone.',
  });
  await rig.after(minute);
  expect(await verdictOf()).toMatchObject({
    state: 'rolled-back',
    evidence: expect.stringContaining('Fees failing is back inside its limit: 0 of 60'),
  });
});

it('never takes a toggle or a path it cannot see for rolled back', async () => {
  world(10);
  await rig.after(30 * minute);
  await decide({ choice: 'roll-back' });
  rig.answers.allotments = {};
  world(0, rig.answers.now);
  await rig.after(10 * minute);
  expect(await verdictOf()).toMatchObject({
    state: 'rolling-back',
    evidence: expect.stringContaining("can't be read"),
  });
  rig.answers.allotments = { fees: 0 };
  rig.answers.broken = 'all is lost';
  await rig.after(5 * minute);
  expect((await verdictOf()).state).not.toBe('rolled-back');
});

it('keeps the five fields of a rollback, and when it was resolved', async () => {
  world(10);
  await rig.after(30 * minute);
  const made = journalEntry.parse(
    await (
      await decide({ choice: 'roll-back', reason: 'Wrong totals', severity: 'many', tickets: ['A-1'] })
    ).json(),
  );
  expect(made).toMatchObject({
    reason: 'Wrong totals',
    at: rig.answers.now,
    rollback: { severity: 'many', tickets: ['A-1'] },
  });
  const path = `/api/rollouts/late-fees/decisions/${made.id}/resolved`;
  expect((await rig.post(path, { who: 'Ben', note: 'Fixed in 2.1' })).status).toBe(201);
  expect(
    (await rig.post('/api/rollouts/late-fees/decisions/none/resolved', { who: 'Ben', note: 'x' })).status,
  ).toBe(404);
  const log = await people();
  expect(log.map((one) => one.kind)).toEqual(['resolved', 'decision']);
});

it('extends a stage by the time decided', async () => {
  await rig.after(30 * minute);
  expect((await decide({ choice: 'extend', extendBy: hour })).status).toBe(201);
  expect(await rig.store.openRuns()).toMatchObject([{ length: 2 * hour }]);
  await rig.after(45 * minute);
  expect((await verdictOf()).state).toBe('watching');
  expect((await decide({ choice: 'extend' })).status).toBe(422);
});

it('takes a recorded advance back with a decision to hold', async () => {
  await rig.after(hour);
  await decide({ choice: 'advance' });
  await decide({ choice: 'hold', reason: 'A question came up' });
  expect((await verdictOf()).state).toBe('ready');
});

it('refuses a decision on what has changed, with both versions', async () => {
  const both = z.object({
    status: z.literal(409),
    yours: z.looseObject({}),
    theirs: z.nullable(z.looseObject({})),
  });
  await rig.after(20 * minute);
  expect((await decide({ choice: 'hold', seenDecisions: 0, seenState: 'watching' })).status).toBe(201);
  const late = await rig.post(`${half}/decisions`, { who: 'Ben', choice: 'hold', seenDecisions: 0 });
  expect(both.parse(await late.json())).toMatchObject({
    yours: { by: 'Ben' },
    theirs: { by: 'Ana', version: 1 },
  });
  const other = await decide({ choice: 'hold', seenState: 'ready' });
  expect(both.parse(await other.json())).toMatchObject({ theirs: { state: 'watching' } });
  expect(await rig.read(`${half}/decisions`, journal)).toHaveLength(1);
});

it('records each of many simultaneous decisions once or refuses it, and a repeated one once', async () => {
  await rig.after(20 * minute);
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) => decide({ choice: 'hold', id: `decision-${i % 4}` })),
  );
  const kept = await rig.read(`${half}/decisions`, journal);
  const decisions = kept.filter(
    (one): one is Extract<JournalEntry, { kind: 'decision' }> => one.kind === 'decision',
  );
  expect(new Set(decisions.map((one) => one.version)).size).toBe(decisions.length);
  expect(new Set(decisions.map((one) => one.id)).size).toBe(decisions.length);
  expect(answers.every((one) => one.status === 201 || one.status === 409)).toBe(true);
  expect(decisions.length).toBeGreaterThan(0);
});

it('has nothing to decide about a stage that does not run', async () => {
  const answer = await rig.post('/api/rollouts/late-fees/stages/all/decisions', {
    who: 'Ana',
    choice: 'hold',
  });
  expect(answer.status).toBe(409);
});

it('is complete after the last stage, and judged until the last check-in', async () => {
  rig.answers.allotments = { fees: 100 };
  await rig.after(hour);
  await rig.after(hour);
  const launch = { who: 'Ana', choice: 'advance', reason: 'The old path still serves letters' };
  await rig.post('/api/rollouts/late-fees/stages/all/decisions', launch);
  expect(await verdictOf('all')).toMatchObject({
    state: 'complete',
    evidence: expect.stringContaining('1 month'),
  });
  expect(await rig.store.openRuns()).toHaveLength(1);
  await rig.after(31 * 24 * hour);
  expect(await rig.store.openRuns()).toEqual([]);
  expect((await verdictOf('all')).state).toBe('complete');
});
