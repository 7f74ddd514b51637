import type { Notice, OutboxItem } from '#contract/notice.ts';
import { minute, second, type EpochMs, type Ms } from '#domain/time/time.ts';
import { deadlineIn } from '#server/proxy/deadline.ts';
import type { Store } from '../records/store.ts';
import type { Channel, Sent } from './channel.ts';

export interface SenderDeps {
  readonly store: Store;
  readonly channels: readonly Channel[];
  readonly now: () => EpochMs;
  /** 0 to 1, so that receivers that come back are not all met at once. */
  readonly random: () => number;
  readonly report: (message: string) => void;
  /** Longest wait for one receiver. */
  readonly deadline?: Ms;
}

/** Empties the outbox: at least once each, tried again with longer and longer waits, given up in the open. */
export interface Sender {
  /** Sends what is due, and waits for it. No channel waits for another. */
  pass(): Promise<void>;
  /** The same without waiting: one channel may take its time while others have nothing left to do. */
  begin(): void;
  /** Sends one notice at once, outside the outbox. */
  test(channel: string, notice: Notice): Promise<Sent | null>;
  readonly channels: readonly string[];
  stop(): Promise<void>;
}

/** One attempt may take this long, unless said otherwise. */
const usualDeadline: Ms = 10 * second;

const firstWait: Ms = 5 * second;
const longestWait: Ms = 10 * minute;

/** After so many attempts (about an hour and a half) nobody will be helped by one more: it is shown as not delivered. */
const mostAttempts = 16;

const batch = 20;

export function createSender(deps: SenderDeps): Sender {
  const abort = new AbortController();
  const send = (channel: Channel, notice: Notice): Promise<Sent> =>
    channel
      .send(notice, AbortSignal.any([abort.signal, deadlineIn(deps.deadline ?? usualDeadline)]))
      .catch((error: unknown) => ({
        ok: false,
        why: error instanceof Error ? error.message : 'unknown reason',
        retryAt: null,
      }));

  /** @returns whether the channel took it. */
  const deliver = async (item: OutboxItem): Promise<boolean> => {
    const channel = deps.channels.find((one) => one.name === item.channel);
    if (channel === undefined) {
      await deps.store.noticeFailed(item.id, 'There is no such channel any more.', null);
      return false;
    }
    const sent = await send(channel, item.notice);
    if (sent.ok) {
      await deps.store.noticeSent(item.id, deps.now());
      return true;
    }
    if (abort.signal.aborted) return false;
    const nextAt = item.attempts + 1 >= mostAttempts ? null : nextTry(item, sent.retryAt, deps);
    if (nextAt === null) deps.report(`A notice could not be delivered through ${item.channel}: ${sent.why}`);
    await deps.store.noticeFailed(item.id, sent.why, nextAt);
    return false;
  };

  /** Each channel in its own order; what fails ends the pass, so that one that hangs is asked once and not for each. */
  const passOf = async ({ name }: Channel): Promise<void> => {
    for (const item of await deps.store.dueNotices(deps.now(), batch, name)) {
      if (abort.signal.aborted || !(await deliver(item))) return;
    }
  };
  const orphans = async (): Promise<void> => {
    const due = await deps.store.dueNotices(deps.now(), batch);
    const lost = due.filter((item) => deps.channels.every((one) => one.name !== item.channel));
    for (const item of lost) await deliver(item);
  };
  const under = new Map<string, Promise<void>>();
  /** Never two passes of a channel at once. */
  const once = (name: string, work: () => Promise<void>): Promise<void> => {
    const running = under.get(name) ?? work().finally(() => under.delete(name));
    under.set(name, running);
    return running;
  };
  const all = (): readonly Promise<void>[] => [
    ...deps.channels.map((channel) => once(`to ${channel.name}`, () => passOf(channel))),
    once('orphans', orphans),
  ];

  return {
    channels: deps.channels.map((one) => one.name),
    pass: async () => {
      await Promise.all(all());
    },
    begin: () => {
      for (const one of all())
        one.catch((error: unknown) =>
          deps.report(
            `Notices could not be sent: ${error instanceof Error ? error.message : 'unknown reason'}`,
          ),
        );
    },
    test: async (name, notice) => {
      const channel = deps.channels.find((one) => one.name === name);
      return channel === undefined ? null : send(channel, notice);
    },
    stop: async () => {
      abort.abort();
      await Promise.allSettled(under.values());
    },
  };
}

/** Twice as long each time, a little shaken; later where the receiver asks for it, within an hour. */
function nextTry(item: OutboxItem, retryAt: EpochMs | null, deps: SenderDeps): EpochMs {
  const wait = Math.min(longestWait, firstWait * 2 ** item.attempts) * (0.75 + deps.random() / 2);
  const own = deps.now() + Math.round(wait);
  return retryAt === null ? own : Math.min(Math.max(own, retryAt), deps.now() + 60 * minute);
}
