import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHeartbeat, type Heartbeat } from '../../../src/server/watch/notices/heartbeat.ts';
import { receiver, type Receiver } from './receiver.ts';

let elsewhere: Receiver;
let world: { now: number; lastPass: number | null };
let reports: string[];
let heart: Heartbeat;

beforeEach(async () => {
  elsewhere = await receiver();
  world = { now: 1_000_000, lastPass: 1_000_000 };
  reports = [];
  heart = createHeartbeat({
    url: elsewhere.url,
    fetch: globalThis.fetch,
    now: () => world.now,
    lastPass: () => world.lastPass,
    report: (message) => reports.push(message),
  });
});

afterEach(() => elsewhere.vanish());

async function after(ms: number, passed = true): Promise<void> {
  world.now += ms;
  if (passed) world.lastPass = world.now;
  await heart.beat();
}

it('says every half minute that the watcher lives', async () => {
  for (let i = 0; i < 60; i += 1) await after(1000);
  expect(elsewhere.got).toHaveLength(2);
});

it('says nothing for a watcher that has stalled, or never passed', async () => {
  world.lastPass = null;
  await after(0, false);
  world.lastPass = world.now;
  await after(61_000, false);
  expect(elsewhere.got).toEqual([]);
});

it('reports once that nobody listens, and goes on', async () => {
  elsewhere.answer = (response) => response.writeHead(500).end();
  for (let i = 0; i < 3; i += 1) await after(30_000);
  expect([elsewhere.got.length, reports.length]).toEqual([3, 1]);
});
