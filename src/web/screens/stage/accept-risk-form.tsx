import { useState, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import type { Reading } from '#domain/verdict/reading.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { useAcceptHere } from '../../data/records.ts';
import { ifEmpty, useFaults } from '../../ui/faults.tsx';
import { PersonForm } from '../../ui/person-form.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { sayOpen } from './accept-words.ts';

/** Accepts one criterion for a day, as whoever accepts has seen it. */
export function AcceptRiskForm(props: {
  readonly view: StageView;
  readonly open: readonly Reading[];
}): JSX.Element {
  const { view, open } = props;
  const accept = useAcceptHere(view.rollout.id, view.stage.id);
  const [asked, setAsked] = useState('');
  const [reason, setReason] = useDraft('accept-risk', 'reason');
  // What was chosen may have become well meanwhile.
  const chosen = open.find((one) => one.criterion === asked);
  const { criterion = '', state: seenState } = chosen ?? {};
  const faults = useFaults(() => [
    ...ifEmpty('accept-risk-of', criterion, 'Say which criterion.'),
    ...ifEmpty('accept-risk-reason', reason, 'Say why you go on.'),
  ]);
  return (
    <PersonForm
      id="accept-risk"
      action="Accept the risk for a day"
      busy={accept.isPending}
      failure={failureOf(accept.error)}
      done={accept.isSuccess}
      faults={faults}
      onSend={(who) =>
        accept.mutate({ who, criterion, reason, ...(seenState === undefined ? {} : { seenState }) })
      }
    >
      <label htmlFor="accept-risk-of">
        Which criterion
        <select
          id="accept-risk-of"
          value={criterion}
          {...faults.at('accept-risk-of')}
          onChange={(event) => setAsked(event.target.value)}
        >
          <option value="">Choose one</option>
          {open.map((one) => (
            <option key={one.criterion} value={one.criterion}>
              {sayOpen(one)}
            </option>
          ))}
        </select>
      </label>
      <label htmlFor="accept-risk-reason">
        Why you go on
        <input
          id="accept-risk-reason"
          value={reason}
          {...faults.at('accept-risk-reason')}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
    </PersonForm>
  );
}
