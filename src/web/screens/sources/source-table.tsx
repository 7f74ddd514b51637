import type { JSX } from 'react';
import type { SourceHealth } from '#contract/sources.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { ExampleTag, Tag } from '../../ui/tag.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { sayState, type Standing } from '../../ui/source-words.ts';
import { sayGives, sayIfItStops } from './sources-model.ts';

/** Sources belong to no rollout, so their times are in the first zone of all screens. */
export const sourceZone = 'America/New_York';

/** A row for each source: what it gives, since when, and what stops with it. */
export function SourceTable(props: {
  readonly sources: readonly SourceHealth[];
  readonly standing: Standing;
}): JSX.Element {
  return (
    <table className="sw-stack">
      <caption>Where the numbers come from</caption>
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">State</th>
          <th scope="col">Gives</th>
          <th scope="col">Last good answer</th>
          <th scope="col">Newest point</th>
          <th scope="col">Allowed delay</th>
          <th scope="col">If it stops</th>
        </tr>
      </thead>
      <tbody>
        {props.sources.map((source) => (
          <Row key={source.id} source={source} standing={props.standing} />
        ))}
      </tbody>
    </table>
  );
}

function Row(props: { readonly source: SourceHealth; readonly standing: Standing }): JSX.Element {
  const { source, standing } = props;
  const { lastGood, newestPoint, allowedDelay, allowedFor = null, lastError } = source;
  const retryAt = lastError?.retryAt ?? null;
  return (
    <tr>
      <th scope="row">
        {source.kind} {source.example ? <ExampleTag /> : null}
      </th>
      <td>
        <Tag {...sayState(source, standing)} />
        {source.state === 'partial' ? <p>{source.queries?.failing.join('; ')}</p> : null}
        {lastError === null ? null : <p>{lastError.message}</p>}
        {retryAt === null ? null : (
          <p>
            Asked again at <TimeText at={retryAt} now={standing.now} zone={sourceZone} />.
          </p>
        )}
      </td>
      <td>
        <span className="sw-narrow sw-quiet">Gives: </span>
        {sayGives(source)}
      </td>
      <td>
        <span className="sw-narrow sw-quiet">Last good answer: </span>
        {lastGood === null ? 'Never' : <TimeText at={lastGood} now={standing.now} zone={sourceZone} />}
      </td>
      <td>
        <span className="sw-narrow sw-quiet">Newest point: </span>
        {newestPoint === null ? 'None' : <TimeText at={newestPoint} now={standing.now} zone={sourceZone} />}
      </td>
      <td>
        <span className="sw-narrow sw-quiet">Allowed delay: </span>
        {allowedDelay === null ? 'None stated' : sayDuration(allowedDelay)}
        {allowedFor === null ? null : (
          <div className="sw-quiet">
            For {allowedFor.stage} of {allowedFor.rollout}
          </div>
        )}
      </td>
      <td>
        <span className="sw-narrow sw-quiet">If it stops: </span>
        {sayIfItStops(source)}
      </td>
    </tr>
  );
}
