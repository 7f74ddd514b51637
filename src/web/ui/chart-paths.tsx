import { memo, type JSX } from 'react';
import { decimate, type Point } from '#domain/series/decimate.ts';
import type { Window } from '#domain/time/time.ts';
import type { ChartModel } from './chart-model.ts';
import { linePath } from './line-path.ts';
import { usePlot, type LayerScale } from './use-plot.ts';

/** The lines of a chart, each thinned by itself to what its pixels can show. */
export interface ThinLines {
  readonly value: readonly Point[];
  readonly open: readonly Point[];
  readonly old: readonly Point[];
}

/** Thins what a chart `columns` pixels wide draws: every peak, breach and gap of each line is kept. */
export function thinLines(
  model: Pick<ChartModel, 'points' | 'open'>,
  old: readonly Point[],
  window: Window,
  columns: number,
): ThinLines {
  return {
    value: decimate(model.points, window, columns),
    open: decimate(model.open, window, columns),
    old: decimate(old, window, columns),
  };
}

const looks = [
  ['old', 'var(--quiet)', '6 4'],
  ['value', 'var(--new-path)', undefined],
  ['open', 'var(--new-path)', '2 4'],
] as const;

/**
 * Complete buckets solid, what may still change dotted, the other path dashed. One path each: the chart library's own line
 * keeps an object for every point, and a week of minutes on twelve charts would hold a refresh up for half a second.
 */
export const ChartPaths = memo(function ChartPaths(props: {
  readonly scale: LayerScale;
  readonly lines: ThinLines;
}): JSX.Element | null {
  const plot = usePlot(props.scale);
  if (plot === null) return null;
  return (
    <g className="sw-lines-drawn" fill="none" strokeWidth={2} strokeLinecap="round">
      {looks.map(([name, stroke, dash]) => {
        const d = linePath(props.lines[name], plot.xOf, plot.yOf);
        return d === '' ? null : <path key={name} d={d} stroke={stroke} strokeDasharray={dash} />;
      })}
    </g>
  );
});
