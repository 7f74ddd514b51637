import type { JSX } from 'react';
import { CartesianGrid, ErrorBar, Line, LineChart, XAxis, YAxis } from 'recharts';
import { sayShare } from '#domain/verdict/say-value.ts';
import type { TrendPoint } from '#domain/report/trend.ts';

/** Fits a printed page; a size that follows the window would print an empty chart. */
const width = 680;

/** A dot for each rate and a bar for its likely range: where bars overlap, a difference may be chance. */
export function TrendChart({ points }: { readonly points: readonly TrendPoint[] }): JSX.Element {
  const data = points.map(({ label, value, range }) => ({
    label,
    value,
    range: [value - range.low, range.high - value],
  }));
  const highest = Math.max(...points.map((point) => point.range.high));
  return (
    <LineChart
      width={width}
      height={260}
      data={data}
      accessibilityLayer={false}
      margin={{ top: 16, right: 24, bottom: 8, left: 8 }}
    >
      <CartesianGrid stroke="var(--line)" strokeOpacity={0.4} vertical={false} />
      <XAxis
        dataKey="label"
        interval={0}
        padding={{ left: 40, right: 40 }}
        tick={{ fill: 'var(--quiet)', fontSize: 12 }}
        tickFormatter={(label: string) => (label.length > 14 ? `${label.slice(0, 13)}…` : label)}
      />
      <YAxis
        domain={[0, Math.min(1, highest * 1.1)]}
        tickFormatter={(value: number) => sayShare(Number(value.toPrecision(2)))}
        tick={{ fill: 'var(--quiet)', fontSize: 12 }}
        width={64}
        tickCount={4}
      />
      <Line
        dataKey="value"
        stroke="transparent"
        dot={{ fill: 'var(--new-path)', stroke: 'var(--new-path)', r: 4 }}
        isAnimationActive={false}
        type="linear"
      >
        <ErrorBar dataKey="range" width={8} strokeWidth={2} stroke="var(--new-path)" direction="y" />
      </Line>
    </LineChart>
  );
}
