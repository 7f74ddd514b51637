import { useState, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { parseLocalTime } from '#domain/time/zone.ts';
import { speakZone } from '#domain/time/say-zoned.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { newId } from '../../data/new-id.ts';
import { useMarkEvent } from '../../data/records.ts';
import { ifEmpty, useFaults, type Fault } from '../../ui/faults.tsx';
import { PersonForm } from '../../ui/person-form.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { useShownZone } from '../../ui/zone-choice.tsx';
import { wallClock } from './wall-clock.ts';

const kinds = [
  ['deploy', 'Deploy'],
  ['planned outage', 'Planned outage'],
  ['incident', 'Incident'],
  ['other', 'Other'],
] as const;

type Kind = (typeof kinds)[number][0];

/** Adds what may show in the data: kind, time and text. It stands on every chart from then on. */
export function EventForm({ view }: { readonly view: StageView }): JSX.Element {
  const zone = useShownZone(view.rollout.zone);
  const mark = useMarkEvent(view.rollout.id, view.stage.id);
  // One id for one entry, however often its sending is tried.
  const [id, setId] = useState(newId);
  const [kind, setKind] = useState<Kind>('deploy');
  const [from, setFrom] = useState(() => wallClock(view.serverNow, zone));
  const [to, setTo] = useDraft('event', 'to');
  const [note, setNote] = useDraft('event', 'note');
  const began = parseLocalTime(from, zone);
  const ended = parseLocalTime(to, zone);
  const faults = useFaults(() => [
    ...(began === undefined ? [{ field: 'event-from', says: 'Say when it began, with date and time.' }] : []),
    ...endFaults(to, began, ended),
    ...ifEmpty('event-note', note, 'Say what happened, in a few words.'),
  ]);
  return (
    <PersonForm
      id="event"
      action="Add event"
      busy={mark.isPending}
      failure={failureOf(mark.error)}
      done={mark.isSuccess}
      faults={faults}
      onSend={(who) => {
        if (began === undefined) return;
        mark.mutate(
          { id, what: kind, from: began, note, who, ...(ended === undefined ? {} : { to: ended }) },
          {
            onSuccess: () => {
              setId(newId());
              setNote('');
              setTo('');
            },
          },
        );
      }}
    >
      <label htmlFor="event-kind">
        Kind
        <select
          id="event-kind"
          value={kind}
          onChange={(event) => setKind(kinds.find(([one]) => one === event.target.value)?.[0] ?? 'other')}
        >
          {kinds.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label htmlFor="event-from">
        Began ({speakZone(zone)})
        <input
          id="event-from"
          type="datetime-local"
          value={from}
          {...faults.at('event-from')}
          onChange={(event) => setFrom(event.target.value)}
        />
      </label>
      <label htmlFor="event-to">
        Ended, if it lasted
        <input
          id="event-to"
          type="datetime-local"
          value={to}
          {...faults.at('event-to')}
          onChange={(event) => setTo(event.target.value)}
        />
      </label>
      <label htmlFor="event-note">
        What happened
        <input
          id="event-note"
          value={note}
          {...faults.at('event-note', 'event-hint')}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      <p id="event-hint" className="sw-small sw-quiet">
        Don’t enter names, SSNs, claim numbers or anything else about a Veteran.
      </p>
    </PersonForm>
  );
}

function endFaults(typed: string, began: number | undefined, ended: number | undefined): readonly Fault[] {
  const isLater = ended !== undefined && (began === undefined || ended > began);
  return typed === '' || isLater
    ? []
    : [{ field: 'event-to', says: 'The end must come after the beginning.' }];
}
