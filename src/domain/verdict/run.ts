import type { EpochMs, Ms } from '../time/time.ts';

/** One attempt at a stage, with its real start and end. A stage can run twice. */
export interface Run {
  readonly id: string;
  readonly stage: string;
  /** 1 for the first attempt at this stage. */
  readonly attempt: number;
  readonly start: EpochMs;
  /** `null` while it runs. Half-open: the end is not part of the run. */
  readonly end: EpochMs | null;
  /** Length as planned when it was opened; `null` where the plan names none. */
  readonly length: Ms | null;
  readonly openedBy: string;
  readonly closedBy: string | null;
}

/** The planned end of a run; `null` where the plan names no length. */
export function plannedEnd(run: Run): EpochMs | null {
  return run.length === null ? null : run.start + run.length;
}
