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
import { AnswerFields } from './answer-fields.tsx';
import { emptyAnswer, isUnanswered, readAnswer } from './answer-model.ts';
import { topicOf } from './report-topics.ts';

type Ask = StageView['people']['asks'][number];
type Report = Extract<JournalEntry, { kind: 'observation' }>;

/** One question of the plan, answered by a person, or an earlier answer corrected. */
export function AnswerForm({ view, ask }: { readonly view: StageView; readonly ask: Ask }): JSX.Element {
  const observe = useObserve(view.rollout.id, view.stage.id);
  const id = `answer-${ask.criterion}`;
  const [entry, setEntry] = useState(newId);
  const [draft, setDraft] = useState(emptyAnswer);
  const [note, setNote] = useDraft(id, 'note');
  const [source, setSource] = useDraft(id, 'source');
  const [corrects, setCorrects] = useState('');
  const said = readAnswer(ask.answer, draft);
  const faults = useFaults(() =>
    isUnanswered(said) ? [{ field: `${id}-${said.part}`, says: said.says }] : [],
  );
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
        corrects: corrects === '' ? null : corrects,
      },
      {
        // Counts of one stage add up: what has been recorded must not be sent again by a second press.
        onSuccess: () => {
          setEntry(newId());
          setDraft(emptyAnswer);
          setNote('');
          setCorrects('');
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
        <Earlier id={id} view={view} ask={ask} value={corrects} onChange={setCorrects} />
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
      </PersonForm>
      <p id={`${id}-hint`} className="sw-small sw-quiet">
        Don’t enter names, SSNs, claim numbers or anything else about a Veteran.
      </p>
    </>
  );
}

/** Earlier answers of this run, to be corrected. Both stay in the log. */
function Earlier(props: {
  readonly id: string;
  readonly view: StageView;
  readonly ask: Ask;
  readonly value: string;
  readonly onChange: (id: string) => void;
}): JSX.Element | null {
  const { view, ask } = props;
  const { data: log = [] } = useQuery(logQuery(view.rollout.id));
  const reports = log.filter(
    (one): one is Report =>
      one.kind === 'observation' && one.criterion === ask.criterion && one.run === view.run?.id,
  );
  const corrected = new Set(reports.map((one) => one.corrects));
  const standing = reports.filter((one) => !corrected.has(one.id));
  if (standing.length === 0) return null;
  return (
    <label htmlFor={`${props.id}-corrects`}>
      This is
      <select
        id={`${props.id}-corrects`}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        <option value="">a new answer, added to those before</option>
        {standing.map((one) => (
          <option key={one.id} value={one.id}>
            a correction of {one.said === null ? 'a report' : sayAnswer(one.said)} (
            {sayTime(one.at, view.rollout.zone)}, {one.by})
          </option>
        ))}
      </select>
    </label>
  );
}
