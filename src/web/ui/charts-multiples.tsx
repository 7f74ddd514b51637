import type { JSX } from 'react';
import { ErrorBar, Line, LineChart, XAxis, YAxis } from 'recharts';
import { sayValue } from '#domain/verdict/say-value.ts';

interface Bar {
  readonly stage: string;
  readonly label: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** One small drawing per stage, side by side: a dot for the value and a bar for its likely range, all on the scale given. */
export function StageMultiples(props: {
  readonly bars: readonly Bar[];
  readonly top: number;
  readonly unit: 'share' | 'ms';
}): JSX.Element {
  const { bars, top, unit } = props;
  return (
    <div className="sw-shared-scale">
      {bars.map((bar) => (
        <div key={bar.stage}>
          <div className="sw-small">{bar.label}</div>
          {bar.value === null ? (
            <div className="sw-small sw-quiet">No value</div>
          ) : (
            <Multiple value={bar.value} low={bar.low} high={bar.high} top={top} unit={unit} />
          )}
        </div>
      ))}
    </div>
  );
}

/** Wide enough for a value on its axis, and narrow enough for two beside each other on a phone. */
const width = 136;

function Multiple(props: {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly top: number;
  readonly unit: 'share' | 'ms';
}): JSX.Element {
  const { value, low, high, top, unit } = props;
  const range = low === null || high === null ? [0, 0] : [value - low, high - value];
  return (
    <LineChart
      width={width}
      height={110}
      data={[{ label: sayValue(value, unit), value, range }]}
      accessibilityLayer={false}
      margin={{ top: 6, right: 8, bottom: 0, left: 0 }}
    >
      <XAxis dataKey="label" tick={{ fill: 'var(--ink)', fontSize: 13 }} tickLine={false} />
      <YAxis
        domain={[0, top]}
        ticks={[0, top]}
        width={52}
        tick={{ fill: 'var(--quiet)', fontSize: 12 }}
        tickFormatter={(tick: number) => sayValue(Number(tick.toPrecision(2)), unit)}
      />
      <Line
        dataKey="value"
        stroke="transparent"
        dot={{ fill: 'var(--new-path)', stroke: 'var(--new-path)', r: 4 }}
        isAnimationActive={false}
        type="linear"
      >
        {low === null ? null : (
          <ErrorBar dataKey="range" width={10} strokeWidth={2} stroke="var(--new-path)" direction="y" />
        )}
      </Line>
    </LineChart>
  );
}
