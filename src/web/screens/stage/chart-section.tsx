import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { sayError } from '../../data/fetch-json.ts';
import { seriesQuery } from '../../data/queries.ts';
import { chartModel } from '../../ui/chart-model.ts';
import { CriterionFigure } from '../../ui/criterion-figure.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { PanelBoundary } from '../../ui/panel-boundary.tsx';

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
                  reading={view.verdict.readings.find((one) => one.criterion === criterion.id)}
                  zone={view.rollout.zone}
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
