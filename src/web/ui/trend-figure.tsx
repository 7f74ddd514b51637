import { lazy, Suspense, type JSX } from 'react';
import type { TrendPoint } from '#domain/report/trend.ts';
import { sayCount, sayRange, sayShare } from '#domain/verdict/say-value.ts';

const TrendChart = lazy(async () => ({ default: (await import('./charts-trend.tsx')).TrendChart }));

/** One rate from the first stage to now: the chart, and the same numbers as a table. */
export function TrendFigure(props: {
  readonly label: string;
  readonly points: readonly TrendPoint[];
}): JSX.Element {
  const { label, points } = props;
  return (
    <figure className="sw-figure sw-whole" aria-labelledby="trend-chart">
      <h3 id="trend-chart">{label}, stage by stage</h3>
      <div className="sw-trend" aria-hidden="true">
        <Suspense fallback={null}>
          <TrendChart points={points} />
        </Suspense>
      </div>
      <table className="sw-stack">
        <caption>{label} with its likely range (95%)</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Rate</th>
            <th scope="col">Likely range</th>
            <th scope="col">Counts</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={`${point.kind} ${point.id}`}>
              <th scope="row">{point.kind === 'stage' ? point.label : `${point.label} after launch`}</th>
              <td>{sayShare(point.value)}</td>
              <td>{sayRange(point.range, 'share')}</td>
              <td>
                {point.about ? 'about ' : ''}
                {sayCount(point.events)} of {sayCount(point.of)}
              </td>
              <td>{point.origin}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
