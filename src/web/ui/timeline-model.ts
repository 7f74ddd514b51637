import type { EpochMs, Window } from '#domain/time/time.ts';
import type { Step } from './ramp-model.ts';

/** A moment that is marked through the whole drawing. */
export interface Mark {
  readonly at: EpochMs;
  readonly text: string;
}

/** Where an instant lies in a window, 0 to 1; at its edge where it lies outside. */
export function placeIn({ from, to }: Window, at: EpochMs): number {
  return to <= from ? 0 : Math.min(1, Math.max(0, (at - from) / (to - from)));
}

/** The percentages a drawing may end at: enough room, and a number a person would choose. */
const tops = [1, 5, 10, 25, 50, 100] as const;

/** Where the scale of the drawing ends. */
export function topOf(steps: readonly Step[]): number {
  const highest = Math.max(0, ...steps.map((step) => step.percent ?? 0));
  return tops.find((top) => top >= highest) ?? 100;
}

/** The steps as the path of an SVG 1000 wide and 100 high. What is not known is left open. */
export function stepPath(steps: readonly Step[], window: Window, top: number): string {
  let drawn: Step | null = null;
  let path = '';
  for (const step of steps) {
    if (step.percent === null) {
      drawn = null;
      continue;
    }
    const y = number(100 - (100 * step.percent) / top);
    const [x0, x1] = [number(1000 * placeIn(window, step.from)), number(1000 * placeIn(window, step.to))];
    path += drawn?.to === step.from ? `V${y}H${x1}` : `M${x0} ${y}H${x1}`;
    drawn = step;
  }
  return path;
}

function number(n: number): string {
  return String(Number(n.toFixed(1)));
}
