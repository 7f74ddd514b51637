import { afterEach, beforeEach, expect, it } from 'vitest';
import { journal } from '../../../src/contract/journal.ts';
import { stageView, type StageView } from '../../../src/contract/rollout.ts';
import { minute, planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

const base = '/api/rollouts/late-fees';
let rig: ServerRig;

beforeEach(async () => {
  rig = await serverRig({ plans: { 'late-fees': planMarkdown() } });
  rig.answers.allotments = { fees: 0 };
  await rig.after(0);
});

afterEach(() => rig.close());

/** The toggle goes to a percentage, and a pass of the watcher sees it. */
async function setTo(percent: number): Promise<void> {
  rig.answers.allotments = { fees: percent };
  await rig.after(minute);
}

const unannounced = ({ verdict }: StageView): readonly string[] =>
  [verdict, ...verdict.also].map(({ reason }) => reason).filter((one) => one.includes('nobody announced'));

const view = (stage: string): Promise<StageView> => rig.read(`${base}/stages/${stage}`, stageView);

async function changes(): Promise<readonly unknown[]> {
  const log = await rig.read(`${base}/log`, journal);
  return log.flatMap((one) => (one.kind === 'allotment' ? [[one.toggle, one.from, one.to, one.origin]] : []));
}

it('keeps every change of a toggle in the log, and what was first seen of it out of it', async () => {
  expect(await changes()).toEqual([]);
  await setTo(50);
  await setTo(50);
  await setTo(25);
  expect(await changes()).toEqual([
    ['fees', 50, 25, 'flipper'],
    ['fees', 0, 50, 'flipper'],
  ]);
});

it('takes the first step of the plan for announced', async () => {
  await setTo(50);
  await rig.after(10 * minute);
  expect(unannounced(await view('half'))).toEqual([]);
});

it('warns of a step that nobody decided, after its settling time, and opens its stage all the same', async () => {
  await setTo(50);
  await rig.after(20 * minute);
  await setTo(100);
  expect(unannounced(await view('all'))).toEqual([]);
  await rig.after(3 * minute);
  const stage = await view('all');
  expect(unannounced(stage)).toEqual(['`fees` was changed from 50% to 100%, and nobody announced it.']);
  expect(stage.verdict.state).toBe('people');
});

it.each([
  [
    'a decision to advance',
    `${base}/stages/half/decisions`,
    { who: 'Ana', choice: 'advance', reason: 'It is time.' },
  ],
  ['a percentage entered by hand', `${base}/allotment`, { who: 'Ana', toggle: 'fees', percent: 100 }],
])('says nothing after %s', async (_name, path, body) => {
  await setTo(50);
  await rig.after(61 * minute);
  expect((await rig.post(path, body)).status).toBe(201);
  await setTo(100);
  await rig.after(5 * minute);
  expect(unannounced(await view('all'))).toEqual([]);
});

it('is satisfied by whoever announces it afterwards', async () => {
  await setTo(50);
  await rig.after(20 * minute);
  await setTo(100);
  await rig.after(5 * minute);
  expect(unannounced(await view('all'))).toHaveLength(1);
  await rig.post(`${base}/allotment`, { who: 'Ana', toggle: 'fees', percent: 100 });
  await rig.after(minute);
  expect(unannounced(await view('all'))).toEqual([]);
});

it('warns beside a toggle that does not match, so that both are seen', async () => {
  await setTo(50);
  await rig.after(20 * minute);
  await setTo(10);
  await rig.after(5 * minute);
  const stage = await view('half');
  expect(stage.verdict.state).toBe('off-plan');
  expect(unannounced(stage)).toEqual(['`fees` was changed from 50% to 10%, and nobody announced it.']);
});

it('takes no failure to read for a change', async () => {
  await setTo(50);
  rig.answers.allotments = {};
  await rig.after(minute);
  await setTo(50);
  await rig.after(5 * minute);
  expect(await changes()).toEqual([['fees', 0, 50, 'flipper']]);
});
