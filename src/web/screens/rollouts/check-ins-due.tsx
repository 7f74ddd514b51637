import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Link } from 'react-router';
import { sayInstant } from '#domain/time/zone.ts';
import { checkInsQuery } from '../../data/check-ins.ts';
import { isWaiting, sayUnanswered } from '../../ui/check-in-words.ts';
import { ExampleTag } from '../../ui/tag.tsx';

/** Check-ins that are due, late, or closed with questions nobody has answered; nothing where there is none. */
export function CheckInsDue(): JSX.Element | null {
  const query = useQuery(checkInsQuery);
  const unread =
    query.error === null ? null : (
      <p className="sw-quiet">Which check-ins are due can’t be told: they could not be read.</p>
    );
  const waiting = (query.data ?? []).filter(isWaiting);
  if (waiting.length === 0) return unread;
  return (
    <section className="sw-section" aria-labelledby="check-ins">
      <h2 id="check-ins">Check-ins due</h2>
      {unread === null ? null : <p className="sw-quiet">As read last: they could not be read again.</p>}
      <ul className="sw-list">
        {waiting.map((one) => (
          <li key={`${one.rollout.id} ${one.checkIn}`} className="sw-row">
            <div>
              <Link to={`/rollouts/${one.rollout.id}/kpis/${one.checkIn}`}>
                {one.rollout.title}, {one.label}
              </Link>
              {one.example ? (
                <div>
                  <ExampleTag />
                </div>
              ) : null}
            </div>
            <div>
              {one.state === 'closed' ? 'Closed' : `${one.state === 'late' ? 'Late: due' : 'Due'} since`}{' '}
              {one.state === 'closed' || one.due === null ? '' : sayInstant(one.due, one.rollout.zone)}
            </div>
            <div className="sw-small sw-quiet">{sayUnanswered(one.unanswered)}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}
