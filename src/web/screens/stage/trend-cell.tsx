import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import type { Reading } from '#domain/verdict/reading.ts';
import { seriesQuery } from '../../data/queries.ts';
import { chartModel } from '../../ui/chart-model.ts';
import { limitLine } from '../../ui/chart-limit.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import { atOf } from './at-of.ts';
import { rowTrend, sayTrend } from './row-trend.ts';

/** How one criterion has gone over the stage, small and in words. */
export function TrendCell({
  view,
  reading,
}: {
  readonly view: StageView;
  readonly reading: Reading;
}): JSX.Element {
  const query = useQuery(seriesQuery(view.rollout.id, view.stage.id, atOf(view)));
  const criterion = view.criteria.find((one) => one.id === reading.criterion);
  const chart = criterion?.chart ?? null;
  if (criterion === undefined || chart === null) return <>Not applicable</>;
  if (query.data === undefined) return <>{query.isError ? 'Not read' : 'Reading...'}</>;
  const model = chartModel(chart, query.data.series);
  if (typeof model === 'string') return <>No data</>;
  const limit = limitLine(criterion, reading);
  return (
    <>
      <Sparkline
        model={model}
        limit={limit?.value ?? null}
        worst={limit?.wrong === 'below' ? 'lowest' : 'highest'}
      />
      <div>{sayTrend(rowTrend(chart, query.data.series), chart, reading.unit)}</div>
    </>
  );
}
