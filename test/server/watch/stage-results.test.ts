import { afterEach, expect, it } from 'vitest';
import { httpProblem } from '../../../src/contract/http-problem.ts';
import { reportView, type ReportView } from '../../../src/contract/report-view.ts';
import { debtPlan } from './debt-launch.ts';
import { hour, minute, serverRig, type ServerRig } from './server-rig.ts';

const base = '/api/rollouts/disputes';
const users = 'Number of unique users';
const downstream = 'Was any downstream service affected by the change?';

let rig: ServerRig;
afterEach(() => rig.close());

async function pass(ms: number): Promise<void> {
  await rig.after(ms);
  await rig.watcher.frozen();
}

/** Stage A has ended and is frozen; stage B runs. */
async function stageBRuns(): Promise<void> {
  rig = await serverRig({ plans: { disputes: debtPlan(null) } });
  rig.answers.allotments = { disputes: 1 };
  await pass(0);
  await pass(hour);
  await rig.post(`${base}/stages/stage-a/observations`, {
    who: 'Ben',
    topic: 'downstream',
    said: { kind: 'count', count: 3 },
    note: 'time-outs behind the form',
  });
  rig.answers.allotments = { disputes: 5 };
  await pass(minute);
  await pass(15 * minute);
}

const enter = (body: object, stage = 'stage-a'): Promise<Response> =>
  rig.post(`${base}/stages/${stage}/results`, { who: 'Ana', source: 'the sheet', ...body });
const report = (): Promise<ReportView> => rig.read(`${base}/report.json`, reportView);
const stageA = (markdown: string): string =>
  markdown.slice(markdown.indexOf('### Stage A'), markdown.indexOf('### Stage B'));

it('offers every label of a stage that has ended, with what is known of it and from where', async () => {
  await stageBRuns();
  const { stages } = await report();
  expect(stages.map((one) => one.stage)).toEqual(['stage-a']);
  expect(stages[0]?.labels).toEqual([
    { label: users, kind: 'text', value: 'Not measured', from: 'users' },
    { label: downstream, kind: 'pick', value: 'yes: 3: time-outs behind the form', from: 'observations' },
    { label: 'What changes (if any) are necessary?', kind: 'text', value: null, from: null },
  ]);
});

it('writes what a person knows into the plan, with source and author on record', async () => {
  await stageBRuns();
  expect((await enter({ do: 'result', label: users, text: '8' })).status).toBe(201);
  const view = await report();
  expect(stageA(view.markdown)).toContain(`- ${users}: 8\n`);
  expect(stageA(view.markdown)).toContain(`- ${downstream} yes: 3: time-outs behind the form\n`);
  expect(view.stages[0]?.entered).toMatchObject([
    { about: users, text: '8', source: 'the sheet', by: 'Ana', reason: null },
  ]);
});

it('is changed and taken back with a reason alone, and every step stays on record', async () => {
  await stageBRuns();
  await enter({ do: 'result', label: users, text: '8' });
  const bare = await enter({ do: 'result', label: users, text: '9' });
  expect(bare.status).toBe(422);
  expect(httpProblem.parse(await bare.json()).detail).toBe(
    '"8" stands there (entered). Say why it is set aside.',
  );
  expect((await enter({ do: 'result', label: users, text: '9', reason: 'One came late' })).status).toBe(201);
  expect(stageA((await report()).markdown)).toContain(`- ${users}: 9\n`);
  expect((await enter({ do: 'result', label: users, text: '', reason: 'A guess' })).status).toBe(201);
  const view = await report();
  expect(stageA(view.markdown)).toContain(`- ${users}: Not measured\n`);
  expect(view.stages[0]?.entered.map((one) => [one.text, one.reason])).toEqual([
    ['8', null],
    ['9', 'One came late'],
    ['', 'A guess'],
  ]);
});

it('sets aside what people reported only with a reason', async () => {
  await stageBRuns();
  expect((await enter({ do: 'result', label: downstream, text: 'no' })).status).toBe(422);
  const reason = 'Their own release';
  expect((await enter({ do: 'result', label: downstream, text: 'no', reason })).status).toBe(201);
  expect(stageA((await report()).markdown)).toContain(`- ${downstream} no\n`);
});

it.each([
  [{ do: 'result', label: 'Number of unique user', text: '8' }, 'stage-a', 422, 'Number of unique users'],
  [{ do: 'result', label: users, text: '' }, 'stage-a', 422, 'taken back'],
  [{ do: 'result', label: users, text: '8', source: ' ' }, 'stage-a', 422, 'source'],
  [{ do: 'result', label: users, text: '8', attempt: 2 }, 'stage-a', 409, 'attempt 2'],
  [{ do: 'result', label: users, text: '8' }, 'stage-b', 409, 'not ended'],
  [{ do: 'result', label: users, text: '8' }, 'stage-x', 404, 'stage-x'],
  [{ do: 'value', name: 'failures', text: 'some' }, 'stage-a', 422, 'no number'],
  [{ do: 'value', name: 'failure', text: '3' }, 'stage-a', 422, 'failures'],
])('refuses %j for %s', async (body, stage, status, said) => {
  await stageBRuns();
  const response = await enter(body, stage);
  expect(response.status).toBe(status);
  expect(JSON.stringify(await response.json())).toContain(said);
});

it('belongs to its attempt: a second run of the stage starts without it', async () => {
  await stageBRuns();
  await enter({ do: 'result', label: users, text: '8' });
  expect((await rig.post(`${base}/stages/stage-a/runs`, { who: 'Ana' })).status).toBe(201);
  await pass(hour);
  expect((await rig.post(`${base}/stages/stage-b/runs`, { who: 'Ana' })).status).toBe(201);
  await pass(minute);
  await pass(15 * minute);
  const { stages, markdown } = await report();
  expect(stages.filter((one) => one.stage === 'stage-a').map((one) => one.attempt)).toEqual([1, 2]);
  expect(stageA(markdown)).toContain(`- ${users}: Not measured\n`);
  const whole = await rig.read(`${base}/report.json?insert=1`, reportView);
  expect(whole.markdown).toMatch(/attempt 1\n\n- Number of unique users: 8\n/);
});
