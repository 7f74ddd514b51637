import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { JournalEntry } from '#contract/journal.ts';
import type { StageView } from '#contract/rollout.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { logQuery } from '../../data/log.ts';
import { useLeaveOut } from '../../data/records.ts';
import { ifEmpty, useFaults } from '../../ui/faults.tsx';
import { PersonForm } from '../../ui/person-form.tsx';
import { useDraft } from '../../ui/use-draft.ts';

type Event = Extract<JournalEntry, { kind: 'event' }>;

/** Planned outages of a stage under way, so that nobody chases them: counted as they are, or left out by a recorded choice. */
export function OutagesSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const { data: log = [] } = useQuery(logQuery(view.rollout.id));
  const outages = log.filter(
    (one): one is Event =>
      one.kind === 'event' && one.stage === view.stage.id && one.what === 'planned outage',
  );
  if (view.run === null || view.run.end !== null || outages.length === 0) return null;
  return (
    <section className="sw-section" aria-labelledby="outages">
      <h2 id="outages">Planned outages</h2>
      <ul className="sw-list">
        {outages.map((event) => (
          <li key={event.id} className="sw-step">
            <OneOutage view={view} event={event} log={log} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OneOutage(props: {
  readonly view: StageView;
  readonly event: Event;
  readonly log: readonly JournalEntry[];
}): JSX.Element {
  const { view, event, log } = props;
  const { zone } = view.rollout;
  // The log is newest first.
  const choice = log.find((one) => one.kind === 'left-out' && one.event === event.id);
  const isOut = choice?.kind === 'left-out' && choice.leftOut;
  const until = event.to === null ? '' : ` to ${sayInstant(event.to, zone)}`;
  return (
    <>
      <p>
        <strong>{event.note}</strong>, {sayInstant(event.from, zone)}
        {until}. Marked by {event.by}.{isOut ? ' Left out of the judging by a recorded decision.' : ''}
      </p>
      {event.to === null ? null : <LeaveOutForm view={view} event={event.id} isOut={isOut} />}
    </>
  );
}

function LeaveOutForm(props: {
  readonly view: StageView;
  readonly event: string;
  readonly isOut: boolean;
}): JSX.Element {
  const { view, event, isOut } = props;
  const leave = useLeaveOut(view.rollout.id, view.stage.id, event);
  const id = `leave-${event.replaceAll(/\W/g, '-')}`;
  const [reason, setReason] = useDraft(id, 'reason');
  const faults = useFaults(() => ifEmpty(`${id}-reason`, reason, 'Say why.'));
  return (
    <details className="sw-noprint">
      <summary>{isOut ? 'Count it again' : 'Leave it out of the judging'}</summary>
      <PersonForm
        id={id}
        action={isOut ? 'Count it again' : 'Leave it out'}
        busy={leave.isPending}
        failure={failureOf(leave.error)}
        done={leave.isSuccess}
        faults={faults}
        onSend={(who) => leave.mutate({ who, leftOut: !isOut, reason })}
      >
        <label htmlFor={`${id}-reason`}>
          Reason
          <input
            id={`${id}-reason`}
            value={reason}
            {...faults.at(`${id}-reason`)}
            onChange={(event_) => setReason(event_.target.value)}
          />
        </label>
      </PersonForm>
    </details>
  );
}
