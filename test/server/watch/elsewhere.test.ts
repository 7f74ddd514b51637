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
    .entries.map(({ title, entry }) => `${title}: ${entry.kind === 'event' ? entry.note : entry.kind}`);
}

it('tells what another rollout marked while the stage ran, and nothing of its own', async () => {
  const { now } = rig.answers;
  await mark(mine, 'Ours', now);
  await mark(other, 'Gateway 2', now - 10_000);
  await mark(other, 'Long over', now - 60 * minute, now - 50 * minute);
  await mark(other, 'Reaches into it', now - 60 * minute, now);
  expect(await notes()).toEqual(['Other: Reaches into it', 'Other: Gateway 2']);
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
  expect(await later.json()).toEqual({ entries: [], leftOut: [] });
  expect((await rig.app.request(`${mine}/events?at=soon`)).status).toBe(400);
});

/** Toggle changes of the other rollout, one a second from an instant on. */
async function changes(count: number, from: number, name: string): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await rig.store.append({
      id: `${name}-${i}`,
      rollout: 'other',
      stage: null,
      run: null,
      at: from + i * 1_000,
      by: 'Flipper',
      kind: 'allotment',
      toggle: 'spare',
      from: i,
      to: i + 1,
      origin: 'flipper',
    });
  }
}

it('loses nothing of the run to what another rollout did later or before', async () => {
  const { now } = rig.answers;
  await mark(other, 'Gateway 2', now - 10_000);
  await changes(60, now - 24 * 60 * minute, 'before');
  await rig.after(minute);
  const [run] = await rig.store.openRuns().then((all) => all.filter((one) => one.rollout === 'late-fees'));
  await rig.store.endRun(run?.id ?? '', rig.answers.now, 'Ana');
  await changes(60, rig.answers.now + minute, 'after');
  rig.answers.now += 60 * minute;
  expect(await notes()).toEqual(['Other: Gateway 2']);
});

it('tells the newest where one rollout marked too much, and how much is left out', async () => {
  const { now } = rig.answers;
  await changes(53, now, 'much');
  await rig.after(minute);
  const answer = eventsElsewhere.parse(await (await rig.app.request(`${mine}/events`)).json());
  expect(answer.entries).toHaveLength(50);
  expect(answer.entries[0]?.entry.id).toBe('much-3');
  expect(answer.leftOut).toEqual([{ rollout: 'other', title: 'Other', count: 3 }]);
});
