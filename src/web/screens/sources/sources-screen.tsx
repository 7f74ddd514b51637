import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { SourceHealth } from '#contract/rollout.ts';
import { sayError } from '../../data/fetch-json.ts';
import { sourcesQuery } from '../../data/queries.ts';
import { useTitle } from '../../ui/announce.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import type { Look } from '../../ui/state-look.ts';
import { ExampleTag, Tag } from '../../ui/tag.tsx';
import { TimeText } from '../../ui/time-text.tsx';

const looks: Readonly<Record<SourceHealth['state'], { readonly word: string; readonly look: Look }>> = {
  ok: { word: 'Up to date', look: { shape: 'check', tone: 'met' } },
  late: { word: 'Late', look: { shape: 'diamond', tone: 'blind' } },
  failing: { word: 'Failing', look: { shape: 'diamond', tone: 'blind' } },
  unused: { word: 'Not read yet', look: { shape: 'circle', tone: 'off' } },
  'not-configured': { word: 'Not configured', look: { shape: 'diamond', tone: 'blind' } },
};

const zone = 'America/New_York';

/** Can the page be trusted? Each source, when it last answered, and what stops with it. */
export function SourcesScreen(): JSX.Element {
  const query = useQuery(sourcesQuery);
  useTitle('Sources - Stagewatch');
  return (
    <>
      <h1>Sources</h1>
      <Load
        query={query}
        waiting={<output>Loading sources...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
      >
        {(sources) => (
          <table className="sw-stack">
            <caption>Where the numbers come from</caption>
            <thead>
              <tr>
                <th scope="col">Source</th>
                <th scope="col">State</th>
                <th scope="col">Last good answer</th>
                <th scope="col">Newest point</th>
                <th scope="col">If it stops</th>
              </tr>
            </thead>
            <tbody>
              {sources.map((source) => (
                <tr key={source.id}>
                  <th scope="row">
                    {source.kind} {source.example ? <ExampleTag /> : null}
                  </th>
                  <td>
                    <Tag {...looks[source.state]} />
                    {source.lastError === null ? null : <p>{source.lastError.message}</p>}
                  </td>
                  <td>
                    {source.lastGood === null ? 'Never' : <TimeText at={source.lastGood} zone={zone} />}
                  </td>
                  <td>
                    {source.newestPoint === null ? 'None' : <TimeText at={source.newestPoint} zone={zone} />}
                  </td>
                  <td>{source.dependents.length} criteria can’t be judged</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Load>
    </>
  );
}
