import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { KpiView } from '#contract/kpi-view.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { sayError } from '../../data/fetch-json.ts';
import { kpiNowQuery } from '../../data/reports.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';

/** What is frozen stays frozen; by how much the sources say something else today stands here. */
export function FrozenSection({ view }: { readonly view: KpiView }): JSX.Element {
  const { zone } = view.rollout;
  return (
    <section className="sw-section" aria-labelledby="frozen">
      <h2 id="frozen">Frozen evidence</h2>
      {view.snapshots.length === 0 ? (
        <p>Nothing is frozen yet. It is when the check-in is due, and again a day later.</p>
      ) : (
        <>
          <ul>
            {view.snapshots.map((one) => (
              <li key={one.why}>
                {one.why === 'due' ? 'When it was due' : 'After the sources had settled'}:{' '}
                {sayInstant(one.frozenAt, zone)}
              </li>
            ))}
          </ul>
          <Differences view={view} />
        </>
      )}
    </section>
  );
}

function Differences({ view }: { readonly view: KpiView }): JSX.Element {
  const query = useQuery(kpiNowQuery(view.rollout.id, view.checkIn.id));
  return (
    <Load
      query={query}
      waiting={<output>Asking the sources what they say today...</output>}
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
    >
      {({ differences, unread }) => (
        <>
          {differences.length === 0 ? (
            <p>
              The sources say the same today{unread.length === 0 ? '' : ', as far as they could be read'}.
            </p>
          ) : (
            <>
              <p>
                <strong>The sources say something else today.</strong> The page goes on showing what was
                frozen.
              </p>
              <table className="sw-stack">
                <caption>Frozen and today</caption>
                <thead>
                  <tr>
                    <th scope="col">Number</th>
                    <th scope="col">Frozen</th>
                    <th scope="col">Today</th>
                    <th scope="col">Difference</th>
                  </tr>
                </thead>
                <tbody>
                  {differences.map((one) => (
                    <tr key={one.name}>
                      <th scope="row">{one.name}</th>
                      <td data-label="Frozen">{one.frozen}</td>
                      <td data-label="Today">{one.now}</td>
                      <td>{one.by}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          )}
          {unread.map((one) => (
            <p key={one.name} className="sw-small">
              {one.name} could not be compared: {one.why}
            </p>
          ))}
        </>
      )}
    </Load>
  );
}
