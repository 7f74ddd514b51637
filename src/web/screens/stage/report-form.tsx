import { useState, type JSX } from 'react';
import type { PostObservation } from '#contract/record-requests.ts';
import type { StageView } from '#contract/rollout.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { newId } from '../../data/new-id.ts';
import { useObserve } from '../../data/records.ts';
import { PersonForm } from '../../ui/person-form.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { topics, type Topic } from './report-topics.ts';

type Severity = NonNullable<PostObservation['severity']>;
const severities: readonly Severity[] = ['few', 'many', 'most'];

/** Anything somebody saw that the plan does not ask about. It goes into the log, and judges nothing. */
export function ReportForm({ view }: { readonly view: StageView }): JSX.Element {
  const observe = useObserve(view.rollout.id, view.stage.id);
  const [entry, setEntry] = useState(newId);
  const [topic, setTopic] = useState<Topic>('anomaly');
  const [severity, setSeverity] = useState<Severity>('few');
  const [note, setNote] = useDraft('report', 'note');
  const [ticket, setTicket] = useDraft('report', 'ticket');
  const [missing, setMissing] = useState(false);
  const send = (who: string): void => {
    setMissing(note.trim() === '');
    if (note.trim() === '') return;
    observe.mutate(
      {
        who,
        id: entry,
        topic,
        note,
        severity: topic === 'anomaly' ? severity : null,
        ticket: ticket.trim() === '' ? null : ticket,
      },
      {
        onSuccess: () => {
          setEntry(newId());
          setNote('');
          setTicket('');
        },
      },
    );
  };
  return (
    <>
      <PersonForm
        id="report"
        action="Record report"
        busy={observe.isPending}
        failure={failureOf(observe.error)}
        done={observe.isSuccess}
        onSend={send}
      >
        <label htmlFor="report-topic">
          Kind
          <select
            id="report-topic"
            value={topic}
            onChange={(event) => setTopic(topics.find(([one]) => one === event.target.value)?.[0] ?? 'other')}
          >
            {topics.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        {topic === 'anomaly' ? (
          <label htmlFor="report-severity">
            Affects
            <select
              id="report-severity"
              value={severity}
              onChange={(event) => setSeverity(severities.find((one) => one === event.target.value) ?? 'few')}
            >
              {severities.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
        ) : null}
        <label htmlFor="report-note">
          What happened
          <textarea
            id="report-note"
            rows={2}
            value={note}
            aria-invalid={missing}
            aria-describedby="report-hint"
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <label htmlFor="report-ticket">
          Ticket
          <input id="report-ticket" value={ticket} onChange={(event) => setTicket(event.target.value)} />
        </label>
      </PersonForm>
      <p id="report-hint" className="sw-small sw-quiet">
        Don’t enter names, SSNs, claim numbers or anything else about a Veteran.
      </p>
      {missing ? <p role="alert">Nothing was saved: say what happened.</p> : null}
    </>
  );
}
