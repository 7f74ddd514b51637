import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { AlertView } from '#contract/notice.ts';
import type { ContactList } from '#contract/contacts.ts';
import type { Rollout } from '#contract/rollout.ts';
import { sayInstant, sayTime } from '#domain/time/zone.ts';
import { contactsQuery } from '../../data/contacts.ts';
import { sayError } from '../../data/fetch-json.ts';
import { alertsQuery } from '../../data/records.ts';
import { hourUnknown, isHourKnown } from '../../ui/contact-hours.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Prose } from '../../ui/prose.tsx';
import { Load } from '../../ui/load.tsx';
import { sayOpened } from '../../ui/opened-words.ts';

/** Who is on it, whom to call at this hour, and when that changes. */
export function PeopleSection({ rollout }: { readonly rollout: Rollout }): JSX.Element {
  const alerts = useQuery(alertsQuery);
  const contacts = useQuery(contactsQuery(rollout.id));
  return (
    <section className="sw-section" aria-labelledby="people">
      <h2 id="people">People</h2>
      <Watcher rollout={rollout} />
      <Load
        query={alerts}
        waiting={<output>Loading who is on it...</output>}
        renderFailed={(error) => (
          <FailureNotice
            {...sayError(error)}
            title="Open alerts can’t be read"
            onRetry={() => void alerts.refetch()}
          />
        )}
      >
        {(all) => (
          <OnIt
            alerts={all.filter((one) => one.rollout === rollout.id)}
            zone={rollout.zone}
            isOld={alerts.isError}
          />
        )}
      </Load>
      <Load
        query={contacts}
        waiting={<output>Loading contacts...</output>}
        renderFailed={(error) => (
          <FailureNotice
            {...sayError(error)}
            title="Contacts can’t be read"
            onRetry={() => void contacts.refetch()}
          />
        )}
      >
        {(all) => <ToCall contacts={all} rollout={rollout} />}
      </Load>
    </section>
  );
}

/** Who watches the stage now, by the log of hand-overs; who started its run, where nobody has taken the watch. */
function Watcher({ rollout }: { readonly rollout: Rollout }): JSX.Element {
  const open = rollout.stages.flatMap((stage) =>
    stage.runs.flatMap((run) => (run.end === null ? [{ label: stage.label, run }] : [])),
  );
  const [first] = open;
  if (first === undefined) return <p>No stage runs, so nothing is judged.</p>;
  const { label, run } = first;
  const { by = null, offeredTo = null } = rollout.watch ?? {};
  return (
    <p>
      {by === null ? 'Nobody has said that they watch.' : <strong>{by} watches.</strong>}{' '}
      {offeredTo === null ? '' : `The watch is offered to ${offeredTo}, who has not taken it yet. `}
      Stagewatch has judged {label} since {sayInstant(run.start, rollout.zone)}: {sayOpened(run.openedBy)}.
    </p>
  );
}

function OnIt({
  alerts,
  zone,
  isOld,
}: {
  readonly alerts: readonly AlertView[];
  readonly zone: string;
  /** True where the newest could not be read. */
  readonly isOld: boolean;
}): JSX.Element {
  if (alerts.length === 0)
    return (
      <p>
        {isOld
          ? 'When they were last read, no alert was open.'
          : 'No alert is open, so nobody has taken one.'}
      </p>
    );
  return (
    <ul>
      {alerts.map((alert) => (
        <li key={alert.id}>
          <Prose text={alert.reason} /> <strong>{sayTaken(alert, zone)}</strong>
        </li>
      ))}
    </ul>
  );
}

function sayTaken({ taken, handedTo = null }: AlertView, zone: string): string {
  const now =
    taken === null
      ? 'Nobody is on it.'
      : `${taken.by} is on it and looks again at ${sayTime(taken.until, zone)}.`;
  return handedTo === null ? now : `${now} Offered to ${handedTo.to}, who has not taken it yet.`;
}

function sayNow(now: ContactList): string {
  return now.length === 0
    ? 'The plan names nobody to call at this hour.'
    : `To call now: ${now.map((one) => `${one.role} (${one.for})`).join('; ')}.`;
}

const hours = { business: 'business hours', after: 'after hours', always: 'any hour' } as const;

function sayEither(now: ContactList): string {
  return `To call: ${now.map((one) => `${one.role} (${one.for}, ${hours[one.hours]})`).join('; ')}.`;
}

function ToCall({
  contacts,
  rollout,
}: {
  readonly contacts: ContactList;
  readonly rollout: Rollout;
}): JSX.Element {
  if (contacts.length === 0) return <p>The plan names nobody to call.</p>;
  const now = contacts.filter((one) => one.now);
  return (
    <>
      <p>
        {isHourKnown(contacts) ? sayNow(now) : `${sayEither(now)} ${hourUnknown}`}{' '}
        {rollout.handOverAt === null
          ? 'The plan gives no hour at which that changes.'
          : `Next hand-over: ${sayInstant(rollout.handOverAt, rollout.zone)}, when business hours begin or end.`}
      </p>
    </>
  );
}
