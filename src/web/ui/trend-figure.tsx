import { Suspense, type JSX } from 'react';
import type { Trend, TrendPoint } from '#domain/report/trend.ts';
import { sayCount, sayRange, sayValue } from '#domain/verdict/say-value.ts';
import { later } from './later.tsx';

const TrendChart = later(async () => (await import('./charts-trend.tsx')).TrendChart);

/** One KPI from the first stage to now: the chart, and the same numbers as a table. */
export function TrendFigure({ trend }: { readonly trend: Trend }): JSX.Element {
  const { kpi, label, points } = trend;
  const isRate = points.some((point) => point.range !== null);
  return (
    <figure className="sw-figure sw-whole" aria-labelledby={`trend-${kpi}`}>
      <h3 id={`trend-${kpi}`}>{label}, stage by stage</h3>
      <div className="sw-trend-drawn" aria-hidden="true">
        <Suspense fallback={null}>
          <TrendChart points={points} />
        </Suspense>
      </div>
      <table className="sw-stack">
        <caption>
          {isRate ? `${label} with its likely range (95%)` : `${label}, each over its own time`}
        </caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">{isRate ? 'Rate' : 'Value'}</th>
            {isRate ? <th scope="col">Likely range</th> : null}
            {isRate ? <th scope="col">Counts</th> : null}
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={`${point.kind} ${point.id}`}>
              <th scope="row">{point.kind === 'stage' ? point.label : `${point.label} after launch`}</th>
              <td>{sayValue(point.value, point.unit)}</td>
              {isRate ? <td>{point.range === null ? 'Not known' : sayRange(point.range, 'share')}</td> : null}
              {isRate ? <td>{sayCounts(point)}</td> : null}
              <td>{point.origin}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function sayCounts({ events, of, about }: TrendPoint): string {
  if (events === null || of === null) return 'Not known';
  return `${about ? 'about ' : ''}${sayCount(events)} of ${sayCount(of)}`;
}
