import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { CriterionView, StageView } from '#contract/rollout.ts';
import type { Reading } from '#domain/verdict/reading.ts';
import { seriesQuery } from '../../data/queries.ts';
import { chartModel } from '../../ui/chart-model.ts';
import { limitOnChart } from '../../ui/limit-on-chart.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import { rowTrend, sayTrend } from './row-trend.ts';

/** How one criterion has gone over the stage, small and in words. */
export function TrendCell({
  view,
  reading,
}: {
  readonly view: StageView;
  readonly reading: Reading;
}): JSX.Element {
  const query = useQuery(seriesQuery(view.rollout.id, view.stage.id));
  const criterion = view.criteria.find((one) => one.id === reading.criterion);
  const chart = criterion?.chart ?? null;
  if (criterion === undefined || chart === null) return <>Not applicable</>;
  if (query.data === undefined) return <>{query.isError ? 'Not read' : 'Reading...'}</>;
  const model = chartModel(chart, query.data.series);
  if (typeof model === 'string') return <>No data</>;
  return (
    <>
      <Sparkline
        model={model}
        limit={limitOnChart(criterion, reading)?.value ?? null}
        worst={worstOf(chart, reading)}
      />
      <div>{sayTrend(rowTrend(chart, query.data.series), chart, reading.unit)}</div>
    </>
  );
}

/** Where the chart counts what failed, more is worse, though the limit may ask for at least so much that went well. */
function worstOf(chart: NonNullable<CriterionView['chart']>, { limit }: Reading): 'highest' | 'lowest' {
  const isAtLeast = limit?.comparator.startsWith('>') ?? false;
  const isTurned = chart.kind === 'ratio' && chart.turned;
  return isAtLeast === isTurned ? 'highest' : 'lowest';
}
