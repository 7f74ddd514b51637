import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Link } from 'react-router';
import type { Rollout } from '#contract/rollout.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { sayError } from '../../data/fetch-json.ts';
import { logQuery } from '../../data/log.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { alertNames, sayEntry } from '../../ui/log-words.ts';

/** The last five lines of the log. */
export function NewestSection({ rollout }: { readonly rollout: Rollout }): JSX.Element {
  const query = useQuery(logQuery(rollout.id));
  return (
    <section className="sw-section" aria-labelledby="newest">
      <h2 id="newest">Last in the log</h2>
      <Load
        query={query}
        waiting={<output>Loading the log...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
      >
        {(log) => {
          const names = {
            zone: rollout.zone,
            stage: (id: string) => rollout.stages.find((one) => one.id === id)?.label ?? id,
            criterion: (id: string) => rollout.criteria.find((one) => one.id === id)?.label ?? id,
            alert: alertNames(log),
          };
          return log.length === 0 ? (
            <p>
              {query.isError
                ? 'When it was last read, nothing had been recorded.'
                : 'Nothing has been recorded yet.'}
            </p>
          ) : (
            <ol className="sw-list">
              {log.slice(0, 5).map((entry) => (
                <li key={entry.id} className="sw-step">
                  <strong>{sayEntry(entry, names).what}</strong>
                  <div className="sw-small sw-quiet">
                    <time dateTime={new Date(entry.at).toISOString()}>
                      {sayInstant(entry.at, rollout.zone)}
                    </time>
                    , {entry.by}
                  </div>
                </li>
              ))}
            </ol>
          );
        }}
      </Load>
      <p>
        <Link to={`/rollouts/${rollout.id}/log`}>The whole log</Link>
      </p>
    </section>
  );
}
