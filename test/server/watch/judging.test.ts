import { afterEach, beforeEach, expect, it } from 'vitest';
import { stageJudging, type StageJudging } from '../../../src/contract/judging.ts';
import { madePlan, madeServer, type MadeServer } from '../../support/made-server.ts';

const relative = madePlan.replace(
  '```\n',
  '  - { id: steady, ratio: [fails, tries], baseline: previous stage }\n  - { id: later, ratio: [fails, tries], limit: "< 1%", stages: [half] }\n```\n',
);
const minute = 60_000;
let server: MadeServer;

beforeEach(async () => {
  server = await madeServer();
  await server.post('/api/rollouts', {
    markdown: relative.replace(
      'criteria:',
      'contacts: [{ for: errors, hours: after, role: On call, ref: desk }]\ncriteria:',
    ),
    who: 'Owner',
  });
});

afterEach(() => server.close());

async function judgingOf(stage: string): Promise<StageJudging> {
  const response = await server.app.request(`/api/rollouts/parking-permits/stages/${stage}/judging`);
  expect(response.status).toBe(200);
  return stageJudging.parse(await response.json());
}

it('gives a stage that has not run its criteria and signals, and no run', async () => {
  const judging = await judgingOf('half');
  expect(judging.run).toBeNull();
  expect(judging.criteria.map((one) => [one.id, one.limit?.value ?? null])).toEqual([
    ['error-rate', 0.05],
    ['steady', null],
    ['later', 0.01],
  ]);
  expect(judging.signals.map((one) => one.id)).toEqual(['tries', 'fails']);
  expect(judging.past).toEqual({ previousStage: null, sameHours: [], lately: [] });
});

it('gives a running stage its run, only its own criteria, and what they are compared with', async () => {
  await server.post('/api/rollouts/parking-permits/stages/half/runs', { who: 'A monitor' });
  server.world.now += 30 * minute;
  await server.post('/api/rollouts/parking-permits/stages/all/runs', { who: 'A monitor' });
  const judging = await judgingOf('all');
  expect(judging.run).toMatchObject({ stage: 'all', attempt: 1, start: server.world.now, end: null });
  expect(judging.criteria.map((one) => one.id)).toEqual(['error-rate', 'steady']);
  expect(judging.past.previousStage).toMatchObject({
    label: 'Half',
    window: { from: server.world.now - 30 * minute, to: server.world.now },
  });
  expect(judging.past.previousStage?.series.map((one) => one.id)).toEqual(['tries', 'fails']);
});

it('holds nothing of people and no contacts', async () => {
  const response = await server.app.request('/api/rollouts/parking-permits/stages/half/judging');
  const text = await response.text();
  expect(text).not.toContain('On call');
  expect(text).not.toContain('desk');
});

it('answers an unknown stage with a problem that names the nearest', async () => {
  const response = await server.app.request('/api/rollouts/parking-permits/stages/hal/judging');
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('half');
});
