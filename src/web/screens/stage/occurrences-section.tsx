import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { CriterionView, StageView } from '#contract/rollout.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { sayBothNear, saySpanNear } from '#domain/time/say-near.ts';
import { sayCount } from '#domain/verdict/say-value.ts';
import { sayError } from '../../data/fetch-json.ts';
import { seriesQuery } from '../../data/queries.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import {
  checkedOf,
  linkOf,
  occurrencesOf,
  type Checked,
  type Occurrence,
  type SourceLink,
} from './occurrences.ts';

/** A breaker that opens sends nothing on: what is measured then flatters. */
const skips = /breaker|circuit|skip/i;

/** What must never happen and did, each time with what went before it; and kinds of error first seen in this stage. */
export function OccurrencesSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const query = useQuery(seriesQuery(view.rollout.id, view.stage.id));
  const watched = view.criteria.filter((one) => (one.listed ?? null) !== null);
  if (watched.length === 0) return null;
  return (
    <section className="sw-section" aria-labelledby="never">
      <h2 id="never">What must not happen, and what is new</h2>
      <Load
        query={query}
        waiting={<output>Loading...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
      >
        {(answer) => (
          <>
            {watched.map((one) => (
              <Happened
                key={one.id}
                criterion={one}
                found={occurrencesOf(one, view, answer)}
                link={linkOf(one, answer)}
                checked={checkedOf(one, view, answer)}
                now={answer.serverNow}
                zone={view.rollout.zone}
              />
            ))}
          </>
        )}
      </Load>
    </section>
  );
}

const mostShown = 10;

function Happened(props: {
  readonly criterion: CriterionView;
  readonly found: readonly Occurrence[] | null;
  /** Where the source itself lists them. */
  readonly link: SourceLink | null;
  readonly checked: Checked | null;
  readonly now: number;
  readonly zone: string;
}): JSX.Element {
  const { criterion, found, link, checked, now, zone } = props;
  if (found === null)
    return <p>{criterion.label}: it can’t be seen now, and that is no sign that it did not happen.</p>;
  if (found.length === 0)
    return (
      <p>
        {criterion.label}: {sayNone(checked, now, zone)}
      </p>
    );
  return (
    <>
      {criterion.listed === 'new-issues' ? (
        <p>
          Kinds of error first seen in this stage. What they are called stands in the source: Stagewatch keeps
          no titles, since they may name people.
        </p>
      ) : null}
      {criterion.listed === 'never' && skips.test(`${criterion.label} ${criterion.id}`) ? (
        <p>
          <strong>
            Requests that are skipped are not sent, so errors and latency of those minutes look better than
            they are.
          </strong>{' '}
          Failures after it opened say little of the new code. With few requests a single failure opens it.
        </p>
      ) : null}
      <table className="sw-stack">
        <caption>{criterion.label}</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">{criterion.listed === 'new-issues' ? 'New kinds' : 'Times'}</th>
            <th scope="col">Two minutes before</th>
          </tr>
        </thead>
        <tbody>
          {found.slice(-mostShown).map((one) => (
            <tr key={one.at}>
              <th scope="row">{saySpanNear(one.at, one.until, now, zone)}</th>
              <td data-label="Times">{sayCount(one.times)}</td>
              <td data-label="Two minutes before">{sayBefore(one.before)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {link === null ? null : (
        <p>
          <a href={link.to} target="_blank" rel="noreferrer">
            Open {criterion.label} in {link.place} (opens in a new tab)
          </a>
        </p>
      )}
      {found.length > mostShown ? <p>and {found.length - mostShown} times before.</p> : null}
    </>
  );
}

/** "not once since 9:00 a.m. ET (13:00 UTC). Read 40 seconds ago ...": none is told apart from not looked. */
function sayNone(checked: Checked | null, now: number, zone: string): string {
  if (checked === null) return 'not once in what has been read.';
  const { from, to, readAt, requests } = checked;
  const of = requests === null ? '' : `, ${sayCount(requests)} requests`;
  return `not once since ${sayBothNear(from, now, zone)}. Read ${sayDuration(now - readAt)} ago, through ${sayBothNear(to, now, zone)}${of}.`;
}

function sayBefore(before: Occurrence['before']): string {
  if (before === null) return 'Not measured';
  return `${sayCount(before.failed)} failed, ${sayCount(before.of - before.failed)} succeeded`;
}
