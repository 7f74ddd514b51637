import type { Ms } from '#domain/time/time.ts';
import { eventStream, type Told } from './event-stream.ts';
import { elapsed, momentNow } from './moment.ts';
import type { ServerEvents } from './server-events.ts';

/** The server says something at least every ten seconds; silent for this long, a stream is dead though it looks open. */
export const deadAfter: Ms = 35_000;

/**
 * A stream for this tab alone, for as long as it is in sight: hidden tabs ask at their intervals, which keep title and shape of
 * the tab true, and leave their connection to the tab that is looked at.
 */
export function ownEvents(told: Told): ServerEvents {
  let heard = momentNow();
  let wasOpen = false;
  let shut: (() => void) | null = null;
  const note = (): void => {
    heard = momentNow();
    told.heard();
  };
  const close = (): void => {
    shut?.();
    shut = null;
  };
  const open = (): void => {
    close();
    heard = momentNow();
    shut = eventStream({ heard: note, changed: told.changed }, wasOpen);
    wasOpen = true;
  };
  const follow = (): void => {
    if (document.visibilityState === 'hidden') {
      close();
      // What this tab misses from here on is read when it is shown.
      wasOpen = true;
    } else if (shut === null) open();
  };
  follow();
  const stop = new AbortController();
  document.addEventListener('visibilitychange', follow, { signal: stop.signal });
  return {
    check: (slack) => {
      if (shut !== null && elapsed(heard, momentNow()) > deadAfter + slack) open();
    },
    reopen: () => {
      if (shut !== null) open();
    },
    close: () => {
      stop.abort();
      close();
    },
  };
}
