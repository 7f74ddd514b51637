import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { endSentence } from '#domain/verdict/end-sentence.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { useCheck } from '../../data/records.ts';
import { PersonForm } from '../../ui/person-form.tsx';
import { useDraft } from '../../ui/use-draft.ts';

type Gate = StageView['people']['gates'][number];

/** What must be settled before the next stage, and who settled it. */
export function GatesSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const { gates } = view.people;
  if (gates.length === 0) return null;
  return (
    <section className="sw-section" aria-labelledby="gates">
      <h2 id="gates">Before the next stage</h2>
      {gates.map((gate, i) => (
        <OneGate key={gate.text} view={view} gate={gate} id={`gate-${i}`} />
      ))}
    </section>
  );
}

function OneGate(props: { readonly view: StageView; readonly gate: Gate; readonly id: string }): JSX.Element {
  const { view, gate, id } = props;
  const check = useCheck(view.rollout.id, view.stage.id);
  const [note, setNote] = useDraft(id, 'note');
  const { closed } = gate;
  return (
    <div className="sw-step">
      <p>
        <strong>{endSentence(gate.text)}</strong>{' '}
        {closed === null
          ? 'Open: nobody has recorded that it is closed.'
          : `Closed by ${closed.by}, ${sayInstant(closed.at, view.rollout.zone)}. ${closed.note}`}
      </p>
      <details className="sw-noprint">
        <summary>{closed === null ? 'Close this gate' : 'Open this gate again'}</summary>
        <PersonForm
          id={id}
          action={closed === null ? 'Record as closed' : 'Record as open'}
          busy={check.isPending}
          failure={failureOf(check.error)}
          done={check.isSuccess}
          onSend={(who) => check.mutate({ who, gate: gate.text, closed: closed === null, note })}
        >
          <label htmlFor={`${id}-note`}>
            Note
            <input id={`${id}-note`} value={note} onChange={(event) => setNote(event.target.value)} />
          </label>
        </PersonForm>
      </details>
    </div>
  );
}
