import { memo, Suspense, useMemo, type JSX } from 'react';
import type { CriterionView } from '#contract/rollout.ts';
import { sayBothOn } from '#domain/time/say-zoned.ts';
import type { Window } from '#domain/time/time.ts';
import type { Reading } from '#domain/verdict/reading.ts';
import { sayRange } from '#domain/verdict/say-value.ts';
import { later } from './later.tsx';
import { useChartCursor } from './chart-cursor.tsx';
import { sayChart, sayPoint } from './chart-finding.ts';
import { likelyBand, limitLine } from './chart-limit.ts';
import { allPoints, type ChartModel } from './chart-model.ts';
import { ChartTable } from './chart-table.tsx';
import type { OldLine } from './charts-lines.tsx';
import type { StageBand } from './stage-bands.ts';
import type { LetteredEvent } from './stage-events.ts';
import { useKept } from './use-kept.ts';
import { useWidth } from './use-width.ts';
import { useShownZone } from './zone-choice.tsx';

// Charts are half of the code and none of the answer: they load once the words are on screen.
const ChartLines = later(async () => (await import('./charts-lines.tsx')).ChartLines);

/** Height of a chart with its letters, axis and strip, as the style sheet keeps it free. */
const height = 220;

/** What all charts of a page share. */
export interface ChartFrame {
  readonly window: Window;
  readonly events: readonly LetteredEvent[];
  readonly bands: readonly StageBand[];
}

/** A criterion's chart with its finding in words, its value at the cursor, and the same numbers as a table. */
export const CriterionFigure = memo(function CriterionFigure(props: {
  readonly criterion: CriterionView;
  readonly reading: Reading | undefined;
  /** The plan's zone. */
  readonly zone: string;
  readonly model: ChartModel | string;
  readonly frame: ChartFrame;
  readonly ready: boolean;
  /** What it is compared with, where that can stand on the same axis. */
  readonly old: OldLine | null;
  readonly showNew?: boolean;
  /** True where the address asks for the table. */
  readonly open?: boolean;
}): JSX.Element {
  const { criterion, reading, zone, model, frame, ready, old, showNew = true, open = false } = props;
  const shown = useShownZone(zone);
  const limit = useKept(useMemo(() => limitLine(criterion, reading), [criterion, reading]));
  const finding = useMemo(
    () => (typeof model === 'string' ? '' : sayChart(model, limit, { shown, plan: zone })),
    [model, limit, shown, zone],
  );
  const likely = useKept(
    useMemo(
      () => (typeof model === 'string' ? null : likelyBand(criterion, reading, model)),
      [criterion, reading, model],
    ),
  );
  const [box, width] = useWidth<HTMLDivElement>();
  return (
    <figure className="sw-figure" id={`figure-${criterion.id}`} aria-labelledby={`chart-${criterion.id}`}>
      <h3 id={`chart-${criterion.id}`}>{criterion.label}</h3>
      {typeof model === 'string' ? (
        <p className="sw-small">No chart: {model}</p>
      ) : (
        <>
          <p className="sw-small">
            {criterion.chart?.kind === 'ratio' && criterion.chart.turned
              ? 'Drawn is the share that failed. '
              : ''}
            {finding}
            {likely === null || !showNew
              ? ''
              : ` The band: ${sayRange(likely, model.unit)} over all that was judged.`}
          </p>
          <Readout model={model} old={old} zone={zone} />
          <div className="sw-chart" aria-hidden="true" ref={box}>
            <Suspense fallback={null}>
              {ready && width > 0 ? (
                <ChartLines
                  {...frame}
                  {...{ model, old, showNew, limit, likely, width, height }}
                  zone={shown}
                />
              ) : null}
            </Suspense>
          </div>
          <ChartTable {...{ old, model, zone, open }} label={criterion.label} />
        </>
      )}
    </figure>
  );
});

/** What the chart shows where the cursor stands; without one at its newest bucket, so that the line is always there. */
function Readout(props: {
  readonly model: ChartModel;
  readonly old: OldLine | null;
  readonly zone: string;
}): JSX.Element | null {
  const { model, old, zone } = props;
  const shown = useShownZone(zone);
  const cursor = useChartCursor();
  const newest = useMemo(() => allPoints(model).findLast((point) => point.value !== null)?.at, [model]);
  const at = cursor.at ?? newest;
  if (at === undefined) return null;
  const there = old === null ? '' : ` ${old.label}: ${sayPoint(old.model, at)}.`;
  return (
    <p className="sw-small sw-readout">
      <strong>
        {cursor.at === null ? 'Newest' : 'At'} {sayBothOn(at, model.fetchedAt, shown, zone)}:{' '}
        {sayPoint(model, at)}.
      </strong>
      {there}
    </p>
  );
}
