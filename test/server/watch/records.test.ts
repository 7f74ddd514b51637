import { afterEach, beforeEach, expect, it } from 'vitest';
import { askedPeopleList } from '../../../src/contract/asked-people.ts';
import { journal, journalEntry } from '../../../src/contract/journal.ts';
import { stageView } from '../../../src/contract/rollout.ts';
import type { Reading } from '../../../src/domain/verdict/reading.ts';
import type { Verdict } from '../../../src/domain/verdict/verdict.ts';
import { failedSeries, madeSeries } from '../../support/made-series.ts';
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
criteria:
  - { id: error-rate, label: Fees failing, ratio: [fails, tries], limit: "< 5%" }
  - { id: collapse, label: Most fees failing, ratio: [fails, tries], limit: "< 60%", breach: roll back }
  - { id: complaints, label: Complaints, ask: { text: Complaints, answer: count }, limit: "= 0" }
gates: [{ text: Confirm all forms, before: all }]
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

const verdictOf = async (): Promise<Verdict> => (await rig.read(half, stageView)).verdict;
const readingOf = async (id: string): Promise<Reading | undefined> =>
  (await verdictOf()).readings.find((one) => one.criterion === id);
const send = (what: string, body: object): Promise<Response> =>
  rig.post(`${half}/${what}`, { who: 'Ana', ...body });
/** The log, without what the watcher wrote. */
const people = async () =>
  (await rig.read('/api/rollouts/late-fees/log', journal)).filter((one) => one.by !== 'Stagewatch');
const none = { criterion: 'complaints', topic: 'complaints', said: { kind: 'count', count: 0 } };

it('tells what people are asked where a stage runs, and when they answered last', async () => {
  const asked = () => rig.read('/api/sources/people', askedPeopleList);
  const complaints = {
    rollout: { id: 'late-fees', title: 'Late fees' },
    example: false,
    stage: { id: 'half' },
    criterion: 'complaints',
    rhythm: 'Once in the stage',
    watched: false,
  };
  await rig.after(minute);
  expect(await asked()).toMatchObject([{ ...complaints, state: 'not-asked', answeredAt: null }]);
  const at = rig.answers.now;
  await send('observations', none);
  await rig.after(minute);
  expect(await asked()).toMatchObject([{ ...complaints, state: 'met', answeredAt: at }]);
  // Nobody has judged since: what was answered then is known, and whether it still stands is not.
  rig.answers.now += hour;
  expect(await asked()).toMatchObject([{ ...complaints, state: 'stale', answeredAt: at }]);
  await rig.after(minute);
  expect(await asked()).toMatchObject([{ state: 'met' }]);
  expect((await send('decisions', { choice: 'advance', reason: 'All is well' })).status).toBe(201);
  await rig.after(minute);
  expect(await rig.store.openRuns()).toHaveLength(1);
  expect(await asked()).toEqual([]);
});

it('says beside what is worse that it was decided to advance, and tells nobody not to', async () => {
  await rig.after(10 * minute);
  const decision = { choice: 'advance', reason: 'We take the risk' };
  expect((await send('decisions', decision)).status).toBe(201);
  rig.answers.series = (request) => failedSeries(request.id);
  await rig.after(20 * minute);
  const verdict = await verdictOf();
  expect(verdict).toMatchObject({
    state: 'blind',
    next: expect.stringMatching(/^Check Prometheus directly/),
    tags: ['Advance decided', expect.stringMatching(/^Waiting for Flipper for 20 minutes/)],
  });
  expect(verdict.also.map((one) => one.reason)).toContainEqual(
    expect.stringMatching(
      /^Ana decided to advance .*\. Advance was recorded 20 minutes ago, but Flipper still/,
    ),
  );
  expect(verdict.traffic.map((one) => one.evidence)).toEqual([expect.stringContaining('no longer judged')]);
});

it('holds for questions nobody answered and gates nobody closed, and is ready once they are', async () => {
  await rig.after(hour);
  expect(await verdictOf()).toMatchObject({ state: 'people', reason: expect.stringContaining('Complaints') });
  expect((await send('observations', none)).status).toBe(201);
  expect(await verdictOf()).toMatchObject({
    state: 'people',
    reason: expect.stringContaining('Confirm all forms'),
  });
  expect((await send('checks', { gate: 'Confirm all forms' })).status).toBe(201);
  expect((await verdictOf()).state).toBe('ready');
  await send('checks', { gate: 'Confirm all forms', closed: false, note: 'One was missing' });
  expect((await verdictOf()).state).toBe('people');
});

it('judges what people report, and keeps a correction beside what it corrects', async () => {
  const first = journalEntry.parse(
    await (await send('observations', { ...none, said: { kind: 'count', count: 3 } })).json(),
  );
  expect(await readingOf('complaints')).toMatchObject({ state: 'over', value: 3 });
  await send('observations', { ...none, corrects: first.id, note: 'Those were about another form' });
  expect(await readingOf('complaints')).toMatchObject({ state: 'met', value: 0 });
  const log = await people();
  expect(log.map((one) => one.kind === 'observation' && one.said)).toEqual([
    { kind: 'count', count: 0 },
    { kind: 'count', count: 3 },
  ]);
});

it('writes a report once, however often it is sent', async () => {
  for (let i = 0; i < 3; i += 1)
    expect(
      (await send('observations', { ...none, id: 'report-0001', said: { kind: 'count', count: 2 } })).status,
    ).toBe(201);
  expect(await readingOf('complaints')).toMatchObject({ value: 2 });
});

