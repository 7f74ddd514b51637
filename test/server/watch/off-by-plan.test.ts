import { afterEach, beforeEach, expect, it } from 'vitest';
import { stageView, type StageView } from '../../../src/contract/rollout.ts';
import { madePlan, madeServer, type MadeServer } from '../../support/made-server.ts';

const minute = 60_000;
let server: MadeServer;

/** The made plan with a pause after its first stage: a ramp that goes off on purpose before it goes on. */
const paused = madePlan.replace(
  /^(\s*- \{ id: all,)/m,
  '  - { id: pause, label: "Off until Monday", off: true }\n$1',
);

beforeEach(async () => {
  server = await madeServer();
  const posted = await server.post('/api/rollouts', { markdown: paused, who: 'Owner' });
  if (!posted.ok) throw new Error(await posted.text());
});

afterEach(() => server.close());

async function view(stage: string): Promise<StageView> {
  const answer = await server.app.request(`/api/rollouts/parking-permits/stages/${stage}`);
  return stageView.parse(await answer.json());
}

async function after(minutes: number): Promise<void> {
  server.world.now += minutes * minute;
  await server.watcher.pass();
}

it('a toggle that goes off when its hour is up is off by plan, and comes back with the next stage', async () => {
  await after(0);
  await after(60);
  server.world.percent = 0;
  await after(1);
  const off = await view('pause');
  expect(off.verdict.word).toBe('Off by plan');
  expect(off.run).toMatchObject({ openedBy: 'allotment', end: null });
  expect((await view('half')).run?.end).not.toBeNull();
  server.world.percent = 100;
  await after(1);
  await after(5);
  expect((await view('all')).run).toMatchObject({ openedBy: 'allotment', end: null });
});

it('a toggle that is pulled back in mid-stage is not off by plan', async () => {
  await after(0);
  await after(20);
  server.world.percent = 0;
  await after(5);
  expect((await view('half')).verdict.word).toBe("Hold: toggle doesn't match");
  expect((await view('pause')).run).toBeNull();
});

it('a toggle that is on again while the plan has it off is a mismatch', async () => {
  await after(0);
  await after(60);
  server.world.percent = 0;
  await after(1);
  server.world.percent = 50;
  await after(5);
  expect((await view('pause')).verdict.word).toBe("Hold: toggle doesn't match");
});
