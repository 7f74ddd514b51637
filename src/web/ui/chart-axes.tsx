import { memo, useMemo, type JSX } from 'react';
import { XAxis, YAxis } from 'recharts';
import { axisTicks } from '#domain/time/axis-ticks.ts';
import { sayClock, sayShortDay, speakZone } from '#domain/time/say-zoned.ts';
import { day, type Window } from '#domain/time/time.ts';
import { localDay } from '#domain/time/zone.ts';
import { sayShare, sayValue } from '#domain/verdict/say-value.ts';
import type { ChartModel } from './chart-model.ts';

/** Room for the words of a chart's values, in pixels. */
export const axisWidth = 64;

const axisHeight = 24;

const tick = { fill: 'var(--quiet)', fontSize: 15 };

/**
 * The axis of time. Apart from its chart, so that a refresh which leaves the times as they are does not have the library
 * measure every label anew.
 */
export const TimeAxis = memo(function TimeAxis(props: {
  readonly window: Window;
  readonly zone: string;
  /** In pixels. */
  readonly plotWidth: number;
}): JSX.Element {
  const { window, zone, plotWidth } = props;
  const ticks = useMemo(
    () => [...axisTicks(window, zone, Math.max(2, Math.floor(plotWidth / 110)))],
    [window, zone, plotWidth],
  );
  return (
    <XAxis
      dataKey="at"
      type="number"
      domain={[window.from, window.to]}
      allowDataOverflow
      niceTicks="none"
      ticks={ticks}
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
  );
});

/** The axis of values, from zero to the last of them. */
export const ValueAxis = memo(function ValueAxis(props: {
  readonly values: readonly number[];
  readonly unit: ChartModel['unit'];
}): JSX.Element {
  const { values, unit } = props;
  return (
    <YAxis
      domain={[0, values.at(-1) ?? 1]}
      ticks={[...values]}
      niceTicks="none"
      tickFormatter={(value: number) => (unit === 'share' ? sayShare(value) : sayValue(value, unit))}
      tick={tick}
      width={axisWidth}
      allowDataOverflow
      interval={0}
    />
  );
});

/** "2:00 p.m."; where the chart spans more than a day, the day at its midnight. The axis says whose time it is. */
function sayTick(at: number, zone: string, { from, to }: Window): string {
  const clock = sayClock(at, zone).replace(/ \S+$/, '');
  if (to - from <= day && localDay(from, zone) === localDay(to, zone)) return clock;
  return localDay(at - 1, zone) === localDay(at, zone) ? clock : sayShortDay(at, zone);
}
