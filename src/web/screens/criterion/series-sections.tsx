import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { StageSeries, StageView } from '#contract/rollout.ts';
import { sayError } from '../../data/fetch-json.ts';
import { seriesQuery } from '../../data/queries.ts';
import { chartModel } from '../../ui/chart-model.ts';
import { CriterionFigure } from '../../ui/criterion-figure.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { PanelBoundary } from '../../ui/panel-boundary.tsx';
import { sourceRows, type CriterionStanding } from './criterion-model.ts';
import { SourceSection } from './source-section.tsx';
import { TrySection } from './try-section.tsx';

/** What is drawn from the series: the chart with its table, the sources, and the trial of another limit. */
export function SeriesSections(props: {
  readonly view: StageView;
  readonly standing: CriterionStanding;
}): JSX.Element {
  const { view } = props;
  const query = useQuery(seriesQuery(view.rollout.id, view.stage.id));
  return (
    <Load
      query={query}
      waiting={<output>Loading the series...</output>}
      renderFailed={(error) => <FailureNotice {...sayError(error)} onRetry={() => void query.refetch()} />}
    >
      {(answer) => <Drawn {...props} answer={answer} />}
    </Load>
  );
}

function Drawn(props: {
  readonly view: StageView;
  readonly standing: CriterionStanding;
  readonly answer: StageSeries;
}): JSX.Element {
  const { view, standing, answer } = props;
  const { criterion, reading } = standing;
  return (
    <>
      {criterion.chart === null ? null : (
        <section className="sw-section" aria-labelledby="chart">
          <h2 id="chart">Chart</h2>
          <PanelBoundary title={`The chart of ${criterion.label}`}>
            <CriterionFigure
              criterion={criterion}
              reading={reading ?? undefined}
              zone={view.rollout.zone}
              model={chartModel(criterion.chart, answer.series)}
              ready
            />
          </PanelBoundary>
        </section>
      )}
      <SourceSection rows={sourceRows(reading?.signals ?? [], answer.series)} />
      <PanelBoundary title="Trying another limit">
        <TrySection key={criterion.id} view={view} criterion={criterion.id} series={answer.series} />
      </PanelBoundary>
    </>
  );
}
