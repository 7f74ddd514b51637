import { useState, type JSX } from 'react';
import type { PostObservation } from '#contract/record-requests.ts';
import type { StageView } from '#contract/rollout.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { newId } from '../../data/new-id.ts';
import { useObserve } from '../../data/records.ts';
import { ifEmpty, useFaults } from '../../ui/faults.tsx';
import { PersonForm } from '../../ui/person-form.tsx';
import { useChoiceDraft, useDraft } from '../../ui/use-draft.ts';
import { CoversFields, coversFaults, readCovers, useCovers } from './covers-fields.tsx';
import { emptyUat, readUat, UatFields, uatFaults, useUatDraft } from './uat-fields.tsx';
import { topics, type Topic } from './report-topics.ts';

type Severity = NonNullable<PostObservation['severity']>;
const severities: readonly Severity[] = ['few', 'many', 'most'];
const topicNames = topics.map(([one]) => one);

/** Anything somebody saw that the plan does not ask about. It goes into the log, and judges nothing. */
export function ReportForm({ view }: { readonly view: StageView }): JSX.Element {
  const observe = useObserve(view.rollout.id, view.stage.id);
  const [entry, setEntry] = useState(newId);
  const [topic, setTopic] = useChoiceDraft<Topic>('report', 'topic', topicNames, 'anomaly');
  const [severity, setSeverity] = useChoiceDraft('report', 'severity', severities, 'few');
  const [note, setNote] = useDraft('report', 'note');
  const [ticket, setTicket] = useDraft('report', 'ticket');
  const [source, setSource] = useDraft('report', 'source');
  const [uat, setUat] = useUatDraft('report');
  const { zone } = view.rollout;
  const covers = useCovers('report', zone, null);
  const isTest = topic === 'test cases';
  const faults = useFaults(() => [
    ...(isTest ? uatFaults(uat) : []),
    ...coversFaults('report', covers, zone),
    ...ifEmpty('report-note', note, 'Say what happened.'),
  ]);
  const send = (who: string): void => {
    observe.mutate(
      {
        who,
        id: entry,
        topic,
        note,
        severity: topic === 'anomaly' ? severity : null,
        source: source.trim() === '' ? null : source,
        covers: readCovers(covers, view),
        ticket: ticket.trim() === '' ? null : ticket,
        uat: isTest ? readUat(uat) : null,
      },
      {
        onSuccess: () => {
          setEntry(newId());
          setNote('');
          setTicket('');
          setSource('');
          covers.clear();
          setUat(emptyUat);
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
        faults={faults}
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
        {isTest ? <UatFields draft={uat} faults={faults} onChange={setUat} /> : null}
        <CoversFields id="report" zone={zone} covers={covers} faults={faults} />
        <label htmlFor="report-source">
          Who told you
          <input id="report-source" value={source} onChange={(event) => setSource(event.target.value)} />
        </label>
        <label htmlFor="report-note">
          What happened
          <textarea
            id="report-note"
            rows={2}
            value={note}
            {...faults.at('report-note', 'report-hint')}
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
    </>
  );
}
