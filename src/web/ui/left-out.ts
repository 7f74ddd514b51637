import type { Verdict } from '#domain/verdict/verdict.ts';

/** True where a verdict judged other things and not this one: after a decision to advance only roll-back limits are judged. */
export function isLeftOut({ state, readings }: Verdict, criterion: string): boolean {
  const isJudged = readings.some((one) => one.criterion === criterion);
  return !isJudged && (readings.length > 0 || state === 'complete');
}

export const leftOutWords =
  'It is no longer judged: after a decision to advance only roll-back limits are. What it was is in the log and the stage as it stood.';
