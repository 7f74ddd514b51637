import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { CriterionView, StageSeries, StageView } from '#contract/rollout.ts';
import { sayError } from '../../data/fetch-json.ts';
import { judgingQuery } from '../../data/judging-query.ts';
import { seriesQuery } from '../../data/queries.ts';
import { chartModel, type ChartModel } from '../../ui/chart-model.ts';
import { CriterionFigure } from '../../ui/criterion-figure.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { Load } from '../../ui/load.tsx';
import { PanelBoundary } from '../../ui/panel-boundary.tsx';
import { controlOf, oldChart, sourceRows, type CriterionStanding } from './criterion-model.ts';
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
  const { data: judging } = useQuery(judgingQuery(view.rollout.id, view.stage.id));
  const control = controlOf(judging, criterion.id);
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
              old={oldModel(criterion.chart, control, answer.series)}
              ready
            />
          </PanelBoundary>
        </section>
      )}
      <SourceSection
        rows={sourceRows([...(reading?.signals ?? []), ...Object.values(control)], answer.series)}
      />
      <PanelBoundary title="Trying another limit">
        <TrySection key={criterion.id} view={view} criterion={criterion.id} series={answer.series} />
      </PanelBoundary>
    </>
  );
}

/** The old path's line; none where it can't be drawn on the same axis, or was not read: the sources say why. */
function oldModel(
  chart: NonNullable<CriterionView['chart']>,
  control: Readonly<Record<string, string>>,
  series: StageSeries['series'],
): ChartModel | null {
  const there = oldChart(chart, control);
  const model = there === null ? 'none' : chartModel(there, series);
  return typeof model === 'string' || model.unit === 'count' ? null : model;
}
