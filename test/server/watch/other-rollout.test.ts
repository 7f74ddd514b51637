import { afterEach, beforeEach, expect, it } from 'vitest';
import { minute, planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

const mine = '/api/rollouts/late-fees';
const other = '/api/rollouts/other';
let rig: ServerRig;

beforeEach(async () => {
  const markdown = planMarkdown('Other').replaceAll('fees', 'other');
  rig = await serverRig({ plans: { 'late-fees': planMarkdown(), other: markdown } });
  rig.answers.allotments = { fees: 50, other: 50 };
  await rig.after(0);
  await rig.after(minute);
});

afterEach(() => rig.close());

const idOf = async (path: string, body: object): Promise<string> => {
  const answer = await rig.post(path, { who: 'Ana', ...body });
  const made: unknown = await answer.json();
  return typeof made === 'object' && made !== null && 'id' in made ? String(made.id) : '';
};

interface Door {
  /** Makes the record in one rollout. @returns its id. */
  readonly make: () => Promise<string>;
  /** The way to it under a rollout. */
  readonly path: (rollout: string, id: string) => string;
  readonly body: object;
  readonly refused: number;
}

const doors: readonly (readonly [string, Door])[] = [
  [
    'run',
    {
      make: async () => (await rig.store.runsOf('late-fees'))[0]?.id ?? '',
      path: (rollout, id) => `${rollout}/stages/half/runs/${id}/end`,
      body: {},
      refused: 404,
    },
  ],
  [
    'decision',
    {
      make: () => idOf(`${mine}/stages/half/decisions`, { choice: 'roll-back', reason: 'Practice' }),
      path: (rollout, id) => `${rollout}/decisions/${id}/resolved`,
      body: { note: 'Done' },
      refused: 404,
    },
  ],
  [
    'event',
    {
      make: () =>
        idOf(`${mine}/stages/half/events`, {
          what: 'planned outage',
          from: rig.answers.now - minute,
          to: rig.answers.now,
        }),
      path: (rollout, id) => `${rollout}/stages/half/events/${id}/leave-out`,
      body: { reason: 'Planned' },
      refused: 422,
    },
  ],
];

it.each(doors)('refuses and logs a way through another rollout to a %s', async (_what, door) => {
  const id = await door.make();
  const before = await rig.store.journal('late-fees');
  const others = await rig.store.journal('other');
  const path = door.path(other, id);
  const answer = await rig.post(path, { who: 'Ana', ...door.body });
  expect(answer.status).toBe(door.refused);
  expect(rig.refusals).toEqual([expect.stringContaining(`POST ${path}`)]);
  expect(await rig.store.journal('late-fees')).toEqual(before);
  expect(await rig.store.journal('other')).toEqual(others);
  // The same through its own rollout is taken.
  expect((await rig.post(door.path(mine, id), { who: 'Ana', ...door.body })).ok).toBe(true);
});
