import type { JSX } from 'react';
import type { Faults } from '../../ui/faults.tsx';
import { choicesFor, type AnswerDraft, type AnswerKind } from './answer-model.ts';

/** The fields of an answer: a count, a share, or yes and no; and always "we haven't asked". */
export function AnswerFields(props: {
  readonly id: string;
  readonly kind: AnswerKind;
  readonly question: string;
  readonly draft: AnswerDraft;
  readonly faults: Faults;
  readonly onChange: (draft: AnswerDraft) => void;
}): JSX.Element {
  const { id, kind, draft, faults, onChange } = props;
  return (
    <>
      <fieldset id={`${id}-choice`} {...faults.about(`${id}-choice`)}>
        <legend>{props.question}</legend>
        {choicesFor(kind).map(([value, label]) => (
          <label key={value}>
            <input
              type="radio"
              name={`${id}-choice`}
              value={value}
              checked={draft.choice === value}
              onChange={() => onChange({ ...draft, choice: value })}
            />{' '}
            {label}
          </label>
        ))}
      </fieldset>
      {draft.choice === 'some' ? (
        <label htmlFor={`${id}-count`}>
          {kind === 'share' ? 'Positive' : 'How many'}
          <input
            id={`${id}-count`}
            inputMode="numeric"
            value={draft.count}
            {...faults.at(`${id}-count`)}
            onChange={(event) => onChange({ ...draft, count: event.target.value })}
          />
        </label>
      ) : null}
      {draft.choice === 'some' && kind === 'share' ? (
        <label htmlFor={`${id}-of`}>
          Of so many asked
          <input
            id={`${id}-of`}
            inputMode="numeric"
            value={draft.of}
            {...faults.at(`${id}-of`)}
            onChange={(event) => onChange({ ...draft, of: event.target.value })}
          />
        </label>
      ) : null}
    </>
  );
}
