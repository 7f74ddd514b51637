import { useState, type JSX, type ReactNode } from 'react';
import { FailureNotice } from './failure-notice.tsx';
import { FaultSummary, ifEmpty, useFaults, type Faults } from './faults.tsx';
import { useForgetDraft } from './use-draft.ts';

const nameKey = 'stagewatch.name';

interface Failure {
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
}

/** A form that asks who is acting, remembers it, and keeps every word when saving fails. */
export function PersonForm(props: {
  readonly id: string;
  readonly action: string;
  readonly busy: boolean;
  /** Why the last try failed, in words. */
  readonly failure: Failure | null;
  readonly done: boolean;
  /** What is wrong with its own fields; the name it sees to itself. */
  readonly faults?: Faults;
  /** What is said when it has failed or worked, where that is not about saving. */
  readonly failed?: string;
  readonly finished?: string;
  /** Called with nothing left wrong. */
  readonly onSend: (who: string) => void;
  readonly children?: ReactNode;
}): JSX.Element {
  const [who, setWho] = useState(() => localStorage.getItem(nameKey) ?? '');
  const nameAlone = useFaults();
  const faults = props.faults ?? nameAlone;
  const field = `${props.id}-who`;
  useForgetDraft(props.id, props.done);
  return (
    <form
      noValidate
      className="sw-noprint"
      onSubmit={(event) => {
        event.preventDefault();
        const name = who.trim();
        if (!faults.look(ifEmpty(field, name, 'Say who you are: every entry carries a name.'))) return;
        localStorage.setItem(nameKey, name);
        props.onSend(name);
      }}
    >
      <FaultSummary faults={faults} title={props.failed ?? 'Nothing was saved.'} />
      <div className="sw-form">
        {props.children}
        <label htmlFor={field}>
          Your name
          <input
            id={field}
            value={who}
            autoComplete="name"
            {...faults.at(field)}
            onChange={(event) => setWho(event.target.value)}
          />
        </label>
        <button type="submit" disabled={props.busy}>
          {props.action}
        </button>
      </div>
      {props.failure === null ? null : (
        <FailureNotice {...props.failure} title={`${props.failed ?? 'Not saved.'} ${props.failure.title}`} />
      )}
      {props.done ? <output>{props.finished ?? 'Saved.'}</output> : null}
    </form>
  );
}
