import { useState, type JSX, type ReactNode } from 'react';
import type { PostKpi } from '#contract/report-requests.ts';
import { sayError } from '../../data/fetch-json.ts';
import { useKpiEntry } from '../../data/reports.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';

const nameKey = 'stagewatch.name';

type WithWho<T> = T extends unknown ? Omit<T, 'who'> : never;

/** What an entry says, without who makes it. */
export type Entry = WithWho<PostKpi>;

/** A form of the check-in: asks who is acting, remembers it, and keeps every word when saving fails. */
export function EntryForm(props: {
  readonly id: string;
  readonly rollout: string;
  readonly checkIn: string;
  readonly action: string;
  /** What to send, or what is missing. */
  readonly entry: () => Entry | string;
  readonly children?: ReactNode;
}): JSX.Element {
  const { id } = props;
  const send = useKpiEntry(props.rollout, props.checkIn);
  const [who, setWho] = useState(() => localStorage.getItem(nameKey) ?? '');
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = (): void => {
    const name = who.trim();
    const entry = name === '' ? 'Say who you are: every entry carries a name.' : props.entry();
    setWrong(typeof entry === 'string' ? entry : null);
    if (typeof entry === 'string') return;
    localStorage.setItem(nameKey, name);
    send.mutate({ ...entry, who: name });
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
        <button type="submit" disabled={send.isPending}>
          {props.action}
        </button>
      </div>
      {wrong === null ? null : (
        <p id={`${id}-wrong`} role="alert">
          {wrong}
        </p>
      )}
      {send.error === null ? null : (
        <FailureNotice {...sayError(send.error)} title={`Not saved. ${sayError(send.error).title}`} />
      )}
      {send.isSuccess ? <output>Saved.</output> : null}
    </form>
  );
}
