import type { JSX } from 'react';
import { Link } from 'react-router';
import type { SourceHealth } from '#contract/sources.ts';
import { TimeText } from '../../ui/time-text.tsx';
import { isKnown, sayFailing, type Standing } from '../../ui/source-words.ts';
import { sourceZone } from './source-table.tsx';
import { factsOf, needsSomeone, sayIfItStops, type Fact } from './sources-model.ts';

/** Everything known of one source; open where somebody should look. */
export function SourceDetails(props: {
  readonly source: SourceHealth;
  readonly standing: Standing;
}): JSX.Element {
  const { source, standing } = props;
  const { now } = standing;
  const { kind, lastError, dependents } = source;
  const failing = sayFailing(source);
  return (
    <details open={needsSomeone(source)}>
      <summary>{kind}: requests, limits and what depends on it</summary>
      {isKnown(standing) ? null : <p>As it was when it was read last; it is not known now.</p>}
      <dl className="sw-facts">
        {factsOf(source).map((fact) => (
          <FactRow key={fact.term} fact={fact} now={now} />
        ))}
        {failing === null ? null : (
          <div>
            <dt>Queries</dt>
            <dd>
              {failing}: {source.queries?.failing.join('; ')}.
            </dd>
          </div>
        )}
        {lastError === null ? null : (
          <div>
            <dt>Last error</dt>
            <dd>
              {lastError.message} Failing since{' '}
              <TimeText at={lastError.firstSeen} now={now} zone={sourceZone} />.
            </dd>
          </div>
        )}
        <div>
          <dt>Depends on it</dt>
          <dd>
            {dependents.length === 0 ? (
              sayIfItStops(source)
            ) : (
              <ul className="sw-list">
                {dependents.map((one) => (
                  <Dependent key={one.id} dependent={one} />
                ))}
              </ul>
            )}
          </dd>
        </div>
      </dl>
    </details>
  );
}

function FactRow({ fact, now }: { readonly fact: Fact; readonly now: number }): JSX.Element {
  return (
    <div>
      <dt>{fact.term}</dt>
      <dd>
        {fact.text} {fact.at === undefined ? null : <TimeText at={fact.at} now={now} zone={sourceZone} />}
      </dd>
    </div>
  );
}

function Dependent(props: { readonly dependent: SourceHealth['dependents'][number] }): JSX.Element {
  const { id, title, running, criteria, traffic, toggles } = props.dependent;
  const said = [
    ...criteria.map(({ label }) => label),
    ...(traffic ? ['traffic split'] : []),
    ...toggles.map((toggle) => `allotment of ${toggle}`),
  ];
  return (
    <li>
      <Link to={`/rollouts/${id}`}>{title}</Link>
      {running ? ' (running)' : ''}: {said.join(', ')}
    </li>
  );
}
