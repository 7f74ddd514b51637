import { vi } from 'vitest';
import { serverEvents, type ServerEvents } from '../../src/web/data/server-events.ts';

/** The server's streams, the browser's lock and its channel, shared by all tabs of a test. */
export interface Browser {
  /** Streams that are open now, oldest first. */
  readonly streams: readonly FakeSource[];
  /** A tab, with what it was told: "heard", a rollout, or "everything". */
  open(): Tab;
  /** Closes all tabs. */
  close(): void;
}

export interface Tab {
  readonly events: ServerEvents;
  readonly told: string[];
  /** Stops it as a browser does: it hears nothing and says nothing, and keeps its lock. */
  freeze(): void;
}

type Listener = (event: { readonly data: unknown }) => void;

class FakeSource {
  readonly listeners = new Map<string, Listener>();
  constructor() {
    streams.push(this);
    this.tab = current;
  }
  readonly tab: FakeTab | null;
  addEventListener(name: string, listener: Listener): void {
    this.listeners.set(name, listener);
  }
  close(): void {
    streams = streams.filter((one) => one !== this);
  }
  /** The server says something on this stream. */
  say(name: 'hello' | 'alive' | 'changed', data: unknown = {}): void {
    if (this.tab?.isFrozen !== true) this.listeners.get(name)?.({ data: JSON.stringify(data) });
  }
}

interface FakeTab {
  isFrozen: boolean;
}

class FakeChannel {
  readonly tab = current;
  listener: Listener | null = null;
  constructor() {
    channels.add(this);
  }
  addEventListener(_: string, listener: Listener): void {
    this.listener = listener;
  }
  postMessage(data: unknown): void {
    for (const other of channels)
      if (other !== this && other.tab?.isFrozen !== true) other.listener?.({ data: structuredClone(data) });
  }
  close(): void {
    channels.delete(this);
  }
}

interface Asked {
  readonly hold: () => Promise<void>;
  readonly done: () => void;
  readonly failed: (error: Error) => void;
}

interface Options {
  readonly steal?: boolean;
  readonly signal?: AbortSignal;
}

/** One lock for all tabs. */
class FakeLock {
  held: Asked | null = null;
  queue: Asked[] = [];
  /** The lock as one tab sees it: what it does with it, it does as itself. */
  seenBy(tab: FakeTab): { request(name: string, options: Options, hold: Asked['hold']): Promise<void> } {
    return {
      request: (_, options, hold) =>
        this.ask(options, () => {
          current = tab;
          return hold();
        }),
    };
  }
  ask(options: Options, hold: Asked['hold']): Promise<void> {
    return new Promise((done, failed) => {
      const asked = { hold, done, failed };
      options.signal?.addEventListener('abort', () => {
        if (!this.queue.includes(asked)) return;
        this.queue = this.queue.filter((one) => one !== asked);
        failed(new DOMException('Aborted', 'AbortError'));
      });
      if (options.steal === true) {
        this.held?.failed(new DOMException('Stolen', 'AbortError'));
        this.held = null;
        this.queue.unshift(asked);
      } else this.queue.push(asked);
      this.grant();
    });
  }
  grant(): void {
    const next = this.held === null ? this.queue.shift() : undefined;
    if (next === undefined) return;
    this.held = next;
    void this.holdUntilDone(next);
  }
  async holdUntilDone(asked: Asked): Promise<void> {
    await asked.hold();
    if (this.held === asked) this.held = null;
    asked.done();
    this.grant();
  }
}

let streams: FakeSource[] = [];
let channels = new Set<FakeChannel>();
let current: FakeTab | null = null;

/** A browser with the means to share a stream, or without them as on plain HTTP. */
export function fakeBrowser(secure: boolean): Browser {
  streams = [];
  channels = new Set();
  vi.stubGlobal('EventSource', FakeSource);
  vi.stubGlobal('BroadcastChannel', FakeChannel);
  const lock = new FakeLock();
  const tabs: ServerEvents[] = [];
  return {
    get streams() {
      return streams;
    },
    open: () => {
      const tab: FakeTab = { isFrozen: false };
      const told: string[] = [];
      vi.stubGlobal('navigator', secure ? { locks: lock.seenBy(tab) } : {});
      current = tab;
      const events = serverEvents({
        heard: () => void told.push('heard'),
        changed: (rollout) => void told.push(rollout ?? 'everything'),
      });
      tabs.push(events);
      const check = (slack: number): void => {
        current = tab;
        events.check(slack);
      };
      return { events: { ...events, check }, told, freeze: () => (tab.isFrozen = true) };
    },
    close: () => {
      for (const events of tabs) events.close();
    },
  };
}
