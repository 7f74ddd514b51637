import type { JSX } from 'react';
import type { Point } from '#domain/series/decimate.ts';
import { usePlot, type LayerScale, type Plot } from './use-plot.ts';

/** The worst bucket as an open circle with its value, and at the lines' ends what they are. */
export function LineLabels(props: {
  readonly scale: LayerScale;
  readonly worst: { readonly at: number; readonly value: number; readonly label: string } | null;
  readonly ends: readonly { readonly point: Point; readonly label: string; readonly color: string }[];
}): JSX.Element | null {
  const plot = usePlot(props.scale);
  if (plot === null) return null;
  const { worst } = props;
  const ends = apart(
    props.ends.flatMap(({ point, label, color }) =>
      point.value === null ? [] : [{ x: plot.xOf(point.at), y: plot.yOf(point.value) - 6, label, color }],
    ),
  );
  return (
    <g>
      {worst === null ? null : <Worst plot={plot} {...worst} />}
      {ends.map(({ x, y, label, color }) => (
        <text
          key={label}
          className="sw-on-chart"
          x={Math.min(x, plot.x + plot.width - 2)}
          y={Math.max(plot.y + 12, y)}
          textAnchor="end"
          fill={color}
        >
          {label}
        </text>
      ))}
    </g>
  );
}

function Worst(props: {
  readonly plot: Plot;
  readonly at: number;
  readonly value: number;
  readonly label: string;
}): JSX.Element {
  const { plot, label } = props;
  const [x, y] = [plot.xOf(props.at), plot.yOf(props.value)];
  const isRight = x > plot.x + plot.width / 2;
  // Above the line it covers none of it; on a narrow chart it would stand in the label of the limit.
  const isAbove = plot.width > 480 && y - plot.y > 24;
  return (
    <g className="sw-worst">
      <circle cx={x} cy={y} r={5} fill="none" stroke="var(--ink)" strokeWidth={2} />
      <text
        className="sw-on-chart"
        x={x + (isRight ? -1 : 1) * (isAbove ? -6 : 9)}
        y={isAbove ? y - 10 : Math.max(plot.y + 12, y + 4)}
        textAnchor={isRight ? 'end' : 'start'}
        fill="var(--ink)"
      >
        {label}
      </text>
    </g>
  );
}

/** Labels that would cover each other, one line further up each. */
function apart<T extends { readonly y: number }>(labels: readonly T[]): readonly T[] {
  const out: T[] = [];
  for (const label of labels.toSorted((a, b) => b.y - a.y)) {
    const below = out.at(-1);
    out.push(below === undefined || below.y - label.y >= 14 ? label : { ...label, y: below.y - 14 });
  }
  return out;
}
