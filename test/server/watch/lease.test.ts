import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLease } from '../../../src/server/watch/loop/lease.ts';
import { openEmbeddedStore } from '../../../src/server/watch/records/open-embedded-store.ts';
import type { Store } from '../../../src/server/watch/records/store.ts';
import { storedRun } from '../../support/store-contract.ts';
import { flat, minute, planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

let folder: string;
let stores: readonly [Store, Store];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagewatch-lease-'));
  const file = join(folder, 'records.db');
  stores = [await openEmbeddedStore(file, 1), await openEmbeddedStore(file, 1)];
});

afterEach(() => rm(folder, { recursive: true }));

it('lets one of two judge, and the other once the first has been silent for fifteen seconds', async () => {
  let now = 1_000_000;
  const [a, b] = [createLease(stores[0], 'a', () => now), createLease(stores[1], 'b', () => now)];
  expect([await a.renew(), await b.renew()]).toEqual([true, false]);
  for (let i = 0; i < 10; i += 1) {
    now += 5_000;
    expect([await a.renew(), await b.renew()]).toEqual([true, false]);
  }
  now += 14_999;
  expect(await b.renew()).toBe(false);
  now += 1;
  expect([a.held(), await b.renew()]).toEqual([false, true]);
  expect(await a.renew()).toBe(false);
  await b.leave();
  expect(await a.renew()).toBe(true);
  await Promise.all(stores.map((store) => store.close()));
});

it('refuses every write of a process that has lost the lease, and what people write never', async () => {
  let now = 1_000_000;
  const [a, b] = [createLease(stores[0], 'a', () => now), createLease(stores[1], 'b', () => now)];
  await a.renew();
  await a.store.addRun(storedRun);
  now += 16_000;
  await b.renew();
  await expect(a.store.addRun({ ...storedRun, id: 'r2' })).rejects.toThrow('Another Stagewatch judges');
  await expect(a.store.endRun('r1', 5, 'allotment')).rejects.toThrow('Another Stagewatch judges');
  await expect(a.store.noticeSent('n1', 5)).rejects.toThrow('Another Stagewatch judges');
  expect(await stores[0].runsOf('permits')).toEqual([storedRun]);
  await stores[0].endRun('r1', 5_000, 'Ana');
  expect(await b.store.openRuns()).toEqual([]);
  await Promise.all(stores.map((store) => store.close()));
});

it('does not take a lease that ran out for its old one: somebody may have written in between', async () => {
  let now = 1_000_000;
  const [store] = stores;
  const first = await store.takeLease('a', now, now + 15_000);
  now += 20_000;
  const second = await store.takeLease('a', now, now + 15_000);
  expect(second).toBe((first ?? 0) + 1);
  await Promise.all(stores.map((one) => one.close()));
});

/** Two whole servers on one file, with one clock. */
async function twoRigs(): Promise<readonly [ServerRig, ServerRig]> {
  const plans = { 'late-fees': planMarkdown() };
  const rigs = [
    await serverRig({ plans, store: stores[0], process: 'a' }),
    await serverRig({ plans, store: stores[1], process: 'b' }),
  ] as const;
  for (const rig of rigs) rig.answers.allotments = { fees: 50 };
  return rigs;
}

it('takes over from a process that stopped, records each change once, and the stopped one writes nothing', async () => {
  const [a, b] = await twoRigs();
  await a.after(0);
  await b.after(0);
  expect(await stores[0].openRuns()).toHaveLength(1);
  await a.after(20 * minute);
  b.answers.now = a.answers.now;
  // The first is stopped in the middle of reading; it wakes when the second has long taken over.
  const wakes: (() => void)[] = [];
  const asleep = new Promise<void>((resolve) => {
    wakes.push(resolve);
  });
  const reading = new Promise<void>((resolve) => {
    a.answers.series = async (request) => {
      resolve();
      await asleep;
      return flat(request, a.answers.now, 10);
    };
  });
  a.answers.now += minute;
  const stopped = a.watcher.pass();
  await reading;
  b.answers.series = (request) => flat(request, b.answers.now, 10);
  await b.after(2 * minute);
  const [run] = await stores[1].openRuns();
  const before = await stores[1].newestVerdict(run?.id ?? '');
  expect(before?.verdict.state).toBe('roll-back');
  for (const wake of wakes) wake();
  await stopped;
  expect(await stores[0].newestVerdict(run?.id ?? '')).toEqual(before);
  expect(a.reports).toEqual([expect.stringContaining('Another Stagewatch judges')]);
  const states = (await stores[1].transitions('late-fees', 'half', Infinity, 50)).map(
    (one) => one.verdict.state,
  );
  expect(states.filter((state) => state === 'roll-back')).toHaveLength(1);
  await Promise.all([a.close(), b.close()]);
});

it('records what people write to the waiting process', async () => {
  const [a, b] = await twoRigs();
  await a.after(0);
  const half = '/api/rollouts/late-fees/stages/half';
  expect((await b.post(`${half}/observations`, { who: 'Ana', note: 'Looks odd' })).status).toBe(201);
  expect(await stores[0].journal('late-fees', { kinds: ['observation'] })).toMatchObject([
    { note: 'Looks odd' },
  ]);
  await Promise.all([a.close(), b.close()]);
});
