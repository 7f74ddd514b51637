import type { JSX } from 'react';
import type { StagePeople } from '#contract/stage-people.ts';
import type { StageView } from '#contract/rollout.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { useCheck } from '../../data/records.ts';
import { PersonForm } from '../../ui/person-form.tsx';
import { useDraft } from '../../ui/use-draft.ts';

type Item = NonNullable<StagePeople['checklist']>[number];

/** The plan's boxes for this stage: whose they are, and what is done by whom and when. They hold nothing; a gate does. */
export function ChecklistSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const { checklist = [] } = view.people;
  if (checklist.length === 0) return null;
  const open = checklist.filter((one) => !isDone(one)).length;
  return (
    <section className="sw-section" aria-labelledby="checklist">
      <h2 id="checklist">Checklist</h2>
      <p>{open === 0 ? 'All of it is done.' : `${open} of ${checklist.length} open.`}</p>
      <table className="sw-stack">
        <caption>Boxes of the plan for this stage and for the whole rollout</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Owner</th>
            <th scope="col">Due</th>
            <th scope="col">Done</th>
          </tr>
        </thead>
        <tbody>
          {checklist.map((item, i) => (
            <Row key={`${item.line ?? 'block'} ${item.text}`} view={view} item={item} id={`check-${i}`} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function isDone(item: Item): boolean {
  return item.ticked || item.done !== null;
}

function Row(props: { readonly view: StageView; readonly item: Item; readonly id: string }): JSX.Element {
  const { view, item } = props;
  const { zone } = view.rollout;
  return (
    <tr>
      <th scope="row">
        {item.text}
        <div className="sw-quiet">{sayWhere(item)}</div>
      </th>
      <td data-label="Owner">{item.owner ?? 'Nobody named'}</td>
      <td data-label="Due">{item.due === null ? 'No day named' : sayInstant(item.due, zone)}</td>
      <td>
        {sayDone(item, zone)}
        {item.ticked ? null : <TickForm {...props} />}
      </td>
    </tr>
  );
}

function sayWhere({ section, line }: Item): string {
  if (line === null) return 'Added by the block';
  return section === null ? `Plan line ${line}` : `${section}, plan line ${line}`;
}

function sayDone({ ticked, done }: Item, zone: string): string {
  if (ticked) return 'Ticked in the plan.';
  if (done === null) return 'Open.';
  return `Done by ${done.by}, ${sayInstant(done.at, zone)}.${done.note === '' ? '' : ` ${done.note}`}`;
}

function TickForm(props: {
  readonly view: StageView;
  readonly item: Item;
  readonly id: string;
}): JSX.Element {
  const { view, item, id } = props;
  const check = useCheck(view.rollout.id, view.stage.id);
  const [note, setNote] = useDraft(id, 'note');
  const isOpen = item.done === null;
  return (
    <details className="sw-noprint">
      <summary>{isOpen ? 'Record as done' : 'Open it again'}</summary>
      <PersonForm
        id={id}
        action={isOpen ? 'It is done' : 'It is open again'}
        busy={check.isPending}
        failure={failureOf(check.error)}
        done={check.isSuccess}
        onSend={(who) => check.mutate({ who, gate: item.text, box: true, closed: isOpen, note })}
      >
        <label htmlFor={`${id}-note`}>
          Note
          <input id={`${id}-note`} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
      </PersonForm>
    </details>
  );
}
