import { afterEach, beforeEach, expect, it } from 'vitest';
import { journal } from '../../../src/contract/journal.ts';
import { stageView } from '../../../src/contract/rollout.ts';
import { madeSeries } from '../../support/made-series.ts';
import { flat, hour, minute, planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

const half = '/api/rollouts/late-fees/stages/half';
let rig: ServerRig;
let start: number;

beforeEach(async () => {
  rig = await serverRig({ plans: { 'late-fees': planMarkdown().replaceAll('length: 1h', 'length: 6h') } });
  rig.answers.allotments = { fees: 50 };
  start = rig.answers.now;
  await rig.after(0);
  for (let i = 0; i < 10; i += 1) await rig.after(minute);
});

afterEach(() => rig.close());

/** Everything failed from one minute to another, and nothing before or after. */
function failedBetween(from: number, to: number): void {
  rig.answers.series = (request) => {
    const whole = flat(request, rig.answers.now);
    if (request.id !== 'fails' || whole.status === 'error') return whole;
    const { width, values } = whole.data;
    const values2 = values.map((n, i) => (i >= from && i < to ? 20 : n));
    return madeSeries({ id: 'fails', start: whole.data.start, width, values: values2 });
  };
}

it('finds a limit that broke and came back while nobody watched, dated when it broke', async () => {
  failedBetween(20, 30);
  await rig.after(5 * hour);
  const { verdict } = await rig.read(half, stageView);
  expect(verdict.state).toBe('roll-back');
  expect(verdict.latches[0]?.since).toBeLessThan(start + 35 * minute);
  const [newest] = (await rig.store.transitions('late-fees', 'half', start + 40 * minute, 5)).map(
    (one) => one.verdict,
  );
  expect(newest).toMatchObject({ state: 'roll-back', tags: ['Judged afterwards'] });
});

it('marks the time in which nobody watched', async () => {
  const last = rig.answers.now;
  await rig.after(hour);
  const log = await rig.read('/api/rollouts/late-fees/log', journal);
  expect(log).toMatchObject([{ kind: 'gap', from: last, to: rig.answers.now, by: 'Stagewatch' }]);
});

it('marks nothing and looks back at nothing after the usual wait', async () => {
  for (let i = 0; i < 5; i += 1) await rig.after(2 * minute);
  expect(await rig.read('/api/rollouts/late-fees/log', journal)).toEqual([]);
});

/** Every change of state, as minutes since the start. */
const states = async (one: ServerRig): Promise<readonly string[]> =>
  (await one.store.transitions('late-fees', 'half', Infinity, 20)).map(
    ({ at, verdict }) => `${at - start} ${verdict.state}`,
  );

it('says the same after a gap as it would have said without one', async () => {
  failedBetween(20, 30);
  const watched = await serverRig({
    plans: { 'late-fees': planMarkdown().replaceAll('length: 1h', 'length: 6h') },
  });
  watched.answers.allotments = { fees: 50 };
  watched.answers.series = (request) => rig.answers.series(request, new AbortController().signal);
  await watched.after(0);
  for (let i = 0; i < 60; i += 1) {
    rig.answers.now = watched.answers.now + minute;
    await watched.after(minute);
  }
  await rig.watcher.pass();
  expect(await states(rig)).toEqual(await states(watched));
  await watched.close();
});
