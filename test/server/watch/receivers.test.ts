import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSender, type Sender } from '../../../src/server/watch/notices/sender.ts';
import { slackChannel } from '../../../src/server/watch/notices/slack-channel.ts';
import { webhookChannel } from '../../../src/server/watch/notices/webhook-channel.ts';
import { openEmbeddedStore } from '../../../src/server/watch/records/open-embedded-store.ts';
import type { Store } from '../../../src/server/watch/records/store.ts';
import { consequences, storedRun, verdictAt } from '../../support/store-contract.ts';
import { receiver, type Receiver } from './receiver.ts';

const minute = 60_000;
/** Longer than a busy machine needs for an answer. */
const patient = 15_000;
/** Long enough for a question to arrive, where an answer is waited for in vain. */
const hasty = 2_000;
let now: number;
let store: Store;
let hook: Receiver;
let slack: Receiver;
let sender: Sender;

beforeEach(async () => {
  now = Date.UTC(2025, 6, 28, 13);
  store = await openEmbeddedStore(':memory:', now);
  [hook, slack] = await Promise.all([receiver(), receiver()]);
  sender = startSender(patient);
});

afterEach(async () => {
  await sender.stop();
  await Promise.all([hook.vanish(), slack.vanish()]);
  await store.close();
});

function startSender(deadline: number): Sender {
  const deps = { fetch: globalThis.fetch, now: () => now };
  return createSender({
    store,
    channels: [webhookChannel(hook.url, null, deps), slackChannel(slack.url, deps)],
    now: () => now,
    random: () => 0.5,
    report: () => undefined,
    deadline,
  });
}

/** Puts notices into the outbox, as a verdict does. */
async function put(channel: string, ...ids: readonly string[]): Promise<void> {
  const [told] = consequences.notices;
  if (told === undefined) throw new Error('no notice');
  const notices = ids.map((id) => ({ ...told, id, channel, nextAt: now }));
  await store.saveVerdict(storedRun, verdictAt(now, 'watching'), {
    follow: () => ({ alerts: [], entries: [], notices, endedBy: null }),
  });
}

const states = async (): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries((await store.notices(100)).map((one) => [one.id, one.state]));

it('delivers to a receiver that has come back under the same address', async () => {
  const { port } = new URL(hook.url);
  await hook.vanish();
  await put('webhook', 'a');
  await sender.pass();
  expect(await store.notices(1)).toMatchObject([{ state: 'waiting', error: "It can't be reached." }]);
  hook = await receiver(Number(port));
  now += 5000;
  await sender.pass();
  expect([await states(), hook.got.length]).toEqual([{ a: 'sent' }, 1]);
});

it('waits until the instant a receiver names, in either way of writing it', async () => {
  hook.answer = (response) =>
    response.writeHead(503, { 'retry-after': new Date(now + 7 * minute).toUTCString() }).end();
  slack.answer = (response) => response.writeHead(429, { 'retry-after': '90' }).end();
  await put('webhook', 'a');
  await put('slack', 'b');
  await sender.pass();
  const next = Object.fromEntries((await store.notices(9)).map((one) => [one.id, one.nextAt - now]));
  expect(next).toEqual({ a: 7 * minute, b: 90_000 });
});

it.each<readonly [string, (response: Parameters<Receiver['answer']>[0]) => void, RegExp]>([
  ['breaks off', (response) => response.destroy(), /can't be reached/],
  [
    'sends it elsewhere',
    (response) => response.writeHead(307, { location: slack.url }).end(),
    /answered 307/,
  ],
  ['refuses it', (response) => response.writeHead(400).end('no'), /answered 400/],
  ['hangs', () => undefined, /did not answer in time/],
  [
    'names no sensible time',
    (response) => response.writeHead(429, { 'retry-after': 'later' }).end(),
    /answered 429/,
  ],
])('keeps a notice for a receiver that %s, and says why', async (what, answer, why) => {
  hook.answer = answer;
  await put('webhook', 'a');
  const asking = startSender(what === 'hangs' ? hasty : patient);
  await asking.pass();
  await asking.stop();
  const [item] = await store.notices(1);
  expect(item).toMatchObject({ state: 'waiting', attempts: 1, error: expect.stringMatching(why) });
  expect(item?.nextAt).toBe(now + 5000);
  expect(slack.got).toEqual([]);
});

it('sends through one channel while another hangs, also what comes later', async () => {
  hook.answer = () => undefined;
  const asking = startSender(20_000);
  await put('webhook', 'a');
  await put('slack', 'b');
  asking.begin();
  await expect.poll(() => slack.got.length).toBe(1);
  await put('slack', 'c');
  await expect
    .poll(async () => {
      asking.begin();
      return (await states())['c'];
    })
    .toBe('sent');
  expect((await states())['a']).toBe('waiting');
  await asking.stop();
});

it('is not filled up by what waits for a channel that is down', async () => {
  hook.answer = (response) => response.writeHead(500).end();
  await put('webhook', ...Array.from({ length: 40 }, (_, i) => `w${i}`));
  await put('slack', 's');
  await sender.pass();
  expect((await states())['s']).toBe('sent');
});

it('asks a receiver that hangs once a pass, and goes on with the next notice in the next', async () => {
  hook.answer = () => undefined;
  await put('webhook', 'a', 'b', 'c');
  const asking = startSender(hasty);
  await asking.pass();
  await asking.stop();
  expect(hook.got).toHaveLength(1);
  hook.answer = (response) => response.writeHead(204).end();
  await sender.pass();
  expect(await states()).toEqual({ a: 'waiting', b: 'sent', c: 'sent' });
  now += 5000;
  await sender.pass();
  expect(await states()).toEqual({ a: 'sent', b: 'sent', c: 'sent' });
});

it('sends nothing twice when passes meet', async () => {
  await put('webhook', 'a', 'b');
  await Promise.all([sender.pass(), sender.pass(), sender.pass()]);
  expect(hook.got).toHaveLength(2);
});

it('gives up what is for a channel that is no longer there', async () => {
  await put('pager', 'a');
  await sender.pass();
  expect(await store.notices(1)).toMatchObject([
    { state: 'dead', error: expect.stringContaining('no such channel') },
  ]);
});
