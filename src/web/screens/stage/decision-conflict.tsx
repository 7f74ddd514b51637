import { useEffect, useRef, type JSX } from 'react';
import type { Theirs } from '#contract/deciding.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { goTo } from '../../ui/go-to.ts';
import { sayTheirs } from './decision-words.ts';

/** Somebody else was faster, or the verdict has changed: theirs is shown, and nothing of yours is lost. It takes the focus. */
export function DecisionConflictNotice(props: {
  readonly theirs: Theirs;
  readonly zone: string;
  readonly busy: boolean;
  /** Why the stage could not be read again. */
  readonly error: Error | null;
  readonly onDecideOnNow: () => void;
}): JSX.Element {
  const part = useRef<HTMLDivElement>(null);
  const failure = failureOf(props.error);
  useEffect(() => goTo(part.current), []);
  return (
    <div className="sw-error" role="alert" tabIndex={-1} ref={part}>
      <p>
        <strong>Not saved. This has changed since you looked.</strong>
      </p>
      <p>{sayTheirs(props.theirs, props.zone)}</p>
      <p>
        What you chose and wrote is kept. Look at theirs, then decide on what stands now, or close the form.
      </p>
      <button type="button" disabled={props.busy} onClick={props.onDecideOnNow}>
        Decide on the verdict of now
      </button>
      {failure === null ? null : <FailureNotice {...failure} title={`Not read again. ${failure.title}`} />}
    </div>
  );
}
