import type { Ms } from '#domain/time/time.ts';
import type { Told } from './event-stream.ts';
import { ownEvents } from './own-events.ts';
import { sharedEvents } from './shared-events.ts';

/** The server's pushes, as a page follows them. */
export interface ServerEvents {
  /** Opens a new stream where the old one has fallen silent; `slack` is patience added for a tab that seldom runs. */
  readonly check: (slack: Ms) => void;
  /** The page did not run for a while: a stream of its own is opened anew. */
  readonly reopen: () => void;
  readonly close: () => void;
}

/**
 * Follows the server's pushes. A browser has six connections to a server and a stream keeps one, so that the tabs of one browser
 * share a stream where the browser has the means, which on plain HTTP it has not. Without EventSource the intervals must do.
 */
export function serverEvents(told: Told): ServerEvents {
  if (typeof EventSource === 'undefined') return { check: nothing, reopen: nothing, close: nothing };
  return 'locks' in navigator && typeof BroadcastChannel !== 'undefined'
    ? sharedEvents(told, navigator.locks)
    : ownEvents(told);
}

function nothing(): void {
  // Nothing listens.
}
