import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { SourceHealth } from '#contract/sources.ts';
import { useConnection } from '../../data/connection.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { sourcesQuery } from '../../data/sources-query.ts';
import { useTitle } from '../../ui/announce.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { PeopleSection } from './people-section.tsx';
import { SourceDetails } from './source-details.tsx';
import { isKnown, type Standing } from '../../ui/source-words.ts';
import { SourceTable } from './source-table.tsx';
import { needsSomeone, sayAll, splitSources } from './sources-model.ts';
import { WaysSection } from './ways-section.tsx';

/** Can the page be trusted? Each source, when it last answered, and what stops with it. */
export function SourcesScreen(): JSX.Element {
  const query = useQuery(sourcesQuery);
  const standing = { ...useConnection(), unread: query.error !== null };
  const bad = splitSources(query.data ?? []).shown.filter(needsSomeone).length;
  useTitle(`${sayNeeded(bad, isKnown(standing))}Sources - Stagewatch`);
  return (
    <>
      <h1>Sources</h1>
      <Load
        query={query}
        waiting={<output>Loading sources...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
      >
        {(sources) => <Sources sources={sources} standing={standing} />}
      </Load>
    </>
  );
}

function sayNeeded(bad: number, known: boolean): string {
  if (!known) return 'Not known now - ';
  return bad === 0 ? '' : `${bad} ${bad === 1 ? 'needs' : 'need'} someone - `;
}

interface SourcesProps {
  readonly sources: readonly SourceHealth[];
  readonly standing: Standing;
}

function Sources({ sources, standing }: SourcesProps): JSX.Element {
  const { shown, unset } = splitSources(sources);
  const ways = sources.flatMap((one) => one.ways);
  const notSetUp = unset.map((one) => one.kind).join(', ');
  return (
    <>
      {shown.length === 0 ? (
        <p>
          <strong>No source is set up, and no plan asks for one.</strong> Set the variables of a source, such
          as STAGEWATCH_DATADOG_SITE or STAGEWATCH_PROMETHEUS_URL, and restart.
        </p>
      ) : (
        <>
          <p>
            <strong>{sayAll(shown, standing)}</strong>
          </p>
          <div className="sw-section">
            <SourceTable sources={shown} standing={standing} />
          </div>
          <section className="sw-section" aria-labelledby="details">
            <h2 id="details">Each source</h2>
            {shown.map((one) => (
              <SourceDetails key={one.id} source={one} standing={standing} />
            ))}
          </section>
        </>
      )}
      <PeopleSection standing={standing} />
      {notSetUp === '' ? null : (
        <p className="sw-quiet sw-section">Not set up, and not asked for by any plan: {notSetUp}.</p>
      )}
      {ways.length === 0 ? null : <WaysSection ways={ways} now={standing.now} />}
    </>
  );
}
