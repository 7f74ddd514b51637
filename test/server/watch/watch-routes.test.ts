import { afterEach, beforeEach, expect, it } from 'vitest';
import { journal } from '../../../src/contract/journal.ts';
import { rollout, rolloutList, stageView, type StageView } from '../../../src/contract/rollout.ts';
import { runRecords } from '../../../src/server/watch/loop/run-records.ts';
import { flat, minute, serverRig, type ServerRig } from './server-rig.ts';

const plan = `# Late fees

## Prerequisites

- [ ] The call center knows

\`\`\`stagewatch
toggles: [{ key: fees, settle: 1m }]
stages:
  - { id: canary, actors: 3, length: 1h }
  - { id: half, percent: 50, length: 1h }
  - { id: all, percent: 100, length: 1h }
signals:
  tries: { source: prometheus, kind: counter, query: tries_total }
  fails: { source: prometheus, kind: counter, query: fails_total }
criteria:
  - { id: error-rate, label: Fees failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }
gates: [{ text: "Confirm all forms", before: all }]
\`\`\`
`;

const stages = '/api/rollouts/late-fees/stages';
let rig: ServerRig;

beforeEach(async () => {
  rig = await serverRig({ plans: { 'late-fees': plan } });
  rig.answers.allotments = { fees: 50 };
  await rig.post(`${stages}/half/runs`, { who: 'Ana' });
  await rig.after(minute);
});

afterEach(() => rig.close());

const peopleOf = async (stage = 'half'): Promise<StageView['people']> =>
  (await rig.read(`${stages}/${stage}`, stageView)).people;

