import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Link, useParams } from 'react-router';
import type { Comparison } from '#contract/compare.ts';
import { useConnection } from '../../data/connection.tsx';
import { compareQuery } from '../../data/compare.ts';
import { sayError } from '../../data/fetch-json.ts';
import { useRolloutVerdict } from '../../data/rollout-verdict.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { ExampleTag } from '../../ui/tag.tsx';
import { useVerdictTab } from '../../ui/verdict-tab.ts';
import { agedComparison } from './compare-model.ts';
import { CompareTable } from './compare-table.tsx';
import { MultiplesSection } from './multiples-section.tsx';

/** Did it stay constant from stage to stage? */
export function CompareScreen(): JSX.Element {
  const { id = '' } = useParams();
  const query = useQuery(compareQuery(id));
  const { now, lostSince, stalled } = useConnection();
  useVerdictTab(useRolloutVerdict(id), `Stages compared - ${query.data?.rollout.title ?? 'Rollout'}`);
  return (
    <Load
      query={query}
      waiting={<output>Loading stages...</output>}
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
    >
      {(answered) => (
        <Stages comparison={agedComparison(answered, { now, isCut: lostSince !== null || stalled })} />
      )}
    </Load>
  );
}

function Stages({ comparison }: { readonly comparison: Comparison }): JSX.Element {
  const { rollout, columns, rows } = comparison;
  return (
    <>
      <h1>
        <Link to={`/rollouts/${rollout.id}`}>{rollout.title}</Link> &rsaquo; Stages compared
      </h1>
      {comparison.example ? (
        <p>
          <ExampleTag />
        </p>
      ) : null}
      {columns.length === 0 || rows.length === 0 ? (
        <p>
          {columns.length === 0
            ? 'No stage has run yet, so there is nothing to compare.'
            : 'The plan names no criteria, so there is nothing to compare.'}
        </p>
      ) : (
        <>
          <CompareTable comparison={comparison} />
          <MultiplesSection comparison={comparison} />
        </>
      )}
    </>
  );
}
