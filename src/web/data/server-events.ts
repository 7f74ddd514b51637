import { changedEvent } from '#contract/rollout.ts';
import type { Ms } from '#domain/time/time.ts';
import { elapsed, momentNow } from './moment.ts';

/** The server says something at least every ten seconds; silent for this long, a stream is dead though it looks open. */
const deadAfter: Ms = 35_000;

/** The server's pushes. */
export interface ServerEvents {
  /** Opens a new stream where the old one has fallen silent; `slack` is patience added for a tab that seldom runs. */
  readonly check: (slack: Ms) => void;
  readonly reopen: () => void;
  readonly close: () => void;
}

/**
 * Follows the server's pushes. A browser reconnects by itself after a break, but never after an answer that is an error,
 * and never notices a stream whose other end is gone: both are opened anew. Without EventSource the intervals must do.
 */
export function serverEvents(touch: () => void, changed: (rollout: string | null) => void): ServerEvents {
  if (typeof EventSource === 'undefined') return { check: nothing, reopen: nothing, close: nothing };
  let heard = momentNow();
  const note = (): void => {
    heard = momentNow();
    touch();
  };
  const open = (): EventSource => {
    const source = new EventSource('/api/events');
    source.addEventListener('hello', note);
    source.addEventListener('alive', note);
    source.addEventListener('changed', (event) => {
      note();
      const data: unknown = event.data;
      const parsed = changedEvent.safeParse(typeof data === 'string' ? parseOr(data) : undefined);
      if (parsed.success) changed(parsed.data.rollout);
    });
    return source;
  };
  let events = open();
  const reopen = (): void => {
    events.close();
    heard = momentNow();
    events = open();
    // A new stream does not know what the old one has missed.
    changed(null);
  };
  return {
    check: (slack) => {
      if (elapsed(heard, momentNow()) > deadAfter + slack) reopen();
    },
    reopen,
    close: () => events.close(),
  };
}

function nothing(): void {
  // Nothing listens.
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
