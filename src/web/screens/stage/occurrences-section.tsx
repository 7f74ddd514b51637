import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { CriterionView, StageView } from '#contract/rollout.ts';
import { sayTime } from '#domain/time/zone.ts';
import { sayCount } from '#domain/verdict/say-value.ts';
import { sayError } from '../../data/fetch-json.ts';
import { seriesQuery } from '../../data/queries.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { linkOf, occurrencesOf, type Occurrence, type SourceLink } from './occurrences.ts';

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
  readonly zone: string;
}): JSX.Element {
  const { criterion, found, link, zone } = props;
  if (found === null)
    return <p>{criterion.label}: it can’t be seen now, and that is no sign that it did not happen.</p>;
  if (found.length === 0) return <p>{criterion.label}: not once in what has been read.</p>;
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
              <th scope="row">
                {sayTime(one.at, zone)} to {sayTime(one.until, zone)}
              </th>
              <td>{sayCount(one.times)}</td>
              <td>{sayBefore(one.before)}</td>
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

function sayBefore(before: Occurrence['before']): string {
  if (before === null) return 'Not measured';
  return `${sayCount(before.failed)} failed, ${sayCount(before.of - before.failed)} succeeded`;
}
