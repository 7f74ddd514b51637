import { Suspense, useState, type JSX } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import type { EventsElsewhere } from '#contract/stage-events.ts';
import { later } from '../../ui/later.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { EventsTable } from '../../ui/events-table.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Kept } from '../../ui/kept.ts';
import type { EventFilter, StageMarks } from '../../ui/stage-marks.ts';

const EventForm = later(async () => (await import('./opened-forms.ts')).EventForm);

const filters = [
  ['ours', 'Ours'],
  ['everything', 'Everything'],
] as const;

/** The events the charts mark, which of them to show, and a form to add one. */
export function EventsSection(props: {
  readonly view: StageView;
  readonly marks: StageMarks;
  readonly filter: EventFilter;
  /** Other rollouts of which not every event is listed. */
  readonly leftOut: EventsElsewhere['leftOut'];
  /** Why events may be missing. */
  readonly sources: readonly {
    readonly data: unknown;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  }[];
}): JSX.Element {
  const { view, marks, filter, sources, leftOut } = props;
  const failed = sources.find((one) => one.error !== null);
  const [, setSearch] = useSearchParams();
  const [isAdding, setAdding] = useState(false);
  const stage = `/rollouts/${view.rollout.id}/stages/${view.stage.id}`;
  return (
    <section aria-labelledby="events">
      <h3 id="events">Events</h3>
      {failed?.error === undefined || failed.error === null ? null : (
        <Kept value={failed.data !== undefined}>
          <FailureNotice {...sayError(failed.error)} onRetry={() => void failed.refetch()} />
        </Kept>
      )}
      <fieldset className="sw-choice sw-noprint">
        <legend>Events of</legend>
        {filters.map(([value, label]) => (
          <label key={value}>
            <input
              type="radio"
              name="event-filter"
              checked={filter === value}
              onChange={() =>
                setSearch(
                  (before) => {
                    const next = new URLSearchParams(before);
                    next.set('events', value);
                    return next;
                  },
                  { replace: true, preventScrollReset: true },
                )
              }
            />
            {label}
          </label>
        ))}
      </fieldset>
      <EventsTable
        isRead={sources.every((one) => one.data !== undefined)}
        events={marks.frame.events}
        more={marks.more}
        zone={view.rollout.zone}
        linkTo={(at) =>
          at > view.serverNow
            ? `/rollouts/${view.rollout.id}/log`
            : `${stage}?at=${new Date(at).toISOString()}`
        }
      />
      {leftOut.map(({ rollout, title, count }) => (
        <p key={rollout} className="sw-small">
          {count === 1 ? 'One earlier event' : `${count} earlier events`} of {title}{' '}
          {count === 1 ? 'is' : 'are'} not listed. <Link to={`/rollouts/${rollout}/log`}>See its log</Link>
        </p>
      ))}
      {view.at === null ? (
        <details
          className="sw-noprint"
          open={isAdding}
          onToggle={(event) => setAdding(event.currentTarget.open)}
        >
          <summary>Add event</summary>
          {isAdding ? (
            <Suspense fallback={<p>Reading...</p>}>
              <EventForm view={view} />
            </Suspense>
          ) : null}
        </details>
      ) : null}
    </section>
  );
}
