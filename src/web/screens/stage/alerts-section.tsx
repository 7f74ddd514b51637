import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { AlertView } from '#contract/notice.ts';
import type { StageView } from '#contract/rollout.ts';
import { sayTimeLeft } from '#domain/time/duration.ts';
import { sayBothNear, sayTimeNear } from '#domain/time/say-near.ts';
import { isAcceptable } from '#domain/verdict/accepts.ts';
import { useConnection } from '../../data/connection.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { contactsQuery } from '../../data/contacts.ts';
import { alertsQuery } from '../../data/records.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { Prose } from '../../ui/prose.tsx';
import { sayContact, whoToCall } from './who-to-call.ts';
import { AcceptForm, HandOverForm, TakeForm } from './alert-forms.tsx';

/** What needs somebody at this stage, and who is on it. That nothing is open is said: it must not look like what was not read yet. */
export function AlertsSection({ view }: { readonly view: StageView }): JSX.Element {
  const query = useQuery(alertsQuery);
  return (
    <Load
      query={query}
      waiting={<output>Reading alerts...</output>}
      renderFailed={(error) => (
        <FailureNotice
          {...sayError(error)}
          title="Open alerts can't be read"
          onRetry={() => void query.refetch()}
        />
      )}
    >
      {(alerts) => <Open alerts={alerts} view={view} isOld={query.error !== null} />}
    </Load>
  );
}

function Open(props: {
  readonly alerts: readonly AlertView[];
  readonly view: StageView;
  readonly isOld: boolean;
}): JSX.Element {
  const { alerts, view, isOld } = props;
  const open = alerts.filter((one) => one.rollout === view.rollout.id && one.stage === view.stage.id);
  if (open.length === 0) return <p>{isOld ? 'No alert was open then.' : 'No open alerts.'}</p>;
  return (
    <section className="sw-section" aria-labelledby="alerts">
      <h2 id="alerts">Needs somebody</h2>
      <ul className="sw-alerts">
        {open.map((alert) => (
          <li key={alert.id}>
            <Alert alert={alert} view={view} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Alert({ alert, view }: { readonly alert: AlertView; readonly view: StageView }): JSX.Element {
  const { zone } = view.rollout;
  return (
    <>
      <p>
        <strong>
          <Prose text={alert.reason} />
        </strong>{' '}
        <Prose text={alert.evidence} /> Since {sayBothNear(alert.openedAt, view.verdict.judgedAt, zone)} (
        <Lasting since={alert.openedAt} />
        ). {sayTaken(alert, view.verdict.judgedAt, zone)}
      </p>
      <CallNow alert={alert} view={view} />
      <TakeForm alert={alert} />
      <HandOverForm alert={alert} />
      {isAcceptableHere(alert, view) ? <AcceptForm alert={alert} /> : null}
    </>
  );
}

/** For how long it has been open, by the server's clock. */
function Lasting({ since }: { readonly since: number }): string {
  const { now } = useConnection();
  return sayTimeLeft(Math.max(0, now - since));
}

/** Whom the plan says to call about this, at this hour. */
function CallNow({
  alert,
  view,
}: {
  readonly alert: AlertView;
  readonly view: StageView;
}): JSX.Element | null {
  const { data: contacts } = useQuery(contactsQuery(view.rollout.id));
  if (contacts === undefined) return null;
  const label = view.criteria.find((one) => one.id === alert.about)?.label ?? '';
  const call = whoToCall(contacts, `${label} ${alert.reason}`);
  return (
    <p>
      <strong>Who to call now: </strong>
      {call.length === 0 ? 'the plan names nobody for this hour.' : `${call.map(sayContact).join('; ')}.`}
    </p>
  );
}

/** Only a criterion can be accepted, and not one that can't be seen or that is over a roll-back limit now. */
function isAcceptableHere(alert: AlertView, view: StageView): boolean {
  const reading = view.verdict.readings.find((one) => one.criterion === alert.about);
  return reading !== undefined && isAcceptable(reading);
}

function sayTaken({ taken, handedTo = null }: AlertView, now: number, zone: string): string {
  const offered =
    handedTo === null
      ? ''
      : ` Offered to ${handedTo.to} by ${handedTo.by}, ${sayTimeNear(handedTo.at, now, zone)}; they have it once they take it.${quoted(handedTo.note)}`;
  if (taken === null) return `Nobody is on it yet.${offered}`;
  return `${taken.by} is on it and looks again at ${sayTimeNear(taken.until, now, zone)}.${quoted(taken.note)}${offered}`;
}

function quoted(note: string): string {
  return note === '' ? '' : ` “${note}”`;
}
