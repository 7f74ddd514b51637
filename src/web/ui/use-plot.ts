import { usePlotArea } from 'recharts';
import type { Window } from '#domain/time/time.ts';

/** The plot in pixels, and where times and values lie on it. */
export interface Plot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly xOf: (at: number) => number;
  readonly yOf: (value: number) => number;
}

/** What all layers of a chart share. */
export interface LayerScale {
  readonly window: Window;
  readonly top: number;
}

/** `null` outside a chart. */
export function usePlot({ window, top }: LayerScale): Plot | null {
  const area = usePlotArea();
  if (area === undefined) return null;
  const { x, y, width, height } = area;
  const span = Math.max(1, window.to - window.from);
  return {
    ...area,
    xOf: (at) => x + Math.min(1, Math.max(0, (at - window.from) / span)) * width,
    yOf: (value) => y + height - Math.min(1, Math.max(0, value / top)) * height,
  };
}
