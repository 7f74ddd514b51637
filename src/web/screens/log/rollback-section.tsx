import type { JSX } from 'react';
import { sayInstant } from '#domain/time/zone.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { useResolve, useRollbackRecord } from '../../data/rollback-records.ts';
import { ifEmpty, useFaults } from '../../ui/faults.tsx';
import { PersonForm } from '../../ui/person-form.tsx';
import { readTickets } from '../../ui/read-tickets.ts';
import type { Names } from '../../ui/log-words.ts';
import { useDraft } from '../../ui/use-draft.ts';
import type { Rollback } from './rollback-model.ts';

const unknown = 'Not recorded yet';

/** Each rollback in the five fields of a release plan. What is missing is asked for here. */
export function RollbackSection(props: {
  readonly rollout: string;
  readonly rollbacks: readonly Rollback[];
  readonly names: Names;
}): JSX.Element | null {
  if (props.rollbacks.length === 0) return null;
  return (
    <section className="sw-section" aria-labelledby="rollbacks">
      <h2 id="rollbacks">Rollback record</h2>
      {props.rollbacks.map((one) => (
        <Record key={one.decision} rollout={props.rollout} rollback={one} names={props.names} />
      ))}
    </section>
  );
}

function Record(props: {
  readonly rollout: string;
  readonly rollback: Rollback;
  readonly names: Names;
}): JSX.Element {
  const { rollout, rollback, names } = props;
  const { reason, confirmed, severity, tickets, resolved, at, by, stage } = rollback;
  const done = confirmed === null ? 'not confirmed yet' : `confirmed ${sayInstant(confirmed, names.zone)}`;
  return (
    <div>
      <h3>{stage === null ? 'Rollback' : `Rollback of ${names.stage(stage)}`}</h3>
      <dl className="sw-facts">
        <Field name="Reason" text={reason} />
        <Field name="Date" text={`${sayInstant(at, names.zone)}, by ${by}; ${done}`} />
        <Field name="Severity and impact" text={severity} />
        <Field name="Tickets" text={tickets.length === 0 ? null : tickets.join(', ')} />
        <Field
          name="Resolved"
          text={
            resolved === null
              ? null
              : `${resolved.note} (${sayInstant(resolved.at, names.zone)}, by ${resolved.by})`
          }
        />
      </dl>
      {severity === null || tickets.length === 0 ? (
        <ImpactForm rollout={rollout} rollback={rollback} />
      ) : null}
      {resolved === null ? <ResolvedForm rollout={rollout} rollback={rollback} /> : null}
    </div>
  );
}

function Field({ name, text }: { readonly name: string; readonly text: string | null }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{text ?? <strong>{unknown}</strong>}</dd>
    </div>
  );
}

interface FormProps {
  readonly rollout: string;
  readonly rollback: Rollback;
}

function ImpactForm({ rollout, rollback }: FormProps): JSX.Element {
  const send = useRollbackRecord(rollout, rollback.decision);
  const id = `impact-${rollback.decision}`;
  const [severity, setSeverity] = useDraft(id, 'severity', rollback.severity ?? '');
  const [tickets, setTickets] = useDraft(id, 'tickets', rollback.tickets.join('\n'));
  const faults = useFaults(() =>
    ifEmpty(`${id}-severity`, severity, 'Say how many people were affected, and how.'),
  );
  return (
    <details className="sw-noprint" open={rollback.severity === null}>
      <summary>Say how bad it was</summary>
      <PersonForm
        id={id}
        action="Record impact"
        busy={send.isPending}
        failure={failureOf(send.error)}
        done={send.isSuccess}
        faults={faults}
        onSend={(who) => send.mutate({ who, severity, tickets: readTickets(tickets) })}
      >
        <label htmlFor={`${id}-severity`}>
          Severity and impact
          <textarea
            id={`${id}-severity`}
            rows={2}
            value={severity}
            {...faults.at(`${id}-severity`)}
            onChange={(event) => setSeverity(event.target.value)}
          />
        </label>
        <label htmlFor={`${id}-tickets`}>
          Tickets, one per line
          <textarea
            id={`${id}-tickets`}
            rows={2}
            value={tickets}
            onChange={(event) => setTickets(event.target.value)}
          />
        </label>
      </PersonForm>
    </details>
  );
}

function ResolvedForm({ rollout, rollback }: FormProps): JSX.Element {
  const send = useResolve(rollout, rollback.decision);
  const id = `resolved-${rollback.decision}`;
  const [note, setNote] = useDraft(id, 'note');
  const faults = useFaults(() => ifEmpty(`${id}-note`, note, 'Say how it was resolved.'));
  return (
    <details className="sw-noprint">
      <summary>It is resolved</summary>
      <PersonForm
        id={id}
        action="Record as resolved"
        busy={send.isPending}
        failure={failureOf(send.error)}
        done={send.isSuccess}
        faults={faults}
        onSend={(who) => send.mutate({ who, note })}
      >
        <label htmlFor={`${id}-note`}>
          How it was resolved
          <input
            id={`${id}-note`}
            value={note}
            {...faults.at(`${id}-note`)}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
      </PersonForm>
    </details>
  );
}
