import type { JSX } from 'react';
import { decimate } from '#domain/series/decimate.ts';
import type { ChartModel } from './chart-model.ts';
import { linePath } from './line-path.ts';

const [width, height, edge] = [160, 32, 4];
/** A limit this many times above everything measured would press the line flat: it is left out. */
const farAbove = 4;

/** The run of one criterion, its limit, its end and its worst: the words beside it say the rest. */
export function Sparkline(props: {
  readonly model: ChartModel;
  readonly limit: number | null;
  /** Whether more is worse, as for everything but "at least" limits. */
  readonly worst: 'highest' | 'lowest';
}): JSX.Element {
  const [from, to] = [props.model.points[0]?.at ?? 0, props.model.points.at(-1)?.at ?? 1];
  const points = decimate(props.model.points, { from, to }, width);
  const known = points.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }]));
  const highest = Math.max(0, ...known.map((point) => point.value));
  const limit = props.limit !== null && props.limit <= farAbove * highest ? props.limit : null;
  const top = Math.max(highest, limit ?? 0) || 1;
  const x = (at: number): number => edge + ((at - from) / Math.max(1, to - from)) * (width - 2 * edge);
  const y = (value: number): number => height - edge - (value / top) * (height - 2 * edge);
  const end = known.at(-1);
  const worst = worstOf(known, props.worst);
  return (
    <svg className="sw-spark" viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      {limit === null ? null : (
        <path d={`M0 ${y(limit)}H${width}`} stroke="var(--limit)" strokeWidth="1" strokeDasharray="4 2" />
      )}
      <path
        d={linePath(points, x, y)}
        stroke="var(--new-path)"
        strokeWidth="1.5"
        strokeLinecap="round"
        fill="none"
      />
      {worst === undefined ? null : (
        <circle cx={x(worst.at)} cy={y(worst.value)} r="3" fill="none" stroke="var(--ink)" />
      )}
      {end === undefined ? null : <circle cx={x(end.at)} cy={y(end.value)} r="2.5" fill="var(--new-path)" />}
    </svg>
  );
}

interface Known {
  readonly at: number;
  readonly value: number;
}

function worstOf(known: readonly Known[], worst: 'highest' | 'lowest'): Known | undefined {
  const values = known.map((point) => point.value);
  const value = worst === 'highest' ? Math.max(...values) : Math.min(...values);
  return known.find((point) => point.value === value);
}
