import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { sayTimeNear } from '#domain/time/say-near.ts';
import { logQuery } from '../../data/log.ts';
import { sayObservation, type Observation } from '../../ui/observation-words.ts';

/** What somebody saw at this stage that the plan does not ask about, newest first. */
export function ReportsSoFar({ view }: { readonly view: StageView }): JSX.Element | null {
  const { data: log = [] } = useQuery(logQuery(view.rollout.id));
  const reports = log.filter(
    (one): one is Observation =>
      one.kind === 'observation' && one.criterion === null && one.stage === view.stage.id,
  );
  if (reports.length === 0) return null;
  const names = { zone: view.rollout.zone, criterion: (id: string) => id };
  return (
    <ul className="sw-list" aria-label="Reported so far">
      {reports.map((one) => {
        const { what, more } = sayObservation(one, names);
        return (
          <li key={one.id} className="sw-step">
            <strong>{what}</strong>: {more}{' '}
            <span className="sw-quiet">
              {one.by}, {sayTimeNear(one.at, view.serverNow, view.rollout.zone)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
