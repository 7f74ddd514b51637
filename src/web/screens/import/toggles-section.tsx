import { useState, type JSX } from 'react';
import { FaultSummary, ifEmpty, useFaults } from '../../ui/faults.tsx';
import { LinkList } from '../../ui/link-list.tsx';
import { numbered } from '../../ui/numbered.ts';
import type { BlockEdit } from '#domain/plan/edit/edit-block.ts';
import type { ReadPlan } from './import-model.ts';
import { notWritten } from './not-written.ts';

/** Toggles, people by role and hour, and links as they were found. */
export function FoundSection(props: {
  readonly plan: ReadPlan;
  readonly onGo: (line: number) => void;
  readonly onEdit: (edit: BlockEdit) => Promise<boolean>;
}): JSX.Element {
  const { plan, onGo } = props;
  return (
    <section className="sw-section" aria-labelledby="found">
      <h2 id="found">Toggles, people and links</h2>
      <h3>Toggles ({plan.toggles.length})</h3>
      {plan.toggles.length === 0 ? <AddToggle onEdit={props.onEdit} /> : null}
      <ul className="sw-list">
        {plan.toggles.map((toggle) => (
          <li key={toggle.key}>
            <code>{toggle.key}</code>{' '}
            <button type="button" className="sw-link" onClick={() => onGo(toggle.line)}>
              Line {toggle.line}
            </button>
          </li>
        ))}
      </ul>
      <h3>Who to call ({plan.contacts.length})</h3>
      {plan.contacts.length === 0 ? <p>Nobody found.</p> : null}
      <ul className="sw-list">
        {numbered(plan.contacts).map(({ one: contact, key }) => (
          <li key={key}>
            {contact.role}, for {contact.for}
            {contact.hours === 'always' ? '' : `, ${contact.hours} hours`}
          </li>
        ))}
      </ul>
      <h3>Links ({plan.links.length})</h3>
      <LinkList links={plan.links} findings={plan.findings} onGo={onGo} />
    </section>
  );
}

function AddToggle({ onEdit }: { readonly onEdit: (edit: BlockEdit) => Promise<boolean> }): JSX.Element {
  const [key, setKey] = useState('');
  const faults = useFaults(() => ifEmpty('toggle-key', key, 'Write the key as Flipper shows it.'));
  return (
    <form
      className="sw-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (faults.look()) void onEdit({ kind: 'toggles', keys: [key.trim()] });
      }}
    >
      <FaultSummary faults={faults} title={notWritten} />
      <label htmlFor="toggle-key">
        The toggle’s key in Flipper
        <input
          id="toggle-key"
          value={key}
          {...faults.at('toggle-key')}
          onChange={(event) => setKey(event.target.value)}
        />
      </label>
      <button type="submit">Add the toggle</button>
    </form>
  );
}
