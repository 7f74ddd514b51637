import { useQuery } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { JournalEntry } from '#contract/journal.ts';
import type { StageView } from '#contract/rollout.ts';
import { parseLocalTime, sayInstant } from '#domain/time/zone.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { logQuery } from '../../data/log.ts';
import { useLeaveOut, useMarkEvent } from '../../data/records.ts';
import { PersonForm } from '../../ui/person-form.tsx';

type Event = Extract<JournalEntry, { kind: 'event' }>;

const kinds = [
  ['planned outage', 'Planned outage'],
  ['deploy', 'Deploy'],
  ['incident', 'Incident'],
  ['other', 'Something else'],
] as const satisfies readonly (readonly [Event['what'], string])[];

/** What else happens while the stage runs, so that nobody chases a planned outage. */
export function EventsSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const { data: log = [] } = useQuery(logQuery(view.rollout.id));
  if (view.run === null || view.run.end !== null) return null;
  const events = log.filter((one): one is Event => one.kind === 'event' && one.stage === view.stage.id);
  return (
    <section className="sw-section" aria-labelledby="events">
      <h2 id="events">Outages and deploys</h2>
      {events.length === 0 ? <p>Nobody has marked any at this stage.</p> : null}
      <ul className="sw-list">
        {events.map((event) => (
          <li key={event.id} className="sw-step">
            <OneEvent view={view} event={event} log={log} />
          </li>
        ))}
      </ul>
      <details className="sw-noprint">
        <summary>Mark an outage or a deploy</summary>
        <MarkForm view={view} />
      </details>
    </section>
  );
}

function OneEvent(props: {
  readonly view: StageView;
  readonly event: Event;
  readonly log: readonly JournalEntry[];
}): JSX.Element {
  const { view, event, log } = props;
  const { zone } = view.rollout;
  // The log is newest first.
  const choice = log.find((one) => one.kind === 'left-out' && one.event === event.id);
  const isOut = choice?.kind === 'left-out' && choice.leftOut;
  const name = kinds.find(([what]) => what === event.what)?.[1] ?? event.what;
  const until = event.to === null ? '' : ` to ${sayInstant(event.to, zone)}`;
  return (
    <>
      <p>
        <strong>{name}</strong>, {sayInstant(event.from, zone)}
        {until}. {event.note} Marked by {event.by}.
        {isOut ? ' Left out of the judging by a recorded decision.' : ''}
      </p>
      {event.what === 'planned outage' && event.to !== null ? (
        <LeaveOutForm view={view} event={event.id} isOut={isOut} />
      ) : null}
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
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const id = `leave-${event.replaceAll(/\W/g, '-')}`;
  return (
    <details className="sw-noprint">
      <summary>{isOut ? 'Count it again' : 'Leave it out of the judging'}</summary>
      <PersonForm
        id={id}
        action={isOut ? 'Count it again' : 'Leave it out'}
        busy={leave.isPending}
        failure={failureOf(leave.error)}
        done={leave.isSuccess}
        onSend={(who) => {
          setMissing(reason.trim() === '');
          if (reason.trim() !== '') leave.mutate({ who, leftOut: !isOut, reason });
        }}
      >
        <label htmlFor={`${id}-reason`}>
          Reason
          <input
            id={`${id}-reason`}
            value={reason}
            aria-invalid={missing}
            onChange={(event_) => setReason(event_.target.value)}
          />
        </label>
      </PersonForm>
      {missing ? <p role="alert">Nothing was saved: say why.</p> : null}
    </details>
  );
}

function MarkForm({ view }: { readonly view: StageView }): JSX.Element {
  const mark = useMarkEvent(view.rollout.id, view.stage.id);
  const [what, setWhat] = useState<Event['what']>('planned outage');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const { zone } = view.rollout;
  const send = (who: string): void => {
    const read = readTimes(from, to, what, zone);
    setWrong(typeof read === 'string' ? read : null);
    if (typeof read !== 'string') mark.mutate({ who, what, note, ...read });
  };
  return (
    <>
      <PersonForm
        id="mark"
        action="Mark it"
        busy={mark.isPending}
        failure={failureOf(mark.error)}
        done={mark.isSuccess}
        onSend={send}
      >
        <label htmlFor="mark-what">
          Kind
          <select
            id="mark-what"
            value={what}
            onChange={(event) =>
              setWhat(kinds.find(([one]) => one === event.target.value)?.[0] ?? 'planned outage')
            }
          >
            {kinds.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <TimeField id="mark-from" label="From" zone={zone} value={from} onChange={setFrom} />
        <TimeField id="mark-to" label="To" zone={zone} value={to} onChange={setTo} />
        <label htmlFor="mark-note">
          What it is
          <input id="mark-note" value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
      </PersonForm>
      {wrong === null ? null : <p role="alert">Nothing was saved: {wrong}</p>}
    </>
  );
}

/** A wall-clock time in the plan's zone, with what it is in UTC as it is typed. */
function TimeField(props: {
  readonly id: string;
  readonly label: string;
  readonly zone: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}): JSX.Element {
  const { id, zone, value } = props;
  const at = parseLocalTime(value, zone);
  return (
    <label htmlFor={id}>
      {props.label}, in {zone === 'America/New_York' ? 'Eastern time' : zone}
      <input
        id={id}
        type="datetime-local"
        value={value}
        aria-describedby={`${id}-utc`}
        onChange={(event) => props.onChange(event.target.value)}
      />
      <span id={`${id}-utc`} className="sw-small sw-quiet">
        {at === undefined ? 'UTC stands here.' : sayInstant(at, zone)}
      </span>
    </label>
  );
}

function readTimes(
  from: string,
  to: string,
  what: Event['what'],
  zone: string,
): { readonly from: number; readonly to?: number } | string {
  const start = parseLocalTime(from, zone);
  if (start === undefined) return 'say when it begins.';
  const end = parseLocalTime(to, zone);
  if (end === undefined) return what === 'planned outage' ? 'say when the outage ends.' : { from: start };
  return end <= start ? 'it ends before it begins.' : { from: start, to: end };
}
