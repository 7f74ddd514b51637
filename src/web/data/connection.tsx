import { IsRestoringProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
  type JSX,
  type ReactNode,
} from 'react';
import { connectionStore, unknownConnection, type Connection } from './connection-store.ts';
import { healthQuery } from './queries.ts';

export type { Connection } from './connection-store.ts';

const ConnectionContext = createContext<Connection>(unknownConnection);
const ReadContext = createContext<() => void>(() => undefined);

/** The connection to the server, for everything that shows a verdict or an age. */
export function useConnection(): Connection {
  return useContext(ConnectionContext);
}

/** Puts the report of a time away aside. */
export function useReadAway(): () => void {
  return useContext(ReadContext);
}

/** Listens to the server, refreshes what changed, and notices when it falls silent, also in a hidden tab. */
export function ConnectionProvider({ children }: { readonly children: ReactNode }): JSX.Element {
  const client = useQueryClient();
  const store = useMemo(() => connectionStore(client), [client]);
  useEffect(() => store.start(), [store]);
  useQuery(healthQuery);
  const connection = useSyncExternalStore(store.subscribe, store.snapshot);
  return (
    <ReadContext value={store.read}>
      <ConnectionContext value={connection}>{children}</ConnectionContext>
    </ReadContext>
  );
}

/** Shows what is inside as of a moment: its ages stand still, and nothing in it is read again. */
export function StandingStill(props: {
  readonly as: Connection | null;
  readonly children: ReactNode;
}): JSX.Element {
  const live = useConnection();
  return (
    <IsRestoringProvider value={props.as !== null}>
      <ConnectionContext value={props.as ?? live}>{props.children}</ConnectionContext>
    </IsRestoringProvider>
  );
}
