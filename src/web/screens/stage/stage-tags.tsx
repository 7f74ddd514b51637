import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { AlertView } from '#contract/notice.ts';
import type { JournalEntry } from '#contract/journal.ts';
import type { StageView } from '#contract/rollout.ts';
import { sayTimeNear } from '#domain/time/say-near.ts';
import { logQuery } from '../../data/log.ts';
import { alertsQuery } from '../../data/records.ts';

/** What modifies a verdict, beside its word: a planned outage that is under way, and who is on it. */
export function StageTags({ view }: { readonly view: StageView }): JSX.Element | null {
  const { data: alerts = [] } = useQuery(alertsQuery);
  const { data: log = [] } = useQuery(logQuery(view.rollout.id));
  if (view.at !== null) return null;
  return (
    <>
      {[...outageTags(view, log), ...takenTags(view, alerts)].map((tag) => (
        <span key={tag} className="sw-tag">
          {tag}
        </span>
      ))}
    </>
  );
}

/** Planned outages of this stage, while they last. */
function outageTags(view: StageView, log: readonly JournalEntry[]): readonly string[] {
  const { judgedAt: now } = view.verdict;
  if (view.run === null || view.run.end !== null) return [];
  const until = log.flatMap((one) => {
    if (one.kind !== 'event' || one.what !== 'planned outage' || one.stage !== view.stage.id) return [];
    return one.from <= now && (one.to === null || now < one.to) ? [one.to] : [];
  });
  return [
    ...new Set(
      until.map((to) =>
        to === null ? 'Planned outage' : `Planned outage until ${sayTimeNear(to, now, view.rollout.zone)}`,
      ),
    ),
  ];
}

function takenTags(view: StageView, alerts: readonly AlertView[]): readonly string[] {
  const here = alerts.filter((one) => one.rollout === view.rollout.id && one.stage === view.stage.id);
  return [...new Set(here.flatMap(({ taken }) => (taken === null ? [] : [`Taken by ${taken.by}`])))];
}
