import { useQuery } from '@tanstack/react-query';
import { memo, useDeferredValue, type JSX } from 'react';
import type { CriterionView, StageView } from '#contract/rollout.ts';
import type { SeriesResult } from '#domain/series/series.ts';
import type { Reading, ValueUnit } from '#domain/verdict/reading.ts';
import { seriesQuery } from '../../data/queries.ts';
import { chartModel } from '../../ui/chart-model.ts';
import { limitLine, type LimitLine } from '../../ui/chart-limit.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import { useKept } from '../../ui/use-kept.ts';
import { atOf } from './at-of.ts';
import { rowTrend, sayTrend } from './row-trend.ts';

/**
 * How one criterion has gone over the stage, small and in words. A new answer is drawn when the page has time for it: a dozen
 * rows and their charts at once would hold up a key press.
 */
export function TrendCell({
  view,
  reading,
}: {
  readonly view: StageView;
  readonly reading: Reading;
}): JSX.Element {
  const query = useQuery(seriesQuery(view.rollout.id, view.stage.id, atOf(view)));
  const answer = useDeferredValue(query.data);
  const criterion = view.criteria.find((one) => one.id === reading.criterion);
  const limit = useKept(criterion === undefined ? null : limitLine(criterion, reading));
  const chart = criterion?.chart ?? null;
  if (criterion === undefined || chart === null) return <>Not applicable</>;
  if (answer === undefined) return <>{query.isError ? 'Not read' : 'Reading...'}</>;
  return <Drawn chart={chart} series={answer.series} limit={limit} unit={reading.unit} />;
}

const Drawn = memo(function Drawn(props: {
  readonly chart: NonNullable<CriterionView['chart']>;
  readonly series: readonly SeriesResult[];
  readonly limit: LimitLine | null;
  readonly unit: ValueUnit;
}): JSX.Element {
  const { chart, series, limit, unit } = props;
  const model = chartModel(chart, series);
  if (typeof model === 'string') return <>No data</>;
  return (
    <>
      <Sparkline
        model={model}
        limit={limit?.value ?? null}
        worst={limit?.wrong === 'below' ? 'lowest' : 'highest'}
      />
      <div>{sayTrend(rowTrend(chart, series), chart, unit)}</div>
    </>
  );
});
