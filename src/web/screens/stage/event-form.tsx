import { useState, type JSX } from 'react';
import type { PostEvent } from '#contract/record-requests.ts';
import type { StageView } from '#contract/rollout.ts';
import { parseLocalTime } from '#domain/time/zone.ts';
import { speakZone } from '#domain/time/say-zoned.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { newId } from '../../data/new-id.ts';
import { useMarkEvent } from '../../data/records.ts';
import { NamedForm } from '../../ui/named-form.tsx';
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
  return (
    <NamedForm<PostEvent>
      id="event"
      action="Add event"
      entry={() => readEvent({ id, kind, from, to, note }, zone)}
      sending={{ isPending: mark.isPending, isSuccess: mark.isSuccess, failure: failureOf(mark.error) }}
      onSend={(entry, who) =>
        mark.mutate(
          { ...entry, who },
          {
            onSuccess: () => {
              setId(newId());
              setNote('');
              setTo('');
            },
          },
        )
      }
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
          onChange={(event) => setFrom(event.target.value)}
        />
      </label>
      <label htmlFor="event-to">
        Ended, if it lasted
        <input
          id="event-to"
          type="datetime-local"
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
      </label>
      <label htmlFor="event-note">
        What happened
        <input
          id="event-note"
          value={note}
          aria-describedby="event-hint"
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      <p id="event-hint" className="sw-small sw-quiet">
        Don’t enter names, SSNs, claim numbers or anything else about a Veteran.
      </p>
    </NamedForm>
  );
}

/** What to send, or what is missing. */
function readEvent(
  typed: {
    readonly id: string;
    readonly kind: Kind;
    readonly from: string;
    readonly to: string;
    readonly note: string;
  },
  zone: string,
): PostEvent | string {
  const from = parseLocalTime(typed.from, zone);
  if (from === undefined) return 'Say when it began, with date and time.';
  if (typed.note.trim() === '') return 'Say what happened, in a few words.';
  const head = { id: typed.id, what: typed.kind, from, note: typed.note };
  if (typed.to === '') return head;
  const to = parseLocalTime(typed.to, zone);
  if (to === undefined || to <= from) return 'The end must come after the beginning.';
  return { ...head, to };
}
