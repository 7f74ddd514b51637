import { useRef, useState, type JSX } from 'react';
import { Link } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { goesAgainst, type Choice } from '#domain/verdict/goes-against.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { useDecide } from '../../data/records.ts';
import { useFaults } from '../../ui/faults.tsx';
import { goTo } from '../../ui/go-to.ts';
import { PersonForm } from '../../ui/person-form.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { DecisionCheck } from './decision-check.tsx';
import { choices, decisionFaults, decisionOf, needsCheck, sayDecision } from './decision-model.ts';

/** The form as it was opened. What changes who gets the feature is shown once more before it is recorded. */
export function DecisionForm(props: {
  readonly view: StageView;
  readonly frozen: StageView['verdict'];
  readonly choice: Choice;
  readonly onClose: () => void;
}): JSX.Element {
  const { view, frozen } = props;
  const { zone } = view.rollout;
  const decide = useDecide(view.rollout.id, view.stage.id);
  const [choice, setChoice] = useState<Choice>(props.choice);
  const [reason, setReason] = useDraft('decision', 'reason');
  const [agreed, setAgreed] = useDraft('decision', 'agreed');
  const [hours, setHours] = useDraft('decision', 'hours', '1');
  const [severity, setSeverity] = useDraft('decision', 'severity');
  const [tickets, setTickets] = useDraft('decision', 'tickets');
  // Who is about to record what is in the form; `null` while it is being filled in.
  const [checkedBy, setCheckedBy] = useState<string | null>(null);
  const fields = useRef<HTMLDivElement>(null);
  const draft = { choice, reason, agreed, hours, severity, tickets };
  const faults = useFaults(() => decisionFaults(draft, frozen));
  const record = (who: string): void =>
    decide.mutate(decisionOf(draft, frozen, who), {
      // What had the focus goes away.
      onSuccess: () => goTo(document.getElementById('decide')),
    });
  const isChecked = checkedBy !== null && !decide.isSuccess;
  return (
    <>
      <div hidden={isChecked} ref={fields}>
        <p>
          The verdict of {sayInstant(frozen.judgedAt, zone)}, which is recorded with your decision:{' '}
          <strong>{frozen.word}.</strong> {frozen.reason} {frozen.evidence}
        </p>
        <PersonForm
          id="decision"
          action={needsCheck(choice) ? 'Check decision' : 'Record decision'}
          busy={decide.isPending}
          failure={failureOf(decide.error)}
          done={decide.isSuccess}
          faults={faults}
          onSend={(who) => (needsCheck(choice) ? setCheckedBy(who) : record(who))}
        >
          <fieldset>
            <legend>What do you decide?</legend>
            {choices.map(([value, label]) => (
              <label key={value}>
                <input
                  type="radio"
                  name="choice"
                  value={value}
                  checked={choice === value}
                  onChange={() => setChoice(value)}
                />{' '}
                {label}
              </label>
            ))}
          </fieldset>
          {choice === 'extend' ? (
            <label htmlFor="decision-hours">
              Hours longer
              <input
                id="decision-hours"
                inputMode="decimal"
                value={hours}
                {...faults.at('decision-hours')}
                onChange={(event) => setHours(event.target.value)}
              />
            </label>
          ) : null}
          <label htmlFor="decision-reason">
            {goesAgainst(choice, frozen.state) ? 'Reason (needed: this goes against the verdict)' : 'Reason'}
            <textarea
              id="decision-reason"
              rows={3}
              value={reason}
              {...faults.at('decision-reason')}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          {choice === 'roll-back' ? (
            <RollbackFields
              severity={severity}
              onSeverity={setSeverity}
              tickets={tickets}
              onTickets={setTickets}
            />
          ) : null}
          <label htmlFor="decision-agreed">
            Who agreed
            <input id="decision-agreed" value={agreed} onChange={(event) => setAgreed(event.target.value)} />
          </label>
        </PersonForm>
        {decide.isSuccess && choice === 'roll-back' ? (
          <p>
            Turn the toggles off as listed below. Severity, tickets and how it is resolved can be completed in{' '}
            <Link to={`/rollouts/${view.rollout.id}/log`}>the rollback record</Link>.
          </p>
        ) : null}
        <button type="button" onClick={props.onClose}>
          {decide.isSuccess ? 'Close' : 'Close without deciding'}
        </button>
      </div>
      {isChecked ? (
        <DecisionCheck
          says={sayDecision(draft, frozen, checkedBy, zone)}
          busy={decide.isPending}
          error={decide.error}
          onRecord={() => record(checkedBy)}
          onBack={() => {
            setCheckedBy(null);
            decide.reset();
            // The form can take the focus once it is shown again.
            requestAnimationFrame(() => goTo(fields.current?.querySelector('input:checked')));
          }}
        />
      ) : null}
      <p className="sw-small">
        Stagewatch never changes a toggle: after you record it, change it in Flipper.
      </p>
    </>
  );
}

/** Two of the five fields of a rollback's record. Nobody waits for them: they can be completed later. */
function RollbackFields(props: {
  readonly severity: string;
  readonly onSeverity: (text: string) => void;
  readonly tickets: string;
  readonly onTickets: (text: string) => void;
}): JSX.Element {
  return (
    <>
      <label htmlFor="decision-severity">
        Severity and impact, if you know it
        <input
          id="decision-severity"
          value={props.severity}
          onChange={(event) => props.onSeverity(event.target.value)}
        />
      </label>
      <label htmlFor="decision-tickets">
        Tickets, with commas between
        <input
          id="decision-tickets"
          value={props.tickets}
          onChange={(event) => props.onTickets(event.target.value)}
        />
      </label>
    </>
  );
}
