import { afterEach, beforeEach, expect, it } from 'vitest';
import { changedEvent, type ChangedEvent } from '../../../src/contract/rollout.ts';
import { createChanges } from '../../../src/server/watch/http/changes.ts';
import { exampleMarkdown, planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

let rig: ServerRig;

beforeEach(async () => {
  rig = await serverRig({ plans: { 'late-fees': planMarkdown(), 'made-up': exampleMarkdown } });
});

afterEach(() => rig.close());

interface Told {
  readonly event: string;
  readonly id: string | null;
  readonly data: string;
}

interface Reader {
  /** Reads so many messages. */
  take(n: number): Promise<readonly Told[]>;
  leave(): Promise<void>;
}

/** A browser's end of the stream. */
async function listen(lastId?: string): Promise<Reader> {
  const response = await rig.app.request('/api/events', {
    headers: lastId === undefined ? {} : { 'last-event-id': lastId },
  });
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error('no stream');
  const decoder = new TextDecoder();
  let text = '';
  return {
    take: async (n) => {
      while (text.split('\n\n').length <= n) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended after ${text}`);
        text += decoder.decode(value, { stream: true });
      }
      const messages = text.split('\n\n');
      text = messages.slice(n).join('\n\n');
      return messages.slice(0, n).map(readMessage);
    },
    leave: () => reader.cancel(),
  };
}

function readMessage(message: string): Told {
  const field = (name: string): string | null =>
    new RegExp(`^${name}: (.*)$`, 'm').exec(message)?.[1] ?? null;
  return { event: field('event') ?? '', id: field('id'), data: field('data') ?? '' };
}

const change = (at: number): ChangedEvent => ({ rollout: 'late-fees', stage: 'half', at, state: null });
const times = (told: readonly Told[]): readonly number[] =>
  told.map((one) => changedEvent.parse(JSON.parse(one.data)).at);

it('gives every change an id, and a reader that comes back what it has missed, once and in order', async () => {
  const first = await listen();
  const [hello] = await first.take(1);
  rig.changes.publish(change(1));
  const [one] = await first.take(1);
  await first.leave();
  for (const at of [2, 3, 4]) rig.changes.publish(change(at));
  const again = await listen(one?.id ?? '');
  const [greeted, ...missed] = await again.take(4);
  expect([hello?.event, greeted?.event]).toEqual(['hello', 'hello']);
  expect(times(missed)).toEqual([2, 3, 4]);
  rig.changes.publish(change(5));
  expect(times(await again.take(1))).toEqual([5]);
  await again.leave();
});

it('lets a reader that saw only the greeting come back for what followed', async () => {
  const first = await listen();
  const [hello] = await first.take(1);
  await first.leave();
  rig.changes.publish(change(1));
  const again = await listen(hello?.id ?? '');
  expect(times((await again.take(2)).slice(1))).toEqual([1]);
  await again.leave();
});

it.each(['b-1', 'a-99', 'nonsense', 'a-'])(
  'tells a reader whose last change (%s) it does not know to read everything again',
  async (lastId) => {
    rig.changes.publish(change(1));
    const reader = await listen(lastId);
    const told = await reader.take(4);
    expect(told.map((one) => [one.event, one.id === null])).toEqual([
      ['hello', true],
      ['changed', true],
      ['changed', true],
      ['alive', false],
    ]);
    expect(told[1]?.data).toContain('late-fees');
    expect(told[2]?.data).toContain('made-up');
    await reader.leave();
  },
);

it('keeps no more than so many changes, and knows from when on it does', () => {
  const changes = createChanges('x');
  for (let i = 1; i <= 2500; i += 1) changes.publish(change(i));
  expect(changes.since('x-2499')?.map((one) => one.event.at)).toEqual([2500]);
  expect(changes.since('x-500')).toHaveLength(2000);
  expect(changes.since('x-499')).toBeNull();
  expect(changes.since(changes.newest())).toEqual([]);
});

it('ends the stream of a reader that has stopped reading, and no other', async () => {
  const [asleep, awake] = [await listen(), await listen()];
  await awake.take(1);
  const seen: number[] = [];
  for (let i = 0; i < 700; i += 1) {
    rig.changes.publish(change(i));
    if (i % 100 === 99) seen.push(...times(await awake.take(100)));
  }
  expect(seen).toHaveLength(700);
  await expect.poll(() => rig.changes.listeners()).toBe(1);
  await Promise.all([asleep.leave(), awake.leave()]);
  await expect.poll(() => rig.changes.listeners()).toBe(0);
});
