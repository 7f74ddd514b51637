import type { JSX } from 'react';
import { Link } from 'react-router';
import { Instant } from './instant.tsx';
import type { LetteredEvent } from './stage-events.ts';

/** Every event the charts mark, with the same letters. */
export function EventsTable(props: {
  readonly events: readonly LetteredEvent[];
  /** Whether the log has been read: that it has nothing is not known before. */
  readonly isRead: boolean;
  /** Stretches without data too short for a letter. */
  readonly more: number;
  readonly zone: string;
  /** The stage as it stood at an instant. */
  readonly linkTo: (at: number) => string;
}): JSX.Element {
  const { events, isRead, more, zone, linkTo } = props;
  return (
    <>
      {isRead ? null : <p>What was recorded is not known yet.</p>}
      {isRead && events.length === 0 ? <p>Nothing was recorded while these charts ran.</p> : null}
      {events.length === 0 ? null : (
        <table className="sw-stack sw-events">
          <caption>Events, by the letters on the charts</caption>
          <thead>
            <tr>
              <th scope="col">Letter</th>
              <th scope="col">Time</th>
              <th scope="col">Kind</th>
              <th scope="col">What happened</th>
              <th scope="col">Link</th>
            </tr>
          </thead>
          <tbody>
            {events.map((event) => (
              <tr key={event.id}>
                <th scope="row">{event.letter}</th>
                <td>
                  <Instant at={event.at} zone={zone} />
                  {event.to === null ? null : (
                    <>
                      {' '}
                      to <Instant at={event.to} zone={zone} near={event.at} />
                    </>
                  )}
                </td>
                <td>{event.kind}</td>
                <td>
                  {event.text} <div className="sw-quiet">{event.who}</div>
                </td>
                <td>
                  <Link to={linkTo(event.at)}>
                    The stage then<span className="sw-hidden"> at {event.letter}</span>
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more === 0 ? null : (
        <p className="sw-small">
          {more} shorter {more === 1 ? 'stretch' : 'stretches'} without data {more === 1 ? 'has' : 'have'} no
          letter: hatched on the charts, and in their tables.
        </p>
      )}
    </>
  );
}
