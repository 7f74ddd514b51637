import type { JSX } from 'react';
import type { KpiView } from '#contract/kpi-view.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { ifEmpty, useFaults } from '../../ui/faults.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { EntryForm } from './entry-form.tsx';

type Question = KpiView['questions'][number];

/** The plan's questions, each with what an answer can rest on. */
export function QuestionsSection({ view }: { readonly view: KpiView }): JSX.Element {
  const here = view.questions.filter((one) => one.about !== 'questions');
  const later = view.questions.filter((one) => one.about === 'questions');
  return (
    <section className="sw-section" aria-labelledby="questions">
      <h2 id="questions">Questions</h2>
      {here.map((one, i) => (
        <Asked key={`${one.about} ${one.label}`} id={`here-${i}`} view={view} question={one} />
      ))}
      {later.length === 0 ? null : <h3>After launch</h3>}
      {later.map((one, i) => (
        <Asked key={`${one.about} ${one.label}`} id={`later-${i}`} view={view} question={one} />
      ))}
      <Evidence view={view} />
    </section>
  );
}

function Asked(props: {
  readonly id: string;
  readonly view: KpiView;
  readonly question: Question;
}): JSX.Element {
  const { id, view, question } = props;
  const { answer, suggestion } = question;
  const [text, setText] = useDraft(id, 'answer', answer?.text ?? suggestion ?? '');
  const field = `${id}-answer`;
  const faults = useFaults(() => (answer === null ? ifEmpty(field, text, 'Write an answer first.') : []));
  const isClosed = view.checkIn.state === 'closed' && question.about !== 'questions';
  return (
    <div className="sw-step">
      <p>
        <strong>{question.label}</strong>
      </p>
      <p>
        {answer === null
          ? 'Nobody has answered.'
          : `${answer.text} (${answer.by}, ${sayInstant(answer.at, view.rollout.zone)})`}
      </p>
      {isClosed ? null : (
        <EntryForm
          id={id}
          rollout={view.rollout.id}
          checkIn={view.checkIn.id}
          action={answer === null ? 'Save the answer' : 'Change the answer'}
          faults={faults}
          entry={() => ({
            do: 'answer',
            label: question.label,
            text: text.trim(),
            ...(question.about === 'questions' ? { about: 'questions' } : {}),
          })}
        >
          {question.kind === 'pick' ? (
            <label htmlFor={field}>
              Answer to: {question.label}
              <select
                id={field}
                value={text}
                {...faults.at(field)}
                onChange={(event) => setText(event.target.value)}
              >
                <option value="">Pick one</option>
                <option>yes</option>
                <option>no</option>
                <option>N/A</option>
              </select>
            </label>
          ) : (
            <label htmlFor={field} className="sw-wide">
              {suggestion === null ? 'Answer' : 'A first sentence, for you to edit'}: {question.label}
              <textarea
                id={field}
                rows={3}
                value={text}
                {...faults.at(field)}
                onChange={(event) => setText(event.target.value)}
              />
            </label>
          )}
        </EntryForm>
      )}
    </div>
  );
}

const kinds = [
  ['errors', 'Errors by type'],
  ['observations', 'What people reported'],
  ['decisions', 'Decisions'],
  ['rollbacks', 'Roll backs'],
] as const;

function Evidence({ view }: { readonly view: KpiView }): JSX.Element {
  return (
    <details>
      <summary>What the answers can rest on</summary>
      {kinds.map(([kind, title]) => (
        <div key={kind}>
          <h3>{title}</h3>
          {view.evidence[kind].length === 0 ? (
            <p>None recorded.</p>
          ) : (
            <ul>
              {view.evidence[kind].map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </details>
  );
}
