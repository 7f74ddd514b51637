import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Link } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import { useConnection } from '../../data/connection.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { sourcesQuery } from '../../data/sources-query.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { isKnown } from '../../ui/source-words.ts';
import { SourcesTable } from './sources-table.tsx';
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
        {(all) => (
          <Standing
            sources={sourcesOfStage(view, all)}
            zone={view.rollout.zone}
            unread={query.error !== null}
          />
        )}
      </Load>
      <p>
        <Link to="/sources">All sources</Link>
      </p>
    </section>
  );
}

function Standing(props: {
  readonly sources: readonly StageSource[];
  readonly zone: string;
  readonly unread: boolean;
}): JSX.Element {
  const { sources, zone, unread } = props;
  const standing = { ...useConnection(), unread };
  if (sources.length === 0) return <p>Nothing of this stage is read from a source.</p>;
  if (isKnown(standing) && areAllWell(sources)) return <p>{sayWell(sources, standing.now)}</p>;
  return <SourcesTable sources={sources} zone={zone} standing={standing} />;
}
