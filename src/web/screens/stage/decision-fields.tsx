import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import type { Choice } from '#domain/verdict/goes-against.ts';
import type { Faults } from '../../ui/faults.tsx';
import { backOf, whyReason, type DecisionDraft } from './decision-model.ts';
import { sayChoice } from './decision-words.ts';

/** What a decision is made of: the choice with its target, what it needs, the reason, and who agreed. */
export function DecisionFields(props: {
  readonly frozen: StageView;
  readonly choices: readonly Choice[];
  readonly draft: DecisionDraft;
  readonly faults: Faults;
  readonly onChange: (change: Partial<DecisionDraft>) => void;
}): JSX.Element {
  const { frozen, draft, faults, onChange } = props;
  const why = whyReason(draft.choice, frozen);
  return (
    <>
      <fieldset>
        <legend>What do you decide?</legend>
        {props.choices.map((value) => (
          <label key={value}>
            <input
              type="radio"
              name="choice"
              value={value}
              checked={draft.choice === value}
              onChange={() => onChange({ choice: value })}
            />{' '}
            {sayChoice(value, frozen, backOf(draft, frozen))}
          </label>
        ))}
      </fieldset>
      {draft.choice === 'extend' ? (
        <label htmlFor="decision-hours">
          Hours longer
          <input
            id="decision-hours"
            inputMode="decimal"
            value={draft.hours}
            {...faults.at('decision-hours')}
            onChange={(event) => onChange({ hours: event.target.value })}
          />
        </label>
      ) : null}
      {draft.choice === 'roll-back' ? (
        <RollbackFields frozen={frozen} draft={draft} onChange={onChange} />
      ) : null}
      <label htmlFor="decision-reason">
        {why === null ? 'Reason' : `Reason (needed). ${why}`}
        <textarea
          id="decision-reason"
          rows={3}
          value={draft.reason}
          {...faults.at('decision-reason')}
          onChange={(event) => onChange({ reason: event.target.value })}
        />
      </label>
      <label htmlFor="decision-agreed">
        Who agreed, with commas between
        <input
          id="decision-agreed"
          value={draft.agreed}
          onChange={(event) => onChange({ agreed: event.target.value })}
        />
      </label>
    </>
  );
}

/** How far back, and two of the five fields of a rollback's record. Nobody waits for those: they can be completed later. */
function RollbackFields(props: {
  readonly frozen: StageView;
  readonly draft: DecisionDraft;
  readonly onChange: (change: Partial<DecisionDraft>) => void;
}): JSX.Element {
  const { frozen, draft, onChange } = props;
  const before = frozen.deciding?.back ?? null;
  return (
    <>
      {before === null ? null : (
        <label htmlFor="decision-back">
          How far back
          <select
            id="decision-back"
            value={String(backOf(draft, frozen))}
            onChange={(event) => onChange({ back: event.target.value })}
          >
            <option value="0">Off for everybody</option>
            <option value={String(before.percent)}>
              {before.percent}%, as in {before.label}
            </option>
          </select>
        </label>
      )}
      <label htmlFor="decision-severity">
        Severity and impact, if you know it
        <input
          id="decision-severity"
          value={draft.severity}
          onChange={(event) => onChange({ severity: event.target.value })}
        />
      </label>
      <label htmlFor="decision-tickets">
        Tickets, with commas between
        <input
          id="decision-tickets"
          value={draft.tickets}
          onChange={(event) => onChange({ tickets: event.target.value })}
        />
      </label>
    </>
  );
}
