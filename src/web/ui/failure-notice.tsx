import { useContext, type JSX } from 'react';
import { Kept } from './kept.ts';

interface Failure {
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  readonly onRetry?: () => void;
}

/** What failed, why, and what to do; with a way to try again where that may help. */
export function FailureNotice(props: Failure): JSX.Element {
  return useContext(Kept) ? <NotAgain {...props} /> : <Failed {...props} />;
}

function Failed(props: Failure): JSX.Element {
  return (
    <div className="sw-error" role="alert">
      <p>
        <strong>{props.title}</strong>
      </p>
      <p>{props.detail}</p>
      <p>{props.remedy}</p>
      <Again onRetry={props.onRetry} />
    </div>
  );
}

/**
 * In a line above what was read last: every part of a page can fail at once. Not an alert for the same reason: the page
 * says first, and once, that its server is lost.
 */
function NotAgain(props: Failure): JSX.Element {
  return (
    <output className="sw-error">
      <strong>Not read again. {props.title}.</strong> {props.detail} {props.remedy}{' '}
      <Again onRetry={props.onRetry} />
    </output>
  );
}

function Again({ onRetry }: { readonly onRetry: (() => void) | undefined }): JSX.Element | null {
  if (onRetry === undefined) return null;
  return (
    <button type="button" onClick={onRetry}>
      Try again
    </button>
  );
}
