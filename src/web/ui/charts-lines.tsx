import { memo, useMemo, type JSX } from 'react';
import { CartesianGrid, DefaultZIndexes, LineChart, ReferenceLine, ZIndexLayer } from 'recharts';
import { valueTicks } from '#domain/time/axis-ticks.ts';
import type { Point } from '#domain/series/decimate.ts';
import type { Window } from '#domain/time/time.ts';
import { sayValue } from '#domain/verdict/say-value.ts';
import { axisWidth, TimeAxis, ValueAxis } from './chart-axes.tsx';
import { LineLabels } from './chart-labels.tsx';
import { BandStrip, CursorLine, EventMarks, Ground } from './chart-layers.tsx';
import { limitLabel, worstPoint, type LikelyBand, type LimitLine } from './chart-limit.ts';
import type { ChartModel } from './chart-model.ts';
import { ChartPaths, thinLines, type ThinLines } from './chart-paths.tsx';
import type { StageBand } from './stage-bands.ts';
import type { LetteredEvent } from './stage-events.ts';
import { useKept } from './use-kept.ts';

/** Another line on the same axis, with what it is called at its end. */
export interface OldLine {
  readonly model: ChartModel;
  readonly label: string;
}

export interface ChartLinesProps {
  readonly model: ChartModel;
  readonly old: OldLine | null;
  /** False where the reader wants to see the other path alone. */
  readonly showNew: boolean;
  readonly limit: LimitLine | null;
  readonly likely: LikelyBand | null;
  /** Times that all charts of a page share. */
  readonly window: Window;
  /** The zone of the axis. */
  readonly zone: string;
  readonly events: readonly LetteredEvent[];
  readonly bands: readonly StageBand[];
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

const margin = { top: 26, right: 8, bottom: 36, left: 0 };
/**
 * The lines of one chart: complete buckets solid, what may still change dotted, the path it is compared with dashed, the limit
 * labelled, gaps as gaps. Nothing moves by itself and nothing is smoothed.
 */
export const ChartLines = memo(function ChartLines(props: ChartLinesProps): JSX.Element {
  const { model, old, showNew, limit, likely, window, zone, events, bands, width, height } = props;
  const plotWidth = Math.max(1, width - axisWidth - margin.right);
  const lines = useMemo(
    () => thinLines(showNew ? model : { points: [], open: [] }, old?.model.points ?? [], window, plotWidth),
    [model, old, showNew, window, plotWidth],
  );
  const highest = useMemo(() => highestOf(lines, limit), [lines, limit]);
  const values = useKept(useMemo(() => valueTicks(highest), [highest]));
  const top = values.at(-1) ?? 1;
  const worst = useMemo(() => (showNew ? worstPoint(model, limit) : null), [model, limit, showNew]);
  const scale = useMemo(() => ({ window, top }), [window, top]);
  const ends = useMemo(() => [{ at: window.from }, { at: window.to }], [window]);
  const lineEnds = useMemo(() => (old === null ? [] : endsOf(model, old, showNew)), [model, old, showNew]);
  return (
    <LineChart width={width} height={height} data={ends} accessibilityLayer={false} margin={margin}>
      <Grid />
      <TimeAxis window={window} zone={zone} plotWidth={plotWidth} />
      <ValueAxis values={values} unit={model.unit} />
      <Ground
        scale={scale}
        limit={limit}
        likely={showNew ? likely : null}
        gaps={model.gapSpans}
        events={events}
      />
      <EventMarks scale={scale} events={events} />
      {limit === null ? null : (
        // At the left where lines have their names at the right.
        <Limit
          value={limit.value}
          label={limitLabel(limit, model.unit, plotWidth)}
          top={top}
          side={old === null ? 'Right' : 'Left'}
        />
      )}
      <ChartPaths scale={scale} lines={lines} />
      <ZIndexLayer zIndex={DefaultZIndexes.label}>
        <LineLabels
          scale={scale}
          worst={worst === null ? null : { ...worst, label: `Worst ${sayValue(worst.value, model.unit)}` }}
          ends={lineEnds}
        />
      </ZIndexLayer>
      <BandStrip scale={scale} bands={bands} y={height - 17} />
      <CursorLine scale={scale} width={model.width} />
    </LineChart>
  );
});

/** Lines across only: for the others, which nobody sees, the library would measure every word of the axis of time. */
const Grid = memo(function Grid(): JSX.Element {
  return (
    <CartesianGrid
      stroke="var(--line)"
      strokeOpacity={0.4}
      vertical={false}
      verticalCoordinatesGenerator={noLines}
    />
  );
});

function noLines(): number[] {
  return [];
}

/** The axis holds every value and the limit; it begins at zero. */
function highestOf({ value, open, old }: ThinLines, limit: LimitLine | null): number {
  return [...value, ...open, ...old].reduce(
    (high, point) => Math.max(high, point.value ?? 0),
    limit?.value ?? 0,
  );
}

function isKnown(point: Point): boolean {
  return point.value !== null;
}

/** What the two lines are called at their ends: they need names only where there are two. */
function endsOf(
  model: ChartModel,
  old: OldLine,
  showNew: boolean,
): readonly { readonly point: Point; readonly label: string; readonly color: string }[] {
  const newest = model.open.findLast(isKnown) ?? model.points.findLast(isKnown);
  const oldest = old.model.points.findLast(isKnown);
  return [
    ...(oldest === undefined ? [] : [{ point: oldest, label: old.label, color: 'var(--quiet)' }]),
    ...(newest === undefined || !showNew
      ? []
      : [{ point: newest, label: 'New path', color: 'var(--new-path)' }]),
  ];
}

const Limit = memo(function Limit(props: {
  readonly value: number;
  readonly label: string;
  readonly top: number;
  readonly side: 'Left' | 'Right';
}): JSX.Element {
  const { value, top, side } = props;
  // Above the line where there is no room for words below it.
  const position = `inside${value / top < 0.25 ? 'Bottom' : 'Top'}${side}` as const;
  return (
    <ReferenceLine
      y={value}
      stroke="var(--limit)"
      strokeWidth={1.5}
      strokeDasharray="6 3"
      label={{ value: props.label, position, fill: 'var(--ink)', fontSize: 15, className: 'sw-on-chart' }}
    />
  );
});