it.each([
  ['observations', { criterion: 'complains' }, 'Did you mean'],
  ['observations', { criterion: 'complaints' }, 'answered with count'],
  ['observations', { ...none, said: { kind: 'yes-no-na', answer: 'no' } }, 'answered with count'],
  ['observations', { ...none, said: { kind: 'count', count: -1 } }, 'said'],
  ['observations', { said: { kind: 'share', positive: 3, of: 2 } }, 'more than all'],
  ['observations', { ...none, corrects: 'nothing' }, 'No such observation'],
  ['checks', { gate: 'Confirm all form' }, 'Did you mean'],
  ['accepts', { criterion: 'error-rate', reason: '' }, 'reason'],
  ['accepts', { criterion: 'errors', reason: 'Known' }, 'No such criterion'],
  ['accepts', { criterion: 'error-rate', reason: 'Known' }, 'can’t be accepted'],
  ['events', { what: 'deploy', from: 5, to: 4 }, 'ends before'],
  ['events/none/leave-out', { reason: 'Known' }, 'No such event'],
])('refuses %s %o and says why', async (what, body, why) => {
  rig.answers.broken = 'all is lost';
  await rig.after(20 * minute);
  const answer = await send(what, body);
  expect([answer.status, (await answer.text()).replaceAll("'", '’')]).toEqual([
    422,
    expect.stringContaining(why),
  ]);
  expect(await people()).toEqual([]);
});

it('lifts the hold of a criterion somebody accepted, names them, and ends it after a day', async () => {
  rig.answers.series = (request) => flat(request, rig.answers.now, 2);
  await rig.after(30 * minute);
  expect((await verdictOf()).state).toBe('over');
  expect((await send('accepts', { criterion: 'error-rate', reason: 'Known and small' })).status).toBe(201);
  expect((await verdictOf()).state).toBe('watching');
  expect(await readingOf('error-rate')).toMatchObject({
    state: 'over',
    accepted: { by: 'Ana', reason: 'Known and small' },
  });
  await rig.after(24 * hour);
  expect((await readingOf('error-rate'))?.accepted).toBeNull();
});

it('leaves a planned outage out once somebody decides so, and counts it again when they take that back', async () => {
  const from = rig.answers.now + 10 * minute;
  const to = from + 10 * minute;
  rig.answers.series = (request) => {
    const whole = flat(request, rig.answers.now, 0);
    if (request.id !== 'fails' || whole.status === 'error') return whole;
    const { start, width, values } = whole.data;
    const during = (i: number): boolean => start + i * width >= from && start + i * width < to;
    return madeSeries({ id: 'fails', start, width, values: values.map((n, i) => (during(i) ? 10 : n)) });
  };
  await rig.after(40 * minute);
  expect((await readingOf('error-rate'))?.state).toBe('over');
  const event = journalEntry.parse(await (await send('events', { what: 'planned outage', from, to })).json());
  expect((await readingOf('error-rate'))?.state).toBe('over');
  await send(`events/${event.id}/leave-out`, { reason: 'The lender was down as announced' });
  expect(await readingOf('error-rate')).toMatchObject({ state: 'met', value: 0 });
  await send(`events/${event.id}/leave-out`, { reason: 'It was our fault after all', leftOut: false });
  expect((await readingOf('error-rate'))?.state).toBe('over');
});

it('leaves out nothing but planned outages', async () => {
  const deploy = journalEntry.parse(
    await (await send('events', { what: 'deploy', from: rig.answers.now })).json(),
  );
  expect((await send(`events/${deploy.id}/leave-out`, { reason: 'Noise' })).status).toBe(422);
});

const decided = async (choice: string): Promise<string> =>
  journalEntry.parse(await (await send('decisions', { choice, reason: 'Said so' })).json()).id;
const complete = (decision: string): Promise<Response> =>
  rig.post(`/api/rollouts/late-fees/decisions/${decision}/rollback-record`, {
    who: 'Ana',
    severity: 'Ninety people saw an error',
    tickets: ['A-1'],
  });

it('completes the record of a rollback later, and refuses that of any other decision', async () => {
  expect((await complete(await decided('hold'))).status).toBe(404);
  const back = await decided('roll-back');
  expect((await complete(back)).status).toBe(201);
  expect((await people())[0]).toMatchObject({
    kind: 'rollback-record',
    decision: back,
    severity: 'Ninety people saw an error',
    tickets: ['A-1'],
    by: 'Ana',
  });
});

it('tells the page what the plan asks of people, and who closed a gate', async () => {
  const asked = async () => (await rig.read(half, stageView)).people;
  expect(await asked()).toEqual({
    asks: [{ criterion: 'complaints', label: 'Complaints', text: 'Complaints', answer: 'count' }],
    gates: [{ text: 'Confirm all forms', closed: null }],
    checklist: [],
    watch: { by: null, offered: null },
    notRun: null,
    turnOff: ['fees'],
    toggleLinks: {},
    notUndone: [],
  });
  await send('checks', { gate: 'Confirm all forms', note: 'All of them' });
  expect((await asked()).gates[0]?.closed).toMatchObject({ by: 'Ana', note: 'All of them' });
  await send('checks', { gate: 'Confirm all forms', closed: false });
  expect((await asked()).gates[0]?.closed).toBeNull();
  // The gate stands before the second stage, not after it.
  expect((await rig.read('/api/rollouts/late-fees/stages/all', stageView)).people.gates).toEqual([]);
});
