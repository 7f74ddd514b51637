import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Link } from 'react-router';
import type { CheckInList } from '#contract/kpi-view.ts';
import type { Rollout } from '#contract/rollout.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { sayError } from '../../data/fetch-json.ts';
import { checkInsQuery } from '../../data/check-ins.ts';
import { sayUnanswered } from '../../ui/check-in-words.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';

/** The rollout's check-ins: due, closed and to come. */
export function DueSection({ rollout }: { readonly rollout: Rollout }): JSX.Element {
  const query = useQuery(checkInsQuery);
  return (
    <section className="sw-section" aria-labelledby="due">
      <h2 id="due">Check-ins after launch</h2>
      <Load
        query={query}
        waiting={<output>Loading check-ins...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
      >
        {(all) => {
          const own = all.filter((one) => one.rollout.id === rollout.id);
          return own.length === 0 ? (
            <p>None is due. They begin once the last stage has run.</p>
          ) : (
            <ul>
              {own.map((one) => (
                <li key={one.checkIn}>
                  <Link to={`/rollouts/${rollout.id}/kpis/${one.checkIn}`}>{one.label}</Link>: {sayState(one)}
                  .{sayQuestions(one)}
                </li>
              ))}
            </ul>
          );
        }}
      </Load>
    </section>
  );
}

/** Before its day a check-in without open questions has nothing to say of them. */
function sayQuestions({ state, unanswered }: CheckInList[number]): string {
  const isAhead = state === 'not started' || state === 'to come';
  return isAhead && unanswered === 0 ? '' : ` ${sayUnanswered(unanswered)}.`;
}

const words = {
  'not started': 'not started',
  'to come': 'to come',
  due: 'due since',
  late: 'late, due since',
  closed: 'closed',
} as const;

function sayState({ state, due, rollout: { zone } }: CheckInList[number]): string {
  return due === null || state === 'closed' ? words[state] : `${words[state]} ${sayInstant(due, zone)}`;
}
