import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { ContactList } from '#contract/contacts.ts';
import type { StageView } from '#contract/rollout.ts';
import { contactsQuery, useKeepNumber } from '../../data/contacts.ts';
import { failureOf, sayError } from '../../data/fetch-json.ts';
import { hoursWords, hourUnknown, isHourKnown } from '../../ui/contact-hours.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { ifEmpty, useFaults } from '../../ui/faults.tsx';
import { PersonForm } from '../../ui/person-form.tsx';

type Contact = ContactList[number];

/** Whom to call: those for this hour first. */
export function ContactsSection({ view }: { readonly view: StageView }): JSX.Element {
  const query = useQuery(contactsQuery(view.rollout.id));
  return (
    <section className="sw-section" aria-labelledby="contacts">
      <h2 id="contacts">Who to call</h2>
      <Load
        query={query}
        waiting={<output>Loading contacts...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
      >
        {(contacts) =>
          contacts.length === 0 ? (
            <p>The plan names nobody to call.</p>
          ) : (
            <Table rollout={view.rollout.id} contacts={contacts} isRunning={view.run !== null} />
          )
        }
      </Load>
    </section>
  );
}

function Table(props: {
  readonly rollout: string;
  readonly contacts: ContactList;
  readonly isRunning: boolean;
}): JSX.Element {
  const sorted = props.contacts.toSorted((a, b) => Number(b.now) - Number(a.now));
  const isKnown = isHourKnown(props.contacts);
  return (
    <>
      {isKnown ? null : <p>{hourUnknown}</p>}
      <table className="sw-stack">
        <caption>Contacts of the plan{isKnown ? ', those for this hour first' : ''}</caption>
        <thead>
          <tr>
            <th scope="col">For</th>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">How</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((one) => (
            <tr key={`${one.for} ${one.hours} ${one.role}`}>
              <th scope="row">{one.for}</th>
              <td>
                {hoursWords[one.hours]}
                {one.now && (isKnown || one.hours === 'always') ? <strong> - Now</strong> : null}
              </td>
              <td>{one.role}</td>
              <td>
                <How rollout={props.rollout} contact={one} isRunning={props.isRunning} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function How(props: {
  readonly rollout: string;
  readonly contact: Contact;
  readonly isRunning: boolean;
}): JSX.Element {
  const { via, number, why, ref } = props.contact;
  if (number !== null) {
    return (
      <>
        {via ?? 'Phone'}: <a href={`tel:${number.replaceAll(/[^\d+]/g, '')}`}>{number}</a>
      </>
    );
  }
  const how = via ?? 'The plan does not say how';
  if (why === 'not for your role') return <>{how}. Numbers are told to monitors.</>;
  if (why === 'not readable with this key')
    return <>{how}. A number is on file, but this server’s key can’t read it.</>;
  if (why !== 'none on file' || ref === null) return <>{how}</>;
  return (
    <>
      {how}. No number on file. {props.isRunning ? 'Add it now.' : 'Add it before the stage starts.'}
      <NumberForm rollout={props.rollout} reference={ref} />
    </>
  );
}

function NumberForm(props: { readonly rollout: string; readonly reference: string }): JSX.Element {
  const keep = useKeepNumber(props.rollout);
  const [number, setNumber] = useState('');
  const id = `number-${props.reference}`;
  const faults = useFaults(() => ifEmpty(`${id}-number`, number, 'Write the number.'));
  return (
    <details className="sw-noprint">
      <summary>Add the number</summary>
      <PersonForm
        id={id}
        takes="owner"
        action="Keep number"
        busy={keep.isPending}
        failure={failureOf(keep.error)}
        done={keep.isSuccess}
        faults={faults}
        onSend={(who) => keep.mutate({ ref: props.reference, who, number: number.trim() })}
      >
        <label htmlFor={`${id}-number`}>
          Number
          <input
            id={`${id}-number`}
            type="tel"
            autoComplete="off"
            value={number}
            {...faults.at(`${id}-number`)}
            onChange={(event) => setNumber(event.target.value)}
          />
        </label>
      </PersonForm>
    </details>
  );
}
