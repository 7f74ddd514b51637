import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { Link } from 'react-router';
import type { AskedPeople } from '#contract/asked-people.ts';
import { readingTags } from '#domain/verdict/reading.ts';
import { sayError } from '../../data/fetch-json.ts';
import { askedPeopleQuery } from '../../data/sources-query.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { isKnown, type Standing } from '../../ui/source-words.ts';
import { readingLook, verdictLook } from '../../ui/state-look.ts';
import { ExampleTag, Tag } from '../../ui/tag.tsx';
import { TimeText } from '../../ui/time-text.tsx';

/** People are a source as well: what they are asked in stages that run, and when they answered last. */
export function PeopleSection({ standing }: { readonly standing: Standing }): JSX.Element {
  const query = useQuery(askedPeopleQuery);
  return (
    <section className="sw-section" aria-labelledby="people">
      <h2 id="people">People</h2>
      <Load
        query={query}
        waiting={<output>Loading what people are asked...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
      >
        {(asked) =>
          asked.length === 0 ? (
            <p>
              {isKnown({ ...standing, unread: query.error !== null })
                ? 'No stage that runs, of a plan that can be read, asks people anything now.'
                : 'When it was read last, no stage that ran asked people anything.'}
            </p>
          ) : (
            <PeopleTable asked={asked} standing={{ ...standing, unread: query.error !== null }} />
          )
        }
      </Load>
    </section>
  );
}

function PeopleTable(props: {
  readonly asked: readonly AskedPeople[];
  readonly standing: Standing;
}): JSX.Element {
  return (
    <table className="sw-stack">
      <caption>What people are asked in stages that run</caption>
      <thead>
        <tr>
          <th scope="col">Question</th>
          <th scope="col">State</th>
          <th scope="col">Last answer</th>
          <th scope="col">Asked</th>
          <th scope="col">Without an answer</th>
        </tr>
      </thead>
      <tbody>
        {props.asked.map((one) => (
          <Row
            key={`${one.rollout.id} ${one.stage.id} ${one.criterion}`}
            one={one}
            standing={props.standing}
          />
        ))}
      </tbody>
    </table>
  );
}

function Row({ one, standing }: { readonly one: AskedPeople; readonly standing: Standing }): JSX.Element {
  const { rollout, stage, answeredAt } = one;
  const path = `/rollouts/${rollout.id}/stages/${stage.id}`;
  return (
    <tr>
      <th scope="row">
        <Link to={`${path}#report=${encodeURIComponent(one.criterion)}`}>{one.label}</Link>{' '}
        {one.example ? <ExampleTag /> : null}
        <div className="sw-quiet">
          {stage.label} of {rollout.title}
        </div>
      </th>
      <td>
        <StateTag one={one} standing={standing} />
      </td>
      <td>
        <span className="sw-narrow sw-quiet">Last answer: </span>
        {answeredAt === null ? (
          sayNone(one)
        ) : (
          <TimeText at={answeredAt} now={standing.now} zone={rollout.zone} />
        )}
      </td>
      <td>
        <span className="sw-narrow sw-quiet">Asked: </span>
        {one.rhythm}
      </td>
      <td>
        <span className="sw-narrow sw-quiet">Without an answer: </span>
        {one.watched ? 'Nothing waits: it is watched by choice' : 'The stage is not ready to advance'}
      </td>
    </tr>
  );
}

function sayNone({ state }: AskedPeople): string {
  return state === null ? 'Not known yet' : 'None in this stage';
}

/** Past a lost server, a watcher that stalled or a read that failed, an answer may have come that nobody here knows of. */
function StateTag(props: { readonly one: AskedPeople; readonly standing: Standing }): JSX.Element {
  const { state } = props.one;
  if (!isKnown(props.standing)) return <Tag look={verdictLook.blind} word="Not known now" />;
  if (state === null) return <Tag look={verdictLook['not-started']} word="Not judged yet" />;
  return <Tag look={readingLook[state]} word={readingTags[state]} />;
}
