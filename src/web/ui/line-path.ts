import type { Point } from '#domain/series/decimate.ts';

/** An SVG path through points in order: straight from one to the next, lifted at a gap, a dot where one stands alone. */
export function linePath(
  points: readonly Point[],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let lifted = true;
  for (const [i, { at, value }] of points.entries()) {
    if (value !== null) {
      // A path of no length is drawn by its round ends alone.
      const isAlone = lifted && (points[i + 1]?.value ?? null) === null;
      path += `${lifted ? 'M' : 'L'}${tenth(x(at))} ${tenth(y(value))}${isAlone ? 'h.01' : ''}`;
    }
    lifted = value === null;
  }
  return path;
}

function tenth(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
