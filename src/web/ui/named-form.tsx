import { useState, type JSX, type ReactNode } from 'react';
import { FailureNotice } from './failure-notice.tsx';
import { useForgetDraft } from './use-draft.ts';

const nameKey = 'stagewatch.name';

/** How a sending stands, in the words of what sends it. */
export interface Sending {
  readonly isPending: boolean;
  readonly isSuccess: boolean;
  readonly failure: { readonly title: string; readonly detail: string; readonly remedy: string } | null;
}

/** A form that asks who is acting, remembers it, and keeps every word when saving fails. */
export function NamedForm<T extends object>(props: {
  readonly id: string;
  readonly action: string;
  /** What to send, or what is missing. */
  readonly entry: () => T | string;
  readonly sending: Sending;
  readonly onSend: (entry: T, who: string) => void;
  readonly children?: ReactNode;
}): JSX.Element {
  const { id, sending } = props;
  const [who, setWho] = useState(() => localStorage.getItem(nameKey) ?? '');
  const [wrong, setWrong] = useState<string | null>(null);
  useForgetDraft(id, sending.isSuccess);
  const submit = (): void => {
    const name = who.trim();
    const entry = name === '' ? 'Say who you are: every entry carries a name.' : props.entry();
    setWrong(typeof entry === 'string' ? entry : null);
    if (typeof entry === 'string') return;
    localStorage.setItem(nameKey, name);
    props.onSend(entry, name);
  };
  return (
    <form
      noValidate
      className="sw-noprint"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="sw-form">
        {props.children}
        <label htmlFor={`${id}-who`}>
          Your name
          <input
            id={`${id}-who`}
            value={who}
            autoComplete="name"
            aria-describedby={wrong === null ? undefined : `${id}-wrong`}
            onChange={(event) => setWho(event.target.value)}
          />
        </label>
        <button type="submit" disabled={sending.isPending}>
          {props.action}
        </button>
      </div>
      {wrong === null ? null : (
        <p id={`${id}-wrong`} role="alert">
          {wrong}
        </p>
      )}
      {sending.failure === null ? null : (
        <FailureNotice {...sending.failure} title={`Not saved. ${sending.failure.title}`} />
      )}
      {sending.isSuccess ? <output>Saved.</output> : null}
    </form>
  );
}