it('names who watches, and hands the watch over with how the stage stood', async () => {
  expect((await peopleOf()).watch).toEqual({ by: null, offered: null });
  await rig.post(`${stages}/half/watch`, { who: 'Ana' });
  await rig.after(minute);
  const offered = await rig.post(`${stages}/half/watch`, { who: 'Ana', to: 'Ben', note: 'The gateway' });
  expect(offered.status).toBe(201);
  const { watch } = await peopleOf();
  expect(watch?.by?.by).toBe('Ana');
  expect(watch?.offered).toMatchObject({ to: 'Ben', by: 'Ana', note: 'The gateway' });
  expect(watch?.offered?.stood).toMatch(
    /^(Keep watching|Starting|Can't tell)\..* Last judged Monday, July 28, 2025, 9:02 a\.m\. ET.*\. No alert is open\. Open before the next stage: Confirm all forms\.$/,
  );
  await rig.post(`${stages}/half/watch`, { who: 'Ben' });
  expect((await peopleOf()).watch).toMatchObject({ by: { by: 'Ben' }, offered: null });
});

it('hands over no verdict that nobody has judged again in time: it is Can’t tell, and says from when it is', async () => {
  for (let i = 0; i < 40; i += 1) await rig.after(minute);
  rig.answers.now += 20 * minute;
  await rig.post(`${stages}/half/watch`, { who: 'Ana', to: 'Ben', note: 'x' });
  const stood = (await peopleOf()).watch?.offered?.stood;
  expect(stood).toMatch(
    /^Can't tell\. This verdict is from 9:41 a\.m\. ET, and nothing newer has arrived\. What it said then: Keep watching\./,
  );
  expect(stood).toContain('Last judged Monday, July 28, 2025, 9:41 a.m. ET');
  expect(stood).not.toContain('Closest to its limit');
});

it('keeps a roll back first in a hand-over, and says that nobody has judged since', async () => {
  rig.answers.series = (request) => flat(request, rig.answers.now, 15);
  for (let i = 0; i < 10; i += 1) await rig.after(minute);
  rig.answers.now += 20 * minute;
  await rig.post(`${stages}/half/watch`, { who: 'Ana', to: 'Ben', note: 'x' });
  expect((await peopleOf()).watch?.offered?.stood).toMatch(
    /^Roll back\. .* This verdict is from 9:11 a\.m\. ET, and nothing newer has arrived\. Last judged/,
  );
});

it('names who watches in the list and in the overview too, and nobody once the run is over', async () => {
  const told = async (): Promise<readonly unknown[]> => [
    (await rig.read('/api/rollouts', rolloutList)).find((one) => one.id === 'late-fees')?.watch,
    (await rig.read('/api/rollouts/late-fees', rollout)).watch,
  ];
  expect(await told()).toEqual([
    { by: null, offeredTo: null },
    { by: null, offeredTo: null },
  ]);
  await rig.post(`${stages}/half/watch`, { who: 'Ana' });
  await rig.after(minute);
  await rig.post(`${stages}/half/watch`, { who: 'Ana', to: 'Ben' });
  expect(await told()).toEqual([
    { by: 'Ana', offeredTo: 'Ben' },
    { by: 'Ana', offeredTo: 'Ben' },
  ]);
  const [open] = await rig.store.openRuns();
  await rig.post(`${stages}/half/runs/${open?.id}/end`, { who: 'Ana' });
  expect(await told()).toEqual([null, null]);
});

it('has nobody watch a stage that does not run', async () => {
  expect((await rig.post(`${stages}/all/watch`, { who: 'Ana' })).status).toBe(409);
});

it('keeps on record that a stage could not be run, and calls it neither passed nor waiting', async () => {
  const reason = 'There are no internal users in production.';
  expect((await rig.post(`${stages}/canary/not-run`, { who: 'Ana', reason: '' })).status).toBe(422);
  expect((await rig.post(`${stages}/canary/not-run`, { who: 'Ana', reason })).status).toBe(201);
  const { verdict, people } = await rig.read(`${stages}/canary`, stageView);
  expect(verdict).toMatchObject({
    state: 'not-started',
    word: 'Not run',
    reason: `This stage could not be run: ${reason}`,
    evidence: expect.stringContaining('proves nothing'),
  });
  expect(people.notRun).toMatchObject({ by: 'Ana', note: reason });
  const ladder = await rig.read('/api/rollouts/late-fees', rollout);
  expect(ladder.stages[0]?.verdict.word).toBe('Not run');
});

it('takes back nothing that ran: a stage with a run is decided about', async () => {
  expect((await rig.post(`${stages}/half/not-run`, { who: 'Ana', reason: 'No.' })).status).toBe(422);
});

it('forgets that a stage could not be run once it runs', async () => {
  await rig.post(`${stages}/canary/not-run`, { who: 'Ana', reason: 'Nobody.' });
  const [open] = await rig.store.openRuns();
  await rig.post(`${stages}/half/runs/${open?.id}/end`, { who: 'Ana' });
  await rig.post(`${stages}/canary/runs`, { who: 'Ana' });
  const { verdict, people } = await rig.read(`${stages}/canary`, stageView);
  expect(verdict.word).not.toBe('Not run');
  expect(people.notRun).toBeNull();
});

it('ticks a box of the plan under a name, and opens it again', async () => {
  const text = 'The call center knows';
  await rig.post(`${stages}/half/checks`, { who: 'Ana', gate: text, box: true, note: 'Told on Monday' });
  expect((await peopleOf()).checklist).toMatchObject([
    { text, ticked: false, section: 'Prerequisites', done: { by: 'Ana', note: 'Told on Monday' } },
  ]);
  await rig.post(`${stages}/half/checks`, { who: 'Ben', gate: text, box: true, closed: false });
  expect((await peopleOf()).checklist?.[0]?.done).toBeNull();
  const log = await rig.read('/api/rollouts/late-fees/log', journal);
  expect(log.filter((one) => one.kind === 'check').map((one) => one.by)).toEqual(['Ben', 'Ana']);
});

it('closes no gate by a box that says the same', async () => {
  await rig.close();
  rig = await serverRig({
    plans: { 'late-fees': plan.replace('The call center knows', 'Confirm all forms') },
  });
  rig.answers.allotments = { fees: 50 };
  await rig.post(`${stages}/half/runs`, { who: 'Ana' });
  await rig.after(minute);
  const box = { who: 'Ana', gate: 'Confirm all forms', box: true };
  expect((await rig.post(`${stages}/half/checks`, box)).status).toBe(201);
  const { checklist, gates } = await peopleOf();
  expect(checklist?.[0]?.done).toMatchObject({ by: 'Ana' });
  expect(gates).toEqual([{ text: 'Confirm all forms', closed: null }]);
  const [run] = await rig.store.openRuns();
  if (run === undefined) throw new Error('nothing runs');
  expect((await runRecords(rig.store, run)).closedGates).toEqual([]);
  await rig.post(`${stages}/half/checks`, { who: 'Ben', gate: 'Confirm all forms' });
  expect((await runRecords(rig.store, run)).closedGates).toEqual(['Confirm all forms']);
});

it('keeps what a round of testing found', async () => {
  const uat = { users: 3, bugsFound: 2, bugsFixed: 1, downstream: 'no' };
  const body = { who: 'Ana', topic: 'test cases', note: 'On a call', ticket: 'FEES-7', uat };
  expect((await rig.post(`${stages}/canary/observations`, body)).status).toBe(201);
  const log = await rig.read('/api/rollouts/late-fees/log', journal);
  const line = log.find((one) => one.kind === 'observation');
  expect(line).toMatchObject({ stage: 'canary', run: null, ticket: 'FEES-7', uat });
});

it('links a toggle to Flipper only where its address is known', async () => {
  expect((await peopleOf()).toggleLinks).toEqual({});
});
