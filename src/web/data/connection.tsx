import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useState, type JSX, type ReactNode } from 'react';
import { changedEvent } from '#contract/rollout.ts';
import { onContact } from './fetch-json.ts';
import { healthQuery, rolloutKeys } from './queries.ts';

export interface Connection {
  /** The server's clock now, from its last answer; the reader's own clock may be wrong. */
  readonly now: number;
  /** Since when nothing has come from the server; `null` while it answers. */
  readonly lostSince: number | null;
  /** True while the server says that its own watcher has stalled. */
  readonly stalled: boolean;
}

/** Nothing from the server for this long, and the page no longer stands by what it shows. */
const patience = 30_000;

/** How often ages and the connection are looked at. */
const tick = 1_000;

const ConnectionContext = createContext<Connection>({ now: 0, lostSince: null, stalled: false });

/** The connection to the server, for everything that shows a verdict or an age. */
export function useConnection(): Connection {
  return useContext(ConnectionContext);
}

/** Listens to the server, refreshes what changed, and notices when it falls silent, also in a hidden tab. */
export function ConnectionProvider({ children }: { readonly children: ReactNode }): JSX.Element {
  const client = useQueryClient();
  const { data: health, dataUpdatedAt } = useQuery(healthQuery);
  const [clock, setClock] = useState(() => Date.now());
  const [lastContact, setLastContact] = useState(() => Date.now());

  useEffect(() => {
    const touch = (): void => setLastContact(Date.now());
    const stopContact = onContact(touch);
    const timer = setInterval(() => setClock(Date.now()), tick);
    const stopEvents = listen(touch, (rollout) => {
      void client.invalidateQueries({ queryKey: rolloutKeys.list, exact: true });
      void client.invalidateQueries({ queryKey: rolloutKeys.rollout(rollout) });
    });
    return () => {
      stopContact();
      clearInterval(timer);
      stopEvents();
    };
  }, [client]);

  const offset = health === undefined ? 0 : health.serverNow - dataUpdatedAt;
  const silent = clock - lastContact > patience;
  // A clock more than a minute off is the reader's fault, not old data; a small one is only the way's length.
  const now = clock + (Math.abs(offset) > 60_000 ? offset : 0);
  const lostSince = silent ? lastContact : null;
  const stalled = health?.status === 'stalled';
  const value = useMemo(() => ({ now, lostSince, stalled }), [now, lostSince, stalled]);
  return <ConnectionContext value={value}>{children}</ConnectionContext>;
}

/** Follows the server's pushes; the browser reconnects by itself. Without EventSource the intervals must do. */
function listen(touch: () => void, changed: (rollout: string) => void): () => void {
  if (typeof EventSource === 'undefined') return () => undefined;
  const events = new EventSource('/api/events');
  events.addEventListener('hello', touch);
  events.addEventListener('alive', touch);
  events.addEventListener('changed', (event) => {
    touch();
    const data: unknown = event.data;
    const parsed = changedEvent.safeParse(typeof data === 'string' ? parseOr(data) : undefined);
    if (parsed.success) changed(parsed.data.rollout);
  });
  return () => events.close();
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
