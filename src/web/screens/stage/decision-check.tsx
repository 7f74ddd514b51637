import { useEffect, useRef, type JSX } from 'react';
import { failureOf } from '../../data/fetch-json.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { goTo } from '../../ui/go-to.ts';

/** Everything a decision will put on record, before it is there. It takes the focus; nothing is sent until it is confirmed. */
export function DecisionCheck(props: {
  /** Each thing that will be recorded, with its name. */
  readonly says: readonly (readonly [string, string])[];
  readonly busy: boolean;
  /** Why it could not be saved. */
  readonly error: Error | null;
  readonly onRecord: () => void;
  readonly onBack: () => void;
}): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  const failure = failureOf(props.error);
  useEffect(() => goTo(heading.current), []);
  return (
    <section aria-labelledby="decision-check">
      <h3 id="decision-check" ref={heading} tabIndex={-1}>
        Check what will be recorded
      </h3>
      <dl className="sw-facts">
        {props.says.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p>A decision can’t be taken back: a later one stands beside it in the log.</p>
      <p className="sw-form">
        <button type="button" disabled={props.busy} onClick={props.onRecord}>
          Record decision
        </button>
        <button type="button" disabled={props.busy} onClick={props.onBack}>
          Go back and change it
        </button>
      </p>
      {failure === null ? null : <FailureNotice {...failure} title={`Not saved. ${failure.title}`} />}
    </section>
  );
}
