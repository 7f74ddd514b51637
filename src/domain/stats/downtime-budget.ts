import type { Ms } from '../time/time.ts';

export interface DowntimeInput {
  /** Share of each bucket that was down, 0 to 1; `null` unknown. */
  readonly down: readonly (number | null)[];
  readonly width: Ms;
  /** Uptime asked for, 0 to 1. */
  readonly target: number;
  /** Planned length of the stage. */
  readonly planned: Ms;
}

export interface DowntimeBudget {
  /** Time that may be lost in the whole stage: (1 − target) of its length. */
  readonly budget: Ms;
  readonly lost: Ms;
  /** `over` is final; `ahead`: less lost than the part of the stage that has passed allows; `spending`: more. */
  readonly state: 'ahead' | 'spending' | 'over';
}

/**
 * Uptime as a budget of downtime (statistics §2.7): exact, so it takes no alpha. 99.9 % of an hour is 3.6 seconds.
 * Time nobody measured counts neither as up nor as down here; who calls it met must look at the gaps.
 */
export function downtimeBudget({ down, width, target, planned }: DowntimeInput): DowntimeBudget {
  // To a tenth of a microsecond: 1 − 0.999 is not 0.001 in binary.
  // A stage that runs on has its budget for all the time it runs.
  const length = Math.max(planned, down.length * width);
  const budget = Number(((1 - target) * length).toPrecision(12));
  const lost = down.reduce<number>((sum, part) => sum + (part ?? 0) * width, 0);
  const elapsed = down.length * width;
  if (lost > budget) return { budget, lost, state: 'over' };
  return { budget, lost, state: lost * length <= budget * elapsed ? 'ahead' : 'spending' };
}
