import { useMemo, type JSX } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import { valueTicks } from '#domain/time/axis-ticks.ts';
import { decimate, type Point } from '#domain/series/decimate.ts';
import { sayValue } from '#domain/verdict/say-value.ts';
import type { LimitLine } from './chart-limit.ts';
import type { ChartModel } from './chart-model.ts';

/** A line without an axis of time: each stage has its own, and all have one scale. */
export function SmallLines(props: {
  readonly points: readonly Point[];
  readonly unit: ChartModel['unit'];
  readonly limit: LimitLine | null;
  readonly top: number;
  readonly width: number;
}): JSX.Element {
  const { points, unit, limit, top, width } = props;
  const values = valueTicks(top);
  const data = useMemo(() => {
    const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
    return [...decimate(points, { from: first, to: last + 1 }, Math.max(1, width - 64))];
  }, [points, width]);
  return (
    <LineChart
      width={width}
      height={96}
      data={data}
      accessibilityLayer={false}
      margin={{ top: 4, right: 4, bottom: 4, left: 0 }}
    >
      <CartesianGrid stroke="var(--line)" strokeOpacity={0.4} vertical={false} />
      <XAxis dataKey="at" type="number" domain={['dataMin', 'dataMax']} hide />
      <YAxis
        domain={[0, values.at(-1) ?? 1]}
        ticks={[...values]}
        tickFormatter={(value: number) => sayValue(value, unit)}
        tick={{ fill: 'var(--quiet)', fontSize: 15 }}
        width={60}
      />
      {limit === null ? null : (
        <ReferenceLine y={limit.value} stroke="var(--limit)" strokeWidth={1.5} strokeDasharray="6 3" />
      )}
      <Line
        dataKey="value"
        stroke="var(--new-path)"
        strokeWidth={2}
        strokeLinecap="round"
        dot={false}
        connectNulls={false}
        isAnimationActive={false}
        type="linear"
      />
    </LineChart>
  );
}
