import type { JSX } from 'react';
import { Link } from 'react-router';
import { sayDuration } from '#domain/time/duration.ts';
import { sayCount, sayValue } from '#domain/verdict/say-value.ts';
import { beyondLimit, type LimitLine } from '../../ui/chart-limit.ts';
import type { ChartModel } from '../../ui/chart-model.ts';
import { Instant } from '../../ui/instant.tsx';
import { keptOf } from './kept-of.ts';

/** As many stretches as are listed; the chart and its table show all. */
const most = 20;

/** The stretches of the stage that lay beyond the limit's line. Whether the limit was broken is the judge's to say. */
export function BeyondSection(props: {
  readonly model: ChartModel;
  readonly limit: LimitLine;
  readonly zone: string;
  /** Instants at which a judgement was kept, oldest first; `null` while that is not known. */
  readonly kept: readonly number[] | null;
  /** The criterion as it stood at an instant. */
  readonly linkTo: (at: number) => string;
}): JSX.Element {
  const { model, limit, zone, kept, linkTo } = props;
  const stretches = beyondLimit(model, limit).toReversed();
  return (
    <section className="sw-section" aria-labelledby="beyond">
      <h2 id="beyond">When it was beyond the limit</h2>
      {stretches.length === 0 ? (
        <p>No complete bucket of this chart lies beyond the limit.</p>
      ) : (
        <>
          <p className="sw-small">
            Buckets of {sayDuration(model.width)} on the wrong side of the line. One alone may be chance:
            whether the limit was broken is said above.
          </p>
          <table className="sw-stack">
            <caption>
              {sayCount(stretches.length)} {stretches.length === 1 ? 'stretch' : 'stretches'} beyond the
              limit, newest first
            </caption>
            <thead>
              <tr>
                <th scope="col">From</th>
                <th scope="col">To</th>
                <th scope="col">Buckets</th>
                <th scope="col">Worst</th>
                <th scope="col">Link</th>
              </tr>
            </thead>
            <tbody>
              {stretches.slice(0, most).map(({ from, to, buckets, worst }) => (
                <tr key={from}>
                  <th scope="row">
                    <Instant at={from} zone={zone} />
                  </th>
                  <td>
                    <span className="sw-narrow">to </span>
                    <Instant at={to} zone={zone} near={from} />
                  </td>
                  <td>
                    {sayCount(buckets)}
                    <span className="sw-narrow"> {buckets === 1 ? 'bucket' : 'buckets'}</span>
                  </td>
                  <td>
                    <span className="sw-narrow">Worst </span>
                    {sayValue(worst, model.unit)}
                  </td>
                  <td>
                    <Then
                      at={kept === null ? null : keptOf({ from, to }, model.width, kept)}
                      linkTo={linkTo}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {stretches.length > most ? <p>and {sayCount(stretches.length - most)} earlier</p> : null}
        </>
      )}
    </section>
  );
}

function Then(props: { readonly at: number | null; readonly linkTo: (at: number) => string }): JSX.Element {
  const { at, linkTo } = props;
  return at === null ? <>Nothing kept then</> : <Link to={linkTo(at)}>The criterion then</Link>;
}
