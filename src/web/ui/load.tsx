import type { JSX, ReactNode } from 'react';
import { Kept } from './kept.ts';

export interface Loading<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
}

/** The one place that branches on a query: what is known stays on screen while it is read again, even when that fails. */
export function Load<T>(props: {
  readonly query: Loading<T>;
  readonly waiting: ReactNode;
  readonly renderFailed: (error: Error) => ReactNode;
  readonly children: (data: T) => ReactNode;
}): JSX.Element {
  const { data, error } = props.query;
  if (data !== undefined) {
    return (
      <>
        {error === null ? null : <Kept value>{props.renderFailed(error)}</Kept>}
        {props.children(data)}
      </>
    );
  }
  return <>{error === null ? props.waiting : props.renderFailed(error)}</>;
}
