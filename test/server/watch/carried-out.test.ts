import { afterEach, beforeEach, expect, it } from 'vitest';
import { journal, type JournalEntry } from '../../../src/contract/journal.ts';
import { minute, planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

let rig: ServerRig;

afterEach(() => rig.close());

const half = '/api/rollouts/late-fees/stages/half';

async function lines(kind: JournalEntry['kind']): Promise<readonly JournalEntry[]> {
  const log = await rig.read('/api/rollouts/late-fees/log', journal);
  return log.filter((one) => one.kind === kind);
}

beforeEach(async () => {
  rig = await serverRig({ plans: { 'late-fees': planMarkdown() } });
  rig.answers.allotments = { fees: 50 };
  await rig.after(0);
  await rig.after(10 * minute);
});

const decide = async (choice: string): Promise<void> => {
  const answer = await rig.post(`${half}/decisions`, { who: 'Ana', choice, reason: 'So decided' });
  expect(answer.status).toBe(201);
};

it('is timed once Flipper shows an advance', async () => {
  await decide('advance');
  await rig.after(2 * minute);
  expect(await lines('carried-out')).toEqual([]);
  rig.answers.allotments = { fees: 100 };
  await rig.after(2 * minute);
  expect(await lines('carried-out')).toMatchObject([{ after: 4 * minute, stage: 'half', by: 'Stagewatch' }]);
  await rig.after(2 * minute);
  expect(await lines('carried-out')).toHaveLength(1);
});

it('is timed once Flipper shows a roll back', async () => {
  await decide('roll-back');
  rig.answers.allotments = { fees: 0 };
  await rig.after(3 * minute);
  expect(await lines('carried-out')).toMatchObject([{ after: 3 * minute }]);
});

it('is not said to be carried out where something else was decided last', async () => {
  await decide('advance');
  await decide('hold');
  rig.answers.allotments = { fees: 100 };
  await rig.after(2 * minute);
  expect(await lines('carried-out')).toEqual([]);
});
