import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Link } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { useConnection } from '../../data/connection.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { sourcesQuery } from '../../data/sources-query.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Load } from '../../ui/load.tsx';
import { sayState } from '../../ui/source-words.ts';
import { Tag } from '../../ui/tag.tsx';
import { areAllWell, sayWell, sourcesOfStage, type StageSource } from './stage-sources.ts';

/** Whether the numbers of this stage still come: one line while they do, a table from the moment one does not. */
export function SourcesSection({ view }: { readonly view: StageView }): JSX.Element {
  const query = useQuery(sourcesQuery);
  return (
    <section className="sw-section" aria-labelledby="sources">
      <h2 id="sources">Sources</h2>
      <Load
        query={query}
        waiting={<output>Reading sources...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
      >
        {(all) => <Standing sources={sourcesOfStage(view, all)} zone={view.rollout.zone} />}
      </Load>
      <p>
        <Link to="/sources">All sources</Link>
      </p>
    </section>
  );
}

function Standing(props: { readonly sources: readonly StageSource[]; readonly zone: string }): JSX.Element {
  const { sources, zone } = props;
  const connection = useConnection();
  const isCut = connection.lostSince !== null || connection.stalled;
  if (sources.length === 0) return <p>Nothing of this stage is read from a source.</p>;
  if (!isCut && areAllWell(sources)) return <p>{sayWell(sources, connection.now)}</p>;
  return (
    <table className="sw-stack">
      <caption>Where the numbers of this stage come from</caption>
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">State</th>
          <th scope="col">Last good answer</th>
          <th scope="col">What it takes along</th>
        </tr>
      </thead>
      <tbody>
        {sources.map(({ source, takes }) => (
          <tr key={source.id}>
            <th scope="row">{source.kind}</th>
            <td>
              <Tag {...sayState(source, connection)} />
              {source.lastError === null ? null : (
                <div>
                  {source.lastError.message} Failing since{' '}
                  <Instant at={source.lastError.firstSeen} zone={zone} />.
                </div>
              )}
            </td>
            <td>
              <LastGood at={source.lastGood} now={connection.now} zone={zone} />
            </td>
            <td>
              <span className="sw-narrow sw-quiet">What it takes along: </span>
              {takes}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LastGood(props: {
  readonly at: number | null;
  readonly now: number;
  readonly zone: string;
}): JSX.Element {
  const { at, now, zone } = props;
  return (
    <>
      <span className="sw-narrow sw-quiet">Last good answer: </span>
      {at === null ? (
        'Never'
      ) : (
        <>
          <Instant at={at} zone={zone} />, {sayDuration(Math.max(0, now - at))} ago
        </>
      )}
    </>
  );
}
