import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import { useLocation } from 'react-router';
import type { AlertView } from '#contract/notice.ts';
import type { StageView } from '#contract/rollout.ts';
import { sayTime } from '#domain/time/zone.ts';
import { failureOf, sayError } from '../../data/fetch-json.ts';
import { alertsQuery, useAccept, useTake } from '../../data/records.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { PersonForm } from '../../ui/person-form.tsx';

/** What needs somebody at this stage, and who is on it. Nothing is shown where nothing is open. */
export function AlertsSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const query = useQuery(alertsQuery);
  if (query.isError) return <FailureNotice {...sayError(query.error)} title="Open alerts can't be read." />;
  const open = (query.data ?? []).filter(
    (one) => one.rollout === view.rollout.id && one.stage === view.stage.id,
  );
  if (open.length === 0) return null;
  return (
    <section className="sw-section" aria-labelledby="alerts">
      <h2 id="alerts">Needs somebody</h2>
      <ul>
        {open.map((alert) => (
          <li key={alert.id}>
            <Alert alert={alert} zone={view.rollout.zone} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Alert({ alert, zone }: { readonly alert: AlertView; readonly zone: string }): JSX.Element {
  const take = useTake(alert.id);
  const accept = useAccept(alert.id);
  const [note, setNote] = useState('');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const asked = useLocation().hash === `#take=${encodeURIComponent(alert.id)}`;
  const id = alert.id.replaceAll(/\W/g, '-');
  return (
    <>
      <p>
        <strong>{alert.reason}</strong> {alert.evidence} Since {sayTime(alert.openedAt, zone)}.{' '}
        {alert.taken === null ? 'Nobody is on it yet.' : sayTaken(alert.taken, zone)}
      </p>
      <details open={asked} className="sw-noprint">
        <summary>I’m on it</summary>
        <PersonForm
          id={`take-${id}`}
          action="I’m on it, and look again in 15 minutes"
          busy={take.isPending}
          failure={failureOf(take.error)}
          done={take.isSuccess}
          onSend={(who) => take.mutate({ who, note })}
        >
          <label htmlFor={`take-${id}-note`}>
            Note
            <input id={`take-${id}-note`} value={note} onChange={(event) => setNote(event.target.value)} />
          </label>
        </PersonForm>
      </details>
      <details className="sw-noprint">
        <summary>We know, and we go on</summary>
        <PersonForm
          id={`accept-${id}`}
          action="Accept for a day"
          busy={accept.isPending}
          failure={failureOf(accept.error)}
          done={accept.isSuccess}
          onSend={(who) => {
            setMissing(reason.trim() === '');
            if (reason.trim() !== '') accept.mutate({ who, reason });
          }}
        >
          <label htmlFor={`accept-${id}-reason`}>
            Reason
            <input
              id={`accept-${id}-reason`}
              value={reason}
              aria-invalid={missing}
              aria-describedby={missing ? `accept-${id}-missing` : undefined}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
        </PersonForm>
        {missing ? (
          <p id={`accept-${id}-missing`} role="alert">
            Nothing was saved: say why you go on.
          </p>
        ) : null}
      </details>
    </>
  );
}

function sayTaken(taken: NonNullable<AlertView['taken']>, zone: string): string {
  const note = taken.note === '' ? '' : ` “${taken.note}”`;
  return `${taken.by} is on it and looks again at ${sayTime(taken.until, zone)}.${note}`;
}
