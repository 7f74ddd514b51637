import type { JSX } from 'react';
import { sayDuration } from '#domain/time/duration.ts';
import { Instant } from '../../ui/instant.tsx';
import { sayState, type Standing } from '../../ui/source-words.ts';
import { Tag } from '../../ui/tag.tsx';
import type { StageSource } from './stage-sources.ts';

/** Each source of a stage: how it is, since when, and what can't be told without it. */
export function SourcesTable(props: {
  readonly sources: readonly StageSource[];
  readonly zone: string;
  readonly standing: Standing;
}): JSX.Element {
  const { sources, zone, standing } = props;
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
              <Tag {...sayState(source, standing)} />
              {source.state === 'partial' ? <div>{source.queries?.failing.join('; ')}.</div> : null}
              {source.lastError === null ? null : (
                <div>
                  {source.lastError.message} Failing since{' '}
                  <Instant at={source.lastError.firstSeen} zone={zone} />.
                </div>
              )}
            </td>
            <td>
              <LastGood at={source.lastGood} now={standing.now} zone={zone} />
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
