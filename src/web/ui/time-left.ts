import type { StageView } from '#contract/rollout.ts';
import { sayTimeLeft } from '#domain/time/duration.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { isSettled } from '#domain/verdict/severity.ts';

/** "12 minutes left" while a run has a planned end ahead of it and nobody has settled it, else `null`. */
export function sayLeft({ run, verdict }: Pick<StageView, 'run' | 'verdict'>, now: EpochMs): string | null {
  if (run === null || run.end !== null || run.length === null || isSettled(verdict.state)) return null;
  const left = run.start + run.length - now;
  return left > 0 ? `${sayTimeLeft(left)} left` : null;
}

/** "12 minutes left" or "Overdue 3 hours" in a word or two; what is known of it where there is no end. */
export function sayRunLeft({ run, verdict }: Pick<StageView, 'run' | 'verdict'>, now: EpochMs): string {
  if (run === null) return 'Not running';
  if (run.end !== null) return 'Ended';
  if (isSettled(verdict.state)) return 'Decided';
  if (run.length === null) return 'No planned end';
  const left = run.start + run.length - now;
  return left > 0 ? `${sayTimeLeft(left)} left` : `Overdue ${sayTimeLeft(-left)}`;
}
