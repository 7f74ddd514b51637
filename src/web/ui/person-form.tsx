import { useState, type JSX, type ReactNode } from 'react';
import { FailureNotice } from './failure-notice.tsx';
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
  /** What is said when it has failed or worked, where that is not about saving. */
  readonly failed?: string;
  readonly finished?: string;
  readonly onSend: (who: string) => void;
  readonly children?: ReactNode;
}): JSX.Element {
  const [who, setWho] = useState(() => localStorage.getItem(nameKey) ?? '');
  const [missing, setMissing] = useState(false);
  useForgetDraft(props.id, props.done);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const name = who.trim();
        setMissing(name === '');
        if (name === '') return;
        localStorage.setItem(nameKey, name);
        props.onSend(name);
      }}
    >
      <div className="sw-form">
        {props.children}
        <label htmlFor={`${props.id}-who`}>
          Your name
          <input
            id={`${props.id}-who`}
            value={who}
            autoComplete="name"
            aria-invalid={missing}
            aria-describedby={missing ? `${props.id}-missing` : undefined}
            onChange={(event) => setWho(event.target.value)}
          />
        </label>
        <button type="submit" disabled={props.busy}>
          {props.action}
        </button>
      </div>
      {missing ? (
        <p id={`${props.id}-missing`} role="alert">
          Say who you are: every entry carries a name.
        </p>
      ) : null}
      {props.failure === null ? null : (
        <FailureNotice {...props.failure} title={`${props.failed ?? 'Not saved.'} ${props.failure.title}`} />
      )}
      {props.done ? <output>{props.finished ?? 'Saved.'}</output> : null}
    </form>
  );
}
