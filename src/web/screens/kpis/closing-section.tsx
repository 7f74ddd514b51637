import type { JSX } from 'react';
import type { KpiView } from '#contract/kpi-view.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { ifEmpty, useFaults } from '../../ui/faults.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { EntryForm } from './entry-form.tsx';

/** A person closes a check-in; it is opened again with a reason alone, and that stays on record. */
export function ClosingSection({ view }: { readonly view: KpiView }): JSX.Element {
  const { closed, reopened, rollout, checkIn } = view;
  const [reason, setReason] = useDraft('reopen', 'reason');
  const faults = useFaults(() => ifEmpty('reopen-reason', reason, 'Say why it is opened again.'));
  return (
    <section className="sw-section" aria-labelledby="closing">
      <h2 id="closing">Close the check-in</h2>
      {reopened.map((one) => (
        <p key={one.at} className="sw-small">
          Opened again by {one.by}, {sayInstant(one.at, rollout.zone)}: {one.reason}
        </p>
      ))}
      {closed === null ? null : (
        <>
          <p>
            Closed by {closed.by}, {sayInstant(closed.at, rollout.zone)}.
          </p>
          <EntryForm
            id="reopen"
            rollout={rollout.id}
            checkIn={checkIn.id}
            action="Open it again"
            faults={faults}
            entry={() => ({ do: 'reopen', reason: reason.trim() })}
          >
            <label htmlFor="reopen-reason">
              Reason
              <input
                id="reopen-reason"
                value={reason}
                {...faults.at('reopen-reason')}
                onChange={(event) => setReason(event.target.value)}
              />
            </label>
          </EntryForm>
        </>
      )}
      {closed === null && (checkIn.state === 'due' || checkIn.state === 'late') ? (
        <EntryForm
          id="close"
          rollout={rollout.id}
          checkIn={checkIn.id}
          action="Close this check-in"
          entry={() => ({ do: 'close' })}
        />
      ) : null}
      {closed === null && checkIn.state !== 'due' && checkIn.state !== 'late' ? (
        <p>It can be closed once it is due.</p>
      ) : null}
    </section>
  );
}
