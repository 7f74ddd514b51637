import type { JSX } from 'react';

/** What failed, why, and what to do; with a way to try again where that may help. */
export function FailureNotice(props: {
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  readonly onRetry?: () => void;
}): JSX.Element {
  return (
    <div className="sw-error" role="alert">
      <p>
        <strong>{props.title}</strong>
      </p>
      <p>{props.detail}</p>
      <p>{props.remedy}</p>
      {props.onRetry === undefined ? null : (
        <button type="button" onClick={props.onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
