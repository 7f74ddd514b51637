import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { Rollout } from '#contract/rollout.ts';
import { contactsQuery } from '../../data/contacts.ts';
import { sayError } from '../../data/fetch-json.ts';
import { rolloutQuery, stageQuery } from '../../data/queries.ts';
import { sayShare } from '../../ui/allotment-words.ts';
import { hoursWords } from '../../ui/contact-hours.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Load } from '../../ui/load.tsx';
import { numbered } from '../../ui/numbered.ts';

/** What of the plan has a state: what each toggle gives, whom to call for what and when, and which boxes are done. */
export function StandingSection({ id }: { readonly id: string }): JSX.Element {
  const query = useQuery(rolloutQuery(id));
  return (
    <section className="sw-section" aria-labelledby="standing">
      <h2 id="standing">As it stands now</h2>
      <Load
        query={query}
        waiting={<output>Reading toggles...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
      >
        {(rollout) => (
          <>
            <Toggles rollout={rollout} />
            {rollout.currentStage === null ? null : (
              <Checklist rollout={rollout} stage={rollout.currentStage} />
            )}
          </>
        )}
      </Load>
      <Contacts id={id} />
    </section>
  );
}

function Toggles({ rollout }: { readonly rollout: Rollout }): JSX.Element | null {
  if (rollout.toggles.length === 0) return null;
  return (
    <table className="sw-stack">
      <caption>Toggles</caption>
      <thead>
        <tr>
          <th scope="col">Toggle</th>
          <th scope="col">Decides by</th>
          <th scope="col">Gives now</th>
        </tr>
      </thead>
      <tbody>
        {rollout.toggles.map(({ key, actor }) => {
          const one = rollout.allotments.find((allotment) => allotment.toggle === key);
          return (
            <tr key={key}>
              <th scope="row">{key}</th>
              <td>{actor}</td>
              <td>
                {one === undefined ? (
                  'Not known'
                ) : (
                  <>
                    {sayShare(one)}, read <Instant at={one.at} zone={rollout.zone} />
                  </>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Contacts({ id }: { readonly id: string }): JSX.Element {
  const query = useQuery(contactsQuery(id));
  return (
    <Load
      query={query}
      waiting={<output>Loading contacts...</output>}
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
    >
      {(contacts) =>
        contacts.length === 0 ? (
          <p>The plan names nobody to call.</p>
        ) : (
          <table className="sw-stack">
            <caption>Who to call</caption>
            <thead>
              <tr>
                <th scope="col">For</th>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">How</th>
              </tr>
            </thead>
            <tbody>
              {numbered(contacts).map(({ one, key }) => (
                <tr key={key}>
                  <th scope="row">{one.for}</th>
                  <td>{hoursWords[one.hours]}</td>
                  <td>{one.role}</td>
                  <td>{one.number ?? one.via ?? 'The plan does not say how'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    </Load>
  );
}

/** The boxes of the stage the rollout is at, and of the whole rollout. */
function Checklist(props: { readonly rollout: Rollout; readonly stage: string }): JSX.Element {
  const query = useQuery(stageQuery(props.rollout.id, props.stage, null));
  return (
    <Load
      query={query}
      waiting={<output>Loading the checklist...</output>}
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
    >
      {({ people: { checklist = [] } }) =>
        checklist.length === 0 ? (
          <p>The plan has no checklist for this stage.</p>
        ) : (
          <table className="sw-stack">
            <caption>Checklist</caption>
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Owner</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {numbered(checklist).map(({ one, key }) => (
                <tr key={key}>
                  <th scope="row">{one.text}</th>
                  <td>{one.owner ?? 'Nobody named'}</td>
                  <td>{sayBox(one)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    </Load>
  );
}

function sayBox({
  ticked,
  done,
}: {
  readonly ticked: boolean;
  readonly done: { readonly by: string } | null;
}): string {
  if (done !== null) return `Done by ${done.by}`;
  return ticked ? 'Ticked in the plan' : 'Open';
}
