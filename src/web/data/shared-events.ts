import * as z from 'zod/mini';
import type { Ms } from '#domain/time/time.ts';
import { eventStream, type Told } from './event-stream.ts';
import { elapsed, momentNow } from './moment.ts';
import { deadAfter } from './own-events.ts';
import type { ServerEvents } from './server-events.ts';

/** The lock that the tab with the stream holds, and the channel it tells the others on. */
const shared = 'stagewatch-events';

/** The tab with a dead stream opens another itself; only where it does not either, the others take its place. */
const headStart: Ms = 10_000;

/** What the tab with the stream says to the others: that it has begun one, that the server lives, that something changed. */
const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begun') }),
  z.object({ kind: z.literal('heard') }),
  z.object({ kind: z.literal('changed'), rollout: z.nullable(z.string()) }),
]);
type Message = z.infer<typeof message>;

/**
 * One stream for all tabs of a browser. The tab that holds the lock has it and passes on what it hears; the browser gives the
 * lock to the next when that tab closes, and one that is frozen, and so says nothing, has it taken away.
 */
export function sharedEvents(told: Told, locks: LockManager): ServerEvents {
  const channel = new BroadcastChannel(shared);
  const stop = new AbortController();
  const { signal } = stop;
  let heard = momentNow();
  // A page that has just begun is reading everything anyway.
  let mayHaveMissed = false;
  let held: Held | null = null;

  const say: (one: Message) => void = channel.postMessage.bind(channel);
  const begin = (): (() => void) => {
    heard = momentNow();
    say({ kind: 'begun' });
    const heardHere = (): void => {
      heard = momentNow();
      say({ kind: 'heard' });
      told.heard();
    };
    const changed = (rollout: string | null): void => {
      say({ kind: 'changed', rollout });
      told.changed(rollout);
    };
    const close = eventStream({ heard: heardHere, changed }, mayHaveMissed);
    mayHaveMissed = true;
    return close;
  };
  const turn = lockTurn(locks, {
    taken: (release) => {
      held = { close: begin(), release };
    },
    lost: () => {
      held?.close();
      held = null;
    },
  });
  const leave = (): void => {
    turn.leave();
    held?.close();
    held?.release();
    held = null;
  };
  const reopen = (): void => {
    heard = momentNow();
    if (held === null) return;
    held.close();
    held = { ...held, close: begin() };
  };

  channel.addEventListener(
    'message',
    ({ data }: MessageEvent<unknown>) => {
      const parsed = message.safeParse(data);
      if (!parsed.success) return;
      heard = momentNow();
      mayHaveMissed = true;
      if (parsed.data.kind === 'heard') told.heard();
      if (parsed.data.kind === 'changed') told.changed(parsed.data.rollout);
    },
    { signal },
  );
  // A tab that knows it will be stopped gives the stream away before.
  document.addEventListener('freeze', leave, { signal });
  window.addEventListener('pagehide', leave, { signal });
  document.addEventListener('resume', turn.join, { signal });
  window.addEventListener('pageshow', turn.join, { signal });
  turn.join();
  return {
    check: (slack) => {
      mayHaveMissed = true;
      const silent = elapsed(heard, momentNow());
      if (held !== null && silent > deadAfter + slack) reopen();
      if (held === null && silent > deadAfter + headStart + slack) {
        heard = momentNow();
        turn.take();
      }
    },
    reopen,
    close: () => {
      stop.abort();
      leave();
      channel.close();
    },
  };
}

/** What a tab with the lock has. */
interface Held {
  readonly close: () => void;
  readonly release: () => void;
}

/** This tab's place among those that want the lock. */
interface Turn {
  /** Waits for the lock, if it does not already. */
  readonly join: () => void;
  /** Takes it away from whoever has it. */
  readonly take: () => void;
  /** Waits no longer. Whoever has the lock releases it as well. */
  readonly leave: () => void;
}

function lockTurn(
  locks: LockManager,
  told: { readonly taken: (release: () => void) => void; readonly lost: () => void },
): Turn {
  let waiting: AbortController | null = null;
  const ask = (steal: boolean): void => {
    const mine = new AbortController();
    waiting = mine;
    const isMine = (): boolean => waiting === mine;
    const hold = (): Promise<void> =>
      new Promise((release) => {
        if (isMine()) told.taken(release);
        else release();
      });
    // The browser refuses a signal where the lock is stolen: it comes at once.
    locks.request(shared, steal ? { steal } : { signal: mine.signal }, hold).catch((error: unknown) => {
      if (!isMine()) return;
      told.lost();
      // Another tab took it away: this one was stopped, and joins the end again. Whatever else it is comes at once again.
      if (error instanceof DOMException && error.name === 'AbortError') ask(false);
      else waiting = null;
    });
  };
  const leave = (): void => {
    const left = waiting;
    waiting = null;
    left?.abort();
  };
  return {
    join: () => {
      if (waiting === null) ask(false);
    },
    take: () => {
      leave();
      ask(true);
    },
    leave,
  };
}
