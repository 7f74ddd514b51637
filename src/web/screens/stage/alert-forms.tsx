import type { JSX } from 'react';
import type { AlertView } from '#contract/notice.ts';
import { minute } from '#domain/time/time.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { useAccept, useHandOver, useTake } from '../../data/records.ts';
import { ifEmpty, useFaults } from '../../ui/faults.tsx';
import { PersonForm } from '../../ui/person-form.tsx';
import { useChoiceDraft, useDraft } from '../../ui/use-draft.ts';
import { useAskedFor } from './use-asked-for.ts';

interface Props {
  readonly alert: AlertView;
}

function idOf(what: string, alert: AlertView): string {
  return `${what}-${alert.id.replaceAll(/\W/g, '-')}`;
}

/** Minutes until whoever takes an alert looks again; without a new line it lapses then. */
const looks = ['15', '30', '60'];
const usualLook = '15';

/** "I'm on it." */
export function TakeForm({ alert }: Props): JSX.Element {
  const take = useTake(alert.id);
  const id = idOf('take', alert);
  const [note, setNote] = useDraft(id, 'note');
  const [look, setLook] = useChoiceDraft(id, 'look', looks, usualLook);
  const [isAsked, part] = useAskedFor(`take=${encodeURIComponent(alert.id)}`);
  return (
    <details open={isAsked} ref={part} className="sw-noprint">
      <summary>I’m on it</summary>
      <PersonForm
        id={id}
        action={`I’m on it, and look again in ${look} minutes`}
        busy={take.isPending}
        failure={failureOf(take.error)}
        done={take.isSuccess}
        onSend={(who) =>
          take.mutate({ who, note, ...(look === usualLook ? {} : { lookIn: Number(look) * minute }) })
        }
      >
        <label htmlFor={`${id}-look`}>
          Next look
          <select id={`${id}-look`} value={look} onChange={(event) => setLook(event.target.value)}>
            {looks.map((one) => (
              <option key={one} value={one}>
                in {one} minutes
              </option>
            ))}
          </select>
        </label>
        <label htmlFor={`${id}-note`}>
          Note
          <input id={`${id}-note`} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
      </PersonForm>
    </details>
  );
}

/** Offers it to somebody else, who has it once they take it. */
export function HandOverForm({ alert }: Props): JSX.Element {
  const hand = useHandOver(alert.id);
  const id = idOf('hand', alert);
  const [to, setTo] = useDraft(id, 'to');
  const [note, setNote] = useDraft(id, 'note');
  const faults = useFaults(() => ifEmpty(`${id}-to`, to, 'Say to whom.'));
  return (
    <details className="sw-noprint">
      <summary>Hand it over</summary>
      <PersonForm
        id={id}
        action="Offer it"
        busy={hand.isPending}
        failure={failureOf(hand.error)}
        done={hand.isSuccess}
        faults={faults}
        onSend={(who) => hand.mutate({ who, to, note })}
      >
        <label htmlFor={`${id}-to`}>
          To which monitor
          <input
            id={`${id}-to`}
            value={to}
            {...faults.at(`${id}-to`)}
            onChange={(event) => setTo(event.target.value)}
          />
        </label>
        <label htmlFor={`${id}-note`}>
          What to look at
          <input id={`${id}-note`} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
      </PersonForm>
    </details>
  );
}

/** "We know, and we go on", for a day at most. */
export function AcceptForm({ alert }: Props): JSX.Element {
  const accept = useAccept(alert.id);
  const id = idOf('accept', alert);
  const [reason, setReason] = useDraft(id, 'reason');
  const faults = useFaults(() => ifEmpty(`${id}-reason`, reason, 'Say why you go on.'));
  return (
    <details className="sw-noprint">
      <summary>We know, and we go on</summary>
      <PersonForm
        id={id}
        action="Accept for a day"
        busy={accept.isPending}
        failure={failureOf(accept.error)}
        done={accept.isSuccess}
        faults={faults}
        onSend={(who) => accept.mutate({ who, reason })}
      >
        <label htmlFor={`${id}-reason`}>
          Reason
          <input
            id={`${id}-reason`}
            value={reason}
            {...faults.at(`${id}-reason`)}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
      </PersonForm>
    </details>
  );
}
