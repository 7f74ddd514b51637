import type { JSX } from 'react';
import { Link } from 'react-router';
import { Instant } from './instant.tsx';

/** Says above a past moment that it is one, with the way to now. */
export function FrozenLine(props: {
  readonly at: number;
  readonly zone: string;
  /** The same page, live. */
  readonly live: string;
}): JSX.Element {
  return (
    <p className="sw-bar">
      You&rsquo;re viewing <Instant at={props.at} zone={props.zone} />.{' '}
      <Link to={props.live}>Go to live</Link>
    </p>
  );
}
