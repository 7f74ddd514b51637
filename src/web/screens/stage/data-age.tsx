import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { useConnection } from '../../data/connection.tsx';
import { Instant } from '../../ui/instant.tsx';

/** How old what a row shows is: through when it is judged, and how long ago that was. Of a past moment it counts from it. */
export function DataAge(props: { readonly view: StageView; readonly through: number }): JSX.Element {
  const { view, through } = props;
  const { now } = useConnection();
  const seen = view.at ?? now;
  const age = sayDuration(Math.max(0, seen - through));
  return (
    <div className="sw-quiet">
      Judged through <Instant at={through} zone={view.rollout.zone} near={seen} />,{' '}
      {view.at === null ? `${age} old` : `${age} before that moment`}.
    </div>
  );
}
