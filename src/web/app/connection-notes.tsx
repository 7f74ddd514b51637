import type { JSX } from 'react';
import { sayDuration } from '#domain/time/duration.ts';
import { sayTime } from '#domain/time/zone.ts';
import { useConnection, useReadAway, type Connection } from '../data/connection.tsx';
import { useAnnounce } from '../ui/announce.ts';

/** A clock that is wrong, a server that is slow, and what changed while the page was away. */
export function ConnectionNotes(): JSX.Element {
  const { skew, slow, away, now, cut } = useConnection();
  return (
    <>
      {skew === 0 ? null : (
        <p className="sw-bar">
          This computer’s clock is {sayDuration(Math.abs(skew))} {skew > 0 ? 'ahead' : 'behind'}. Every time
          and age here goes by the server’s clock: {sayTime(now, 'America/New_York')}.
        </p>
      )}
      {slow && cut === null ? (
        <p className="sw-bar">Stagewatch’s server is slow. Showing what we have.</p>
      ) : null}
      {away === null ? null : <Away {...away} />}
    </>
  );
}

function Away({ lasted, changes }: NonNullable<Connection['away']>): JSX.Element {
  const close = useReadAway();
  const text = `This page was away for ${sayDuration(lasted)}. ${
    changes.length === 0 ? 'No verdict changed meanwhile.' : `Changed meanwhile: ${changes.join('; ')}.`
  }`;
  useAnnounce({ about: 'away', state: text, urgent: false, first: text, changed: text });
  return (
    <p className="sw-bar sw-bar-calm">
      {text}{' '}
      <button type="button" className="sw-link" onClick={close}>
        Put this line away
      </button>
    </p>
  );
}
