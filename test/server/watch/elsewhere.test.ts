import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventsElsewhere } from '../../../src/contract/stage-events.ts';
import { minute, planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

const mine = '/api/rollouts/late-fees/stages/half';
const other = '/api/rollouts/other/stages/half';
let rig: ServerRig;

beforeEach(async () => {
  const markdown = planMarkdown('Other').replaceAll('fees', 'other');
  rig = await serverRig({ plans: { 'late-fees': planMarkdown(), other: markdown } });
  rig.answers.allotments = { fees: 50, other: 50 };
  await rig.after(0);
  await rig.after(minute);
});

afterEach(() => rig.close());

async function mark(path: string, note: string, from: number, to?: number): Promise<void> {
  const body = { who: 'Ana', what: to === undefined ? 'deploy' : 'planned outage', from, note };
  const answer = await rig.post(`${path}/events`, to === undefined ? body : { ...body, to });
  expect(answer.status).toBe(201);
}

async function notes(query = ''): Promise<readonly string[]> {
  const answer = await rig.app.request(`${mine}/events${query}`);
  expect(answer.status).toBe(200);
  return eventsElsewhere
    .parse(await answer.json())
    .map(({ title, entry }) => `${title}: ${entry.kind === 'event' ? entry.note : entry.kind}`);
}

it('tells what another rollout marked while the stage ran, and nothing of its own', async () => {
  const { now } = rig.answers;
  await mark(mine, 'Ours', now);
  await mark(other, 'Gateway 2', now - 10_000);
  await mark(other, 'Long over', now - 60 * minute, now - 50 * minute);
  await mark(other, 'Reaches into it', now - 60 * minute, now);
  expect(await notes()).toEqual(['Other: Gateway 2', 'Other: Reaches into it']);
});

it('at a past moment knows only what was known by then', async () => {
  const before = rig.answers.now;
  await rig.after(minute);
  await mark(other, 'Marked later', before);
  expect(await notes()).toEqual(['Other: Marked later']);
  expect(await notes(`?at=${before}`)).toEqual([]);
});

it('says nothing of a stage that never ran, and refuses what is no time', async () => {
  await mark(other, 'Gateway 2', rig.answers.now);
  const later = await rig.app.request('/api/rollouts/late-fees/stages/all/events');
  expect(await later.json()).toEqual([]);
  expect((await rig.app.request(`${mine}/events?at=soon`)).status).toBe(400);
});
