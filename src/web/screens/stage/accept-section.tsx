import { useState, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { isAcceptable } from '#domain/verdict/accepts.ts';
import { readingTags, type Reading } from '#domain/verdict/reading.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { useAcceptHere } from '../../data/records.ts';
import { ifEmpty, useFaults } from '../../ui/faults.tsx';
import { PersonForm } from '../../ui/person-form.tsx';
import { useDraft } from '../../ui/use-draft.ts';

/**
 * "We know, and we go on", in writing: also of criteria that call nobody, as one that is close to its limit, has too little
 * data or was not asked yet. What can't be seen, and a broken roll-back limit, is not offered.
 */
export function AcceptSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const open = view.verdict.readings.filter((one) => isAcceptable(one) && one.accepted === null);
  if (view.run === null || view.run.end !== null || open.length === 0) return null;
  return (
    <section className="sw-section" aria-labelledby="accept">
      <h2 id="accept">Accept a risk</h2>
      <p>
        Not known to be well, and can be accepted in writing: {open.map(sayOpen).join('; ')}. Accepting lifts
        what it alone calls for, a hold or the roll back of a limit that broke earlier, for a day at most, and
        ends as soon as it gets worse.
      </p>
      <AcceptRisk view={view} open={open} />
    </section>
  );
}

function sayOpen({ label, state }: Reading): string {
  return `${label} (${readingTags[state]})`;
}

function AcceptRisk(props: { readonly view: StageView; readonly open: readonly Reading[] }): JSX.Element {
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
    <details className="sw-noprint">
      <summary>Accept a risk in writing</summary>
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
    </details>
  );
}
