import { memo, useMemo, type JSX } from 'react';
import {
  CartesianGrid,
  DefaultZIndexes,
  LineChart,
  ReferenceLine,
  XAxis,
  YAxis,
  ZIndexLayer,
} from 'recharts';
import { axisTicks, valueTicks } from '#domain/time/axis-ticks.ts';
import { sayClock, sayShortDay, speakZone } from '#domain/time/say-zoned.ts';
import { day, type Window } from '#domain/time/time.ts';
import { localDay } from '#domain/time/zone.ts';
import { sayShare, sayValue } from '#domain/verdict/say-value.ts';
import { LineLabels } from './chart-labels.tsx';
import { BandStrip, CursorLine, EventMarks, Ground } from './chart-layers.tsx';
import { worstPoint, type LimitLine } from './chart-limit.ts';
import type { ChartModel } from './chart-model.ts';
import { ChartPaths, thinLines, type ThinLines } from './chart-paths.tsx';
import type { StageBand } from './stage-bands.ts';
import type { LetteredEvent } from './stage-events.ts';

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

const axisWidth = 64;
const margin = { top: 26, right: 8, bottom: 36, left: 0 };
const axisHeight = 24;

const tick = { fill: 'var(--quiet)', fontSize: 15 };

/**
 * The lines of one chart: complete buckets solid, what may still change dotted, the path it is compared with dashed, the limit
 * labelled, gaps as gaps. Nothing moves by itself and nothing is smoothed.
 */
export const ChartLines = memo(function ChartLines(props: ChartLinesProps): JSX.Element {
  const { model, old, showNew, limit, window, zone, events, bands, width, height } = props;
  const plotWidth = Math.max(1, width - axisWidth - margin.right);
  const lines = useMemo(
    () => thinLines(showNew ? model : { points: [], open: [] }, old?.model.points ?? [], window, plotWidth),
    [model, old, showNew, window, plotWidth],
  );
  const values = useMemo(() => valueTicks(highestOf(lines, limit)), [lines, limit]);
  const times = useMemo(
    () => axisTicks(window, zone, Math.max(2, Math.floor(plotWidth / 110))),
    [window, zone, plotWidth],
  );
  const worst = useMemo(() => (showNew ? worstPoint(model, limit) : null), [model, limit, showNew]);
  const top = values.at(-1) ?? 1;
  const scale = useMemo(() => ({ window, top }), [window, top]);
  const ends = useMemo(() => [{ at: window.from }, { at: window.to }], [window]);
  const newest = [...model.points, ...model.open].findLast((point) => point.value !== null);
  const oldest = old?.model.points.findLast((point) => point.value !== null);
  return (
    <LineChart width={width} height={height} data={ends} accessibilityLayer={false} margin={margin}>
      <CartesianGrid stroke="var(--line)" strokeOpacity={0.4} vertical={false} />
      <XAxis
        dataKey="at"
        type="number"
        domain={[window.from, window.to]}
        allowDataOverflow
        ticks={[...times]}
        tickFormatter={(at: number) => sayTick(at, zone, window)}
        tick={tick}
        height={axisHeight}
        minTickGap={8}
        label={{
          value: `Times in ${speakZone(zone)}`,
          position: 'bottom',
          offset: 0,
          fill: 'var(--quiet)',
          fontSize: 15,
        }}
      />
      <YAxis
        domain={[0, scale.top]}
        ticks={[...values]}
        tickFormatter={(value: number) =>
          model.unit === 'share' ? sayShare(value) : sayValue(value, model.unit)
        }
        tick={tick}
        width={axisWidth}
        allowDataOverflow
        interval={0}
      />
      <Ground scale={scale} limit={limit} gaps={model.gapSpans} events={events} />
      <EventMarks scale={scale} events={events} />
      {limit === null ? null : (
        <ReferenceLine
          y={limit.value}
          stroke="var(--limit)"
          strokeWidth={1.5}
          strokeDasharray="6 3"
          label={{
            value: limit.label,
            // Above the line where there is no room for words below it.
            // At the left where lines have their names at the right.
            position: `inside${limit.value / scale.top < 0.25 ? 'Bottom' : 'Top'}${old === null ? 'Right' : 'Left'}`,
            fill: 'var(--ink)',
            fontSize: 15,
            className: 'sw-on-chart',
          }}
        />
      )}
      <ChartPaths scale={scale} lines={lines} />
      <ZIndexLayer zIndex={DefaultZIndexes.label}>
        <LineLabels
          scale={scale}
          worst={worst === null ? null : { ...worst, label: `Worst ${sayValue(worst.value, model.unit)}` }}
          ends={[
            ...(old === null || oldest === undefined
              ? []
              : [{ point: oldest, label: old.label, color: 'var(--quiet)' }]),
            ...(old === null || newest === undefined || !showNew
              ? []
              : [{ point: newest, label: 'New path', color: 'var(--new-path)' }]),
          ]}
        />
      </ZIndexLayer>
      <BandStrip scale={scale} bands={bands} y={height - 17} />
      <CursorLine scale={scale} width={model.width} />
    </LineChart>
  );
});

/** The axis holds every value and the limit; it begins at zero. */
function highestOf({ value, open, old }: ThinLines, limit: LimitLine | null): number {
  return [...value, ...open, ...old].reduce(
    (high, point) => Math.max(high, point.value ?? 0),
    limit?.value ?? 0,
  );
}

/** "2:00 p.m."; where the chart spans more than a day, the day at its midnight. The axis says whose time it is. */
function sayTick(at: number, zone: string, { from, to }: Window): string {
  const clock = sayClock(at, zone).replace(/ \S+$/, '');
  if (to - from <= day && localDay(from, zone) === localDay(to, zone)) return clock;
  return localDay(at - 1, zone) === localDay(at, zone) ? clock : sayShortDay(at, zone);
}
