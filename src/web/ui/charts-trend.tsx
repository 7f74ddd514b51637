import type { JSX } from 'react';
import { CartesianGrid, ErrorBar, Line, LineChart, XAxis, YAxis } from 'recharts';
import { sayShare, sayValue } from '#domain/verdict/say-value.ts';
import type { Trend, TrendPoint } from '#domain/report/trend.ts';

/** Fits a printed page; a size that follows the window would print an empty chart. */
const wide = 680;

/** Fits a narrow screen: there a wide one would shrink until nobody can read its labels. */
const narrow = 288;

/** A dot for each value and a bar for a rate's likely range: where bars overlap, a difference may be chance. */
export function TrendChart({ points: all }: Pick<Trend, 'points'>): JSX.Element {
  // One scale for one unit: what was once told otherwise stands in the table alone.
  const unit = all.at(-1)?.unit ?? 'share';
  const points = all.filter((point) => point.unit === unit);
  const data = points.map(({ label, value, range }) => ({
    label,
    value,
    range: range === null ? [0, 0] : [value - range.low, range.high - value],
  }));
  const isRate = points.some((point) => point.range !== null);
  const highest = Math.max(...points.map((point) => point.range?.high ?? point.value));
  const top = highest * 1.1 || 1;
  const isNarrow = window.innerWidth <= 640;
  const side = isNarrow ? 16 : 40;
  return (
    <LineChart
      width={isNarrow ? narrow : wide}
      height={260}
      data={data}
      accessibilityLayer={false}
      margin={isNarrow ? { top: 16, right: 8, bottom: 8 } : { top: 16, right: 24, bottom: 8, left: 8 }}
    >
      <CartesianGrid stroke="var(--line)" strokeOpacity={0.4} vertical={false} />
      <XAxis
        dataKey="label"
        interval={isNarrow ? 'equidistantPreserveStart' : 0}
        padding={{ left: side, right: side }}
        tick={{ fill: 'var(--quiet)', fontSize: 12 }}
        tickFormatter={(label: string) => (label.length > 14 ? `${label.slice(0, 13)}…` : label)}
      />
      <YAxis
        domain={[0, unit === 'share' ? Math.min(1, top) : top]}
        tickFormatter={(value: number) => sayTick(value, unit)}
        tick={{ fill: 'var(--quiet)', fontSize: 12 }}
        width={isNarrow ? 44 : 64}
        tickCount={4}
      />
      <Line
        dataKey="value"
        stroke="transparent"
        dot={{ fill: 'var(--new-path)', stroke: 'var(--new-path)', r: 4 }}
        isAnimationActive={false}
        type="linear"
      >
        {isRate ? (
          <ErrorBar dataKey="range" width={8} strokeWidth={2} stroke="var(--new-path)" direction="y" />
        ) : null}
      </Line>
    </LineChart>
  );
}

function sayTick(value: number, unit: TrendPoint['unit']): string {
  const short = Number(value.toPrecision(2));
  return unit === 'share' ? sayShare(short) : sayValue(short, unit);
}
