import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { JournalEntry } from '#contract/journal.ts';
import type { StageView } from '#contract/rollout.ts';
import { sayTime } from '#domain/time/zone.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { logQuery } from '../../data/log.ts';
import { newId } from '../../data/new-id.ts';
import { useObserve } from '../../data/records.ts';
import { sayAnswer } from '../../ui/answer-words.ts';
import { useFaults } from '../../ui/faults.tsx';
import { PersonForm } from '../../ui/person-form.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { useAnswerDraft } from './answer-draft.ts';
import { AnswerFields } from './answer-fields.tsx';
import { emptyAnswer, isUnanswered, readAnswer } from './answer-model.ts';
import { CoversFields, coversFaults, readCovers, useCovers } from './covers-fields.tsx';
import { topicOf } from './report-topics.ts';

type Ask = StageView['people']['asks'][number];
type Report = Extract<JournalEntry, { kind: 'observation' }>;

/** One question of the plan, answered by a person, or an earlier answer corrected. */
export function AnswerForm({ view, ask }: { readonly view: StageView; readonly ask: Ask }): JSX.Element {
  const { zone } = view.rollout;
  const observe = useObserve(view.rollout.id, view.stage.id);
  const id = `answer-${ask.criterion}`;
  const [entry, setEntry] = useState(newId);
  const [draft, setDraft] = useAnswerDraft(id);
  const [note, setNote] = useDraft(id, 'note');
  const [source, setSource] = useDraft(id, 'source');
  const [ticket, setTicket] = useDraft(id, 'ticket');
  const [chosen, setCorrects] = useDraft(id, 'corrects');
  const earlier = useEarlier(view, ask);
  const corrected = earlier.find((one) => one.id === chosen);
  const covers = useCovers(id, zone, sinceOf(view, earlier[0]));
  const said = readAnswer(ask.answer, draft);
  const faults = useFaults(() => [
    ...(isUnanswered(said) ? [{ field: `${id}-${said.part}`, says: said.says }] : []),
    ...(corrected === undefined ? coversFaults(id, covers, zone) : []),
  ]);
  const send = (who: string): void => {
    if (isUnanswered(said)) return;
    const { criterion } = ask;
    observe.mutate(
      {
        who,
        id: entry,
        criterion,
        topic: topicOf(ask.label),
        said,
        note,
        source: source.trim() === '' ? null : source,
        ticket: ticket.trim() === '' ? null : ticket,
        // What is corrected covers what it covered.
        covers: corrected === undefined ? readCovers(covers, view) : corrected.covers,
        corrects: corrected?.id ?? null,
      },
      {
        // Counts of one stage add up: what has been recorded must not be sent again by a second press.
        onSuccess: () => {
          setEntry(newId());
          setDraft(emptyAnswer);
          setNote('');
          setTicket('');
          setCorrects('');
          covers.clear();
        },
      },
    );
  };
  return (
    <>
      <PersonForm
        id={id}
        action="Record answer"
        busy={observe.isPending}
        failure={failureOf(observe.error)}
        done={observe.isSuccess}
        faults={faults}
        onSend={send}
      >
        <AnswerFields
          id={id}
          kind={ask.answer}
          question={ask.text}
          draft={draft}
          faults={faults}
          onChange={setDraft}
        />
        <Earlier id={id} zone={zone} reports={earlier} value={corrected?.id ?? ''} onChange={setCorrects} />
        {corrected === undefined ? (
          <CoversFields id={id} zone={zone} covers={covers} faults={faults} />
        ) : null}
        <label htmlFor={`${id}-source`}>
          Who told you
          <input id={`${id}-source`} value={source} onChange={(event) => setSource(event.target.value)} />
        </label>
        <label htmlFor={`${id}-note`}>
          What happened
          <input
            id={`${id}-note`}
            value={note}
            aria-describedby={`${id}-hint`}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <label htmlFor={`${id}-ticket`}>
          Ticket
          <input id={`${id}-ticket`} value={ticket} onChange={(event) => setTicket(event.target.value)} />
        </label>
      </PersonForm>
      <p id={`${id}-hint`} className="sw-small sw-quiet">
        Don’t enter names, SSNs, claim numbers or anything else about a Veteran.
      </p>
    </>
  );
}

/** Answers of this run that nobody has corrected, newest first. */
function useEarlier(view: StageView, ask: Ask): readonly Report[] {
  const { data: log = [] } = useQuery(logQuery(view.rollout.id));
  const reports = log.filter(
    (one): one is Report =>
      one.kind === 'observation' && one.criterion === ask.criterion && one.run === view.run?.id,
  );
  const corrected = new Set(reports.map((one) => one.corrects));
  return reports.filter((one) => !corrected.has(one.id));
}

/** Where the last answer ended; the start of the run where nobody has answered. */
function sinceOf({ run }: StageView, last: Report | undefined): number | null {
  return last === undefined ? (run?.start ?? null) : (last.covers?.to ?? last.at);
}

/** Earlier answers of this run, to be corrected. Both stay in the log. */
function Earlier(props: {
  readonly id: string;
  readonly zone: string;
  readonly reports: readonly Report[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}): JSX.Element | null {
  if (props.reports.length === 0) return null;
  return (
    <label htmlFor={`${props.id}-corrects`}>
      This is
      <select
        id={`${props.id}-corrects`}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        <option value="">a new answer, added to those before</option>
        {props.reports.map((one) => (
          <option key={one.id} value={one.id}>
            a correction of {one.said === null ? 'a report' : sayAnswer(one.said)} (
            {sayTime(one.at, props.zone)}, {one.by})
          </option>
        ))}
      </select>
    </label>
  );
}
