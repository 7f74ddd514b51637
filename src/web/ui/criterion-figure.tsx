import { lazy, Suspense, type JSX } from 'react';
import type { CriterionView } from '#contract/rollout.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { sayInstant } from '#domain/time/zone.ts';
import type { Reading } from '#domain/verdict/reading.ts';
import { sayValue } from '#domain/verdict/say-value.ts';
import { alignedTo, type ChartModel } from './chart-model.ts';
import { limitOnChart } from './limit-on-chart.ts';

// Charts are half of the code and none of the answer: they load once the words are on screen.
const ChartLines = lazy(async () => ({ default: (await import('./charts-lines.tsx')).ChartLines }));

/** A criterion's chart with its finding in words, and the same numbers as a table. */
export function CriterionFigure(props: {
  readonly criterion: CriterionView;
  readonly reading: Reading | undefined;
  readonly zone: string;
  readonly model: ChartModel | string;
  readonly ready: boolean;
  /** The old path, where the criterion is compared with it. */
  readonly old?: ChartModel | null;
}): JSX.Element {
  const { criterion, reading, zone, model, ready, old = null } = props;
  return (
    <figure className="sw-figure" aria-labelledby={`chart-${criterion.id}`}>
      <h3 id={`chart-${criterion.id}`}>{criterion.label}</h3>
      <p className="sw-small">{reading?.evidence ?? criterion.rule}</p>
      {typeof model === 'string' ? (
        <p className="sw-small">No chart: {model}</p>
      ) : (
        <>
          <div className="sw-chart" aria-hidden="true">
            <Suspense fallback={null}>
              {ready ? (
                <ChartLines model={model} old={old} zone={zone} limit={limitOnChart(criterion, reading)} />
              ) : null}
            </Suspense>
          </div>
          {old === null ? null : (
            <p className="sw-small">Solid: the new path. Dashed: the old path at the same time.</p>
          )}
          <ChartTable old={old} model={model} label={criterion.label} zone={zone} />
        </>
      )}
    </figure>
  );
}

function ChartTable({
  model,
  old,
  label,
  zone,
}: {
  readonly model: ChartModel;
  readonly old: ChartModel | null;
  readonly label: string;
  readonly zone: string;
}): JSX.Element {
  const there = old === null ? null : alignedTo(model.points, old.points);
  const rows = model.points
    .map((point, i) => ({ ...point, old: there?.[i] ?? null }))
    .slice(-60)
    .toReversed();
  const gaps = model.gaps === 0 ? '' : ` ${model.gaps} buckets have no data.`;
  return (
    <details>
      <summary>Table of {label}</summary>
      <section className="sw-scroll" aria-label={`Table of ${label}`}>
        <table>
          <caption>
            {label}, in buckets of {sayDuration(model.width)}, newest first, the last {rows.length}.{gaps}
          </caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Value</th>
              {old === null ? null : <th scope="col">Old path</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((point) => (
              <tr key={point.at}>
                <th scope="row">{sayInstant(point.at, zone)}</th>
                <td>{sayPoint(point.value, model.unit)}</td>
                {old === null ? null : <td>{sayPoint(point.old, model.unit)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

function sayPoint(value: number | null, unit: ChartModel['unit']): string {
  return value === null ? 'No data' : sayValue(value, unit);
}
