import { afterEach, beforeEach, expect, it } from 'vitest';
import { rolloutList, stageView, verdictHistory, type StageView } from '../../../src/contract/rollout.ts';
import { madePlan, madeServer, type MadeServer } from '../../support/made-server.ts';

const minute = 60_000;
const stage = '/api/rollouts/parking-permits/stages/half';
let server: MadeServer;

beforeEach(async () => {
  server = await madeServer();
  await server.post('/api/rollouts', { markdown: madePlan, who: 'Owner' });
});

afterEach(() => server.close());

async function view(path = stage): Promise<StageView> {
  const answer = await server.app.request(path);
  return stageView.parse(await answer.json());
}

/** Lets time pass, with a pass of the watcher at its end. */
async function after(minutes: number): Promise<void> {
  server.world.now += minutes * minute;
  await server.watcher.pass();
}

it('opens the run of the stage the toggle has reached, and judges it from watching to ready', async () => {
  await after(0);
  await after(20);
  expect((await view()).verdict.word).toBe('Keep watching');
  await after(40);
  const ready = await view();
  expect(ready.verdict.word).toBe('Ready to advance');
  expect(ready.run).toMatchObject({ openedBy: 'allotment', attempt: 1, end: null });
});

it('moves on with the toggle: the next stage opens and the former ends', async () => {
  await after(0);
  await after(30);
  server.world.percent = 100;
  await after(1);
  expect((await view()).run?.end).not.toBeNull();
  expect((await view('/api/rollouts/parking-permits/stages/all')).run).toMatchObject({
    openedBy: 'allotment',
    end: null,
  });
});

it('opens no second attempt by itself when the toggle is set back: it holds instead', async () => {
  server.world.percent = 100;
  await after(0);
  await after(10);
  server.world.percent = 50;
  await after(10);
  const all = await view('/api/rollouts/parking-permits/stages/all');
  expect(all.verdict.word).toBe("Hold: toggle doesn't match");
  expect((await view()).run).toBeNull();
});

it("can't tell while the source is down, and recovers with it", async () => {
  await after(0);
  await after(20);
  server.world.down = true;
  await after(1);
  expect((await view()).verdict.word).toBe("Can't tell");
  server.world.down = false;
  await after(1);
  expect((await view()).verdict.word).toBe('Keep watching');
});

it("keeps Roll back when its source dies, with Can't tell under Also", async () => {
  await after(0);
  server.world.share = 0.5;
  await after(20);
  server.world.down = true;
  await after(1);
  const { verdict } = await view();
  expect([verdict.word, verdict.also.map((cause) => cause.state)]).toEqual(['Roll back', ['blind']]);
  expect(verdict.evidence).toContain('200 of 400');
});

it("turns a judgement that fails into Can't tell, never into a pass", async () => {
  await after(0);
  await after(20);
  server.world.throws = true;
  await after(1);
  const { verdict } = await view();
  expect(verdict.word).toBe("Can't tell");
  expect(verdict.evidence).toContain('the proxy broke');
});

it('keeps Roll back even when judging itself fails', async () => {
  await after(0);
  server.world.share = 0.5;
  await after(20);
  server.world.throws = true;
  await after(1);
  expect((await view()).verdict).toMatchObject({ state: 'roll-back', also: [{ state: 'blind' }] });
});

it('judges no run twice at once, and none before it is due', async () => {
  await after(0);
  const before = server.world.reads;
  await Promise.all([server.watcher.pass(), server.watcher.pass()]);
  expect(server.world.reads).toBe(before);
  server.world.now += 2 * minute;
  await Promise.all([server.watcher.pass(), server.watcher.pass()]);
  expect(server.world.reads).toBe(before + 1);
});

it('records every change of state once, tells open pages, and shows the stage as it stood', async () => {
  await after(0);
  await after(20);
  const calm = server.world.now;
  server.world.share = 0.5;
  await after(20);
  await after(1);
  const history = verdictHistory.parse(await (await server.app.request(`${stage}/verdicts`)).json());
  expect(history.map((entry) => entry.state)).toEqual(['roll-back', 'watching', 'starting']);
  const frozen = await view(`${stage}?at=${new Date(calm).toISOString()}`);
  expect([frozen.at, frozen.verdict.word]).toEqual([calm, 'Keep watching']);
  expect(server.changes.at(-1)).toMatchObject({
    rollout: 'parking-permits',
    stage: 'half',
    state: 'roll-back',
  });
});

it('never shows a green state in the list while the source is down', async () => {
  await after(0);
  await after(61);
  server.world.down = true;
  await after(1);
  const list = rolloutList.parse(await (await server.app.request('/api/rollouts')).json());
  expect(list[0]).toMatchObject({
    id: 'parking-permits',
    stage: { id: 'half', percent: 50 },
    verdict: { state: 'blind' },
  });
});

it('opens one run only, however many ask at once', async () => {
  server.world.percent = 0;
  const answers = await Promise.all(
    [1, 2, 3].map((n) => server.post(`${stage}/runs`, { who: `Monitor ${n}` })),
  );
  expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
  expect(await server.store.openRuns()).toHaveLength(1);
});

it('records nothing of a reading it gave up to stop', async () => {
  await after(0);
  await after(20);
  const before = await server.store.transitions('parking-permits', 'half', server.world.now, 10);
  server.world.down = true;
  server.world.now += 5 * minute;
  const passing = server.watcher.pass();
  await server.watcher.stop();
  await passing;
  expect(await server.store.transitions('parking-permits', 'half', server.world.now, 10)).toEqual(before);
});

it("can't tell of a run whose stage a newer plan has lost", async () => {
  await after(0);
  await after(20);
  // At a percentage no stage plans, nothing else is opened in its place.
  server.world.percent = 70;
  await server.post('/api/rollouts', {
    markdown: madePlan.replaceAll('half', 'first'),
    who: 'Owner',
    id: 'parking-permits',
  });
  await after(2);
  const list = rolloutList.parse(await (await server.app.request('/api/rollouts')).json());
  expect(list[0]?.verdict).toMatchObject({ state: 'blind', reason: expect.stringContaining('"half"') });
});
