import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { Link } from 'react-router';
import { sayTime } from '#domain/time/zone.ts';
import { rolloutQuery } from '../../data/queries.ts';
import { noticePermission, stagesWanted, useSnooze, wantNotices } from '../../data/my-notices.ts';

const permissionWords = {
  granted: 'This browser may notify you.',
  default: 'You have not been asked yet. The button “Notify me about this stage” on a stage’s page asks.',
  denied:
    'This browser blocks notices from Stagewatch. Allow them in its settings for this site, then reload.',
  unsupported: 'This browser can’t notify you.',
} as const;

/** What this browser notifies about, and what is put off. */
export function MyNotices(): JSX.Element {
  const [stages, setStages] = useState(stagesWanted);
  const permission = noticePermission();
  return (
    <section className="sw-section" aria-labelledby="mine">
      <h2 id="mine">My notices</h2>
      <p>{permissionWords[permission]}</p>
      {stages.length === 0 ? (
        <p>It notifies you about no stage.</p>
      ) : (
        <>
          <p>
            {permission === 'granted'
              ? 'It notifies you about these stages, each while a tab that has opened its page is open:'
              : 'It would notify you about these stages, if it were allowed to:'}
          </p>
          <ul>
            {stages.map((of) => (
              <li key={of}>
                <OneStage
                  of={of}
                  onStop={() => {
                    wantNotices(of, false);
                    setStages(stagesWanted());
                  }}
                />
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="sw-small">
        Put notices about a stage off on its page. A broken roll-back limit and Can’t tell are never put off.
      </p>
    </section>
  );
}

/** Named as its own page names it; by its ids where the plan can't be read or has it no more. */
function OneStage({ of, onStop }: { readonly of: string; readonly onStop: () => void }): JSX.Element {
  const [rollout = '', stage = ''] = of.split('/');
  const [snooze, setSnooze] = useSnooze(of);
  const { data } = useQuery(rolloutQuery(rollout));
  const title = data?.title ?? rollout;
  const label = data?.stages.find(({ id }) => id === stage)?.label ?? stage;
  return (
    <>
      <Link to={`/rollouts/${rollout}/stages/${stage}`}>
        {title}, {label}
      </Link>
      {snooze === null ? null : (
        <>
          {' '}
          Put off until {sayTime(snooze.until, data?.zone ?? 'America/New_York')}: {snooze.reason}{' '}
          <button type="button" className="sw-link" onClick={() => setSnooze(null)}>
            Notify me again now
          </button>
        </>
      )}{' '}
      <button type="button" className="sw-link" onClick={onStop}>
        Stop notifying me about {label} of {title}
      </button>
    </>
  );
}
