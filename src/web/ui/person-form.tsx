import { useState, type JSX, type ReactNode } from 'react';
import { FailureNotice } from './failure-notice.tsx';
import { FaultSummary, ifEmpty, useFaults, type Faults } from './faults.tsx';
import { mayWrite, sayMayNot, useReader } from './reader.ts';
import { useForgetDraft } from './use-draft.ts';

const nameKey = 'stagewatch.name';

interface Failure {
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
}

interface Props {
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
  /** The role it takes: a monitor's, unless it says otherwise. */
  readonly takes?: 'viewer' | 'monitor' | 'owner';
  /** Called with nothing left wrong. */
  readonly onSend: (who: string) => void;
  readonly children?: ReactNode;
}

/** A form for who may write it; whoever may not is told whom to ask, before anything is typed. */
export function PersonForm(props: Props): JSX.Element {
  const reader = useReader();
  const takes = props.takes ?? 'monitor';
  return mayWrite(reader, takes) ? (
    <SignedForm {...props} login={reader.name} />
  ) : (
    <p>{sayMayNot(reader, takes)}</p>
  );
}

/** Says or asks who is acting, remembers what was typed, and keeps every word when saving fails. */
function SignedForm({ login, ...props }: Props & { readonly login: string | null }): JSX.Element {
  const [typed, setTyped] = useState(() => localStorage.getItem(nameKey) ?? '');
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
        const name = login ?? typed.trim();
        if (!faults.look(ifEmpty(field, name, 'Say who you are: every entry carries a name.'))) return;
        if (login === null) localStorage.setItem(nameKey, name);
        props.onSend(name);
      }}
    >
      <FaultSummary faults={faults} title={props.failed ?? 'Nothing was saved.'} />
      <div className="sw-form">
        {props.children}
        {login === null ? (
          <label htmlFor={field}>
            Your name
            <input
              id={field}
              value={typed}
              autoComplete="name"
              {...faults.at(field)}
              onChange={(event) => setTyped(event.target.value)}
            />
          </label>
        ) : (
          <p>Recorded as {login}.</p>
        )}
        <button type="submit" disabled={props.busy}>
          {props.action}
        </button>
      </div>
      {props.failure === null ? null : (
        <FailureNotice {...props.failure} title={`${props.failed ?? 'Not saved.'} ${props.failure.title}`} />
      )}
      {props.done && faults.list.length === 0 ? <output>{props.finished ?? 'Saved.'}</output> : null}
    </form>
  );
}
