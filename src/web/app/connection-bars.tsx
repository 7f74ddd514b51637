import { Suspense, type JSX } from 'react';
import { later } from '../ui/later.tsx';
import { useConnection, type Connection } from '../data/connection.tsx';
import { sayCut } from '../data/shown-verdict.ts';
import { useAnnounce } from '../ui/announce.ts';

// That nothing stands must be sayable when nothing more can be loaded; the lesser lines need not.
const ConnectionNotes = later(async () => (await import('./connection-notes.tsx')).ConnectionNotes);

/** What stands in the way of believing the page: no connection, a watcher that stalled; and, below, lesser troubles. */
export function ConnectionBars(): JSX.Element {
  const connection = useConnection();
  const trouble = sayTrouble(connection);
  return (
    <section className="sw-connection" aria-label="Connection">
      {trouble === null ? null : <p className="sw-bar">{trouble} What you see may be wrong.</p>}
      {trouble === null ? null : (
        <Spoken state={connection.cut === null ? 'stalled' : 'lost'} text={trouble} />
      )}
      <Suspense fallback={null}>
        <ConnectionNotes />
      </Suspense>
    </section>
  );
}

function sayTrouble(connection: Connection): string | null {
  const cut = sayCut(connection, 'America/New_York');
  if (cut !== null) return cut;
  return connection.stalled ? 'The watcher has stalled: nothing is being judged.' : null;
}

/** Said once where nothing else says it: a screen with a verdict says itself that it can't tell. */
function Spoken({ state, text }: { readonly state: string; readonly text: string }): null {
  useAnnounce({ about: 'connection', state, urgent: true, first: text, changed: text, isSpare: true });
  return null;
}
