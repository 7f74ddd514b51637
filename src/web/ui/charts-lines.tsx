import type { JSX } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { day } from '#domain/time/time.ts';
import { sayTime } from '#domain/time/zone.ts';
import { sayValue } from '#domain/verdict/say-value.ts';
import { alignedTo, type ChartModel } from './chart-model.ts';

/** The lines of one chart: complete buckets solid, what may still change dotted, the limit labelled, gaps as gaps; the old path dashed. */
export function ChartLines(props: {
  readonly model: ChartModel;
  readonly old: ChartModel | null;
  readonly limit: { readonly value: number; readonly label: string } | null;
  readonly zone: string;
}): JSX.Element {
  const { model, old, limit, zone } = props;
  const dashed = old === null ? [] : alignedTo(model.points, old.points);
  const open = new Map(model.open.map((point) => [point.at, point.value]));
  const solid = model.points.map((point, i) => ({
    at: point.at,
    value: point.value,
    open: open.get(point.at) ?? null,
    old: dashed[i] ?? null,
  }));
  const last = model.points.at(-1)?.at ?? 0;
  const data = [
    ...solid,
    ...model.open
      .filter((point) => point.at > last)
      .map((point) => ({ at: point.at, value: null, open: point.value, old: null })),
  ];
  const highest = Math.max(
    limit?.value ?? 0,
    ...data.map((row) => Math.max(row.value ?? 0, row.open ?? 0, row.old ?? 0)),
  );
  const longerThanADay = (data.at(-1)?.at ?? 0) - (data[0]?.at ?? 0) > day;
  return (
    <ResponsiveContainer width="100%" height={180} debounce={50}>
      <LineChart data={data} accessibilityLayer={false} margin={{ top: 16, right: 8, bottom: 0, left: 8 }}>
        <CartesianGrid stroke="var(--line)" strokeOpacity={0.4} vertical={false} />
        <XAxis
          dataKey="at"
          type="number"
          domain={['dataMin', 'dataMax']}
          tickFormatter={(at: number) => sayTick(at, zone, longerThanADay)}
          tick={{ fill: 'var(--quiet)', fontSize: 12 }}
          minTickGap={48}
        />
        <YAxis
          domain={[0, topOf(highest, model.unit)]}
          tickFormatter={(value: number) => sayValue(value, model.unit)}
          tick={{ fill: 'var(--quiet)', fontSize: 12 }}
          width={64}
          tickCount={4}
        />
        {limit === null ? null : (
          <ReferenceLine
            y={limit.value}
            stroke="var(--limit)"
            strokeWidth={1.5}
            strokeDasharray="6 3"
            label={{ value: limit.label, position: 'insideBottomRight', fill: 'var(--ink)', fontSize: 12 }}
          />
        )}
        <Line
          dataKey="value"
          stroke="var(--new-path)"
          strokeWidth={2}
          dot={false}
          connectNulls={false}
          isAnimationActive={false}
          type="linear"
        />
        <Line
          dataKey="open"
          stroke="var(--new-path)"
          strokeWidth={2}
          strokeDasharray="2 4"
          dot={false}
          connectNulls={false}
          isAnimationActive={false}
          type="linear"
        />
        {old === null ? null : (
          <Line
            dataKey="old"
            stroke="var(--quiet)"
            strokeWidth={2}
            strokeDasharray="6 4"
            dot={false}
            connectNulls={false}
            isAnimationActive={false}
            type="linear"
          />
        )}
      </LineChart>
    </ResponsiveContainer>
  );
}

/** A share never needs an axis beyond 100 %; everything else gets a little air. */
function topOf(highest: number, unit: ChartModel['unit']): number {
  if (highest === 0) return 1;
  return unit === 'share' ? Math.min(1, highest * 1.1) : highest * 1.1;
}

function sayTick(at: number, zone: string, withDate: boolean): string {
  if (!withDate) return sayTime(at, zone);
  const date = new Intl.DateTimeFormat('en-US', { timeZone: zone, month: 'short', day: 'numeric' }).format(
    at,
  );
  return `${date}, ${sayTime(at, zone)}`;
}
