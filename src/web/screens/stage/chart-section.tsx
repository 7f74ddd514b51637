import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, type JSX } from 'react';
import type { CriterionView, StageView } from '#contract/rollout.ts';
import { sayLimit } from '#domain/plan/limit.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { sayValue } from '#domain/verdict/say-value.ts';
import { seriesQuery } from '../../data/queries.ts';
import { sayError } from '../../data/fetch-json.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { PanelBoundary } from '../../ui/panel-boundary.tsx';
import { chartModel, type ChartModel } from './chart-model.ts';

// Charts are half of the code and none of the answer: they load once the words are on screen.
const ChartLines = lazy(async () => ({ default: (await import('./charts-lines.tsx')).ChartLines }));

/** One chart per criterion, on one time axis, each followed by its table. */
export function ChartSection({ view }: { readonly view: StageView }): JSX.Element {
  const query = useQuery(seriesQuery(view.rollout.id, view.stage.id));
  const drawn = view.criteria.filter((criterion) => criterion.chart !== null);
  const mounted = useOnePerFrame(drawn.length);
  return (
    <section className="sw-section" aria-labelledby="charts">
      <h2 id="charts">Charts</h2>
      <Load
        query={query}
        waiting={<output>Loading charts...</output>}
        renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
      >
        {(answer) => (
          <>
            {drawn.map((criterion, i) => (
              <PanelBoundary key={criterion.id} title={`The chart of ${criterion.label}`}>
                <CriterionFigure
                  criterion={criterion}
                  view={view}
                  model={
                    criterion.chart === null ? 'Nothing to draw.' : chartModel(criterion.chart, answer.series)
                  }
                  ready={i < mounted}
                />
              </PanelBoundary>
            ))}
          </>
        )}
      </Load>
    </section>
  );
}

/** Counts up by one a frame: mounting all charts at once would block the page for a third of a second. */
function useOnePerFrame(total: number): number {
  const [mounted, setMounted] = useState(0);
  useEffect(() => {
    if (mounted >= total) return undefined;
    const frame = requestAnimationFrame(() => setMounted((n) => n + 1));
    return () => cancelAnimationFrame(frame);
  }, [mounted, total]);
  return mounted;
}

function CriterionFigure(props: {
  readonly criterion: CriterionView;
  readonly view: StageView;
  readonly model: ChartModel | string;
  readonly ready: boolean;
}): JSX.Element {
  const { criterion, view, model, ready } = props;
  const { zone } = view.rollout;
  const reading = view.verdict.readings.find((one) => one.criterion === criterion.id);
  const limit = reading?.limit ?? null;
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
                <ChartLines
                  model={model}
                  zone={zone}
                  limit={
                    limit === null
                      ? null
                      : { value: chartLimit(criterion, limit.value), label: `Limit: ${sayLimit(limit)}` }
                  }
                />
              ) : null}
            </Suspense>
          </div>
          <ChartTable model={model} label={criterion.label} zone={zone} />
        </>
      )}
    </figure>
  );
}

/** Where a chart shows the complement of what is limited, so does its limit. */
function chartLimit({ chart }: CriterionView, value: number): number {
  return chart?.kind === 'ratio' && chart.turned ? 1 - value : value;
}

function ChartTable({
  model,
  label,
  zone,
}: {
  readonly model: ChartModel;
  readonly label: string;
  readonly zone: string;
}): JSX.Element {
  const rows = model.points.slice(-60).toReversed();
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
            </tr>
          </thead>
          <tbody>
            {rows.map((point) => (
              <tr key={point.at}>
                <th scope="row">{sayInstant(point.at, zone)}</th>
                <td>{point.value === null ? 'No data' : sayValue(point.value, model.unit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
