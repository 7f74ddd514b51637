import { advanceDecided, type Verdict } from '#domain/verdict/verdict.ts';

/** True for a criterion that is no longer judged: after a decision to advance only roll-back limits are. */
export function isLeftOut({ state, word, tags, readings }: Verdict, criterion: string): boolean {
  const goesOn =
    state === 'complete' || (state === 'advanced' && word !== 'Ended') || tags.includes(advanceDecided);
  return goesOn && !readings.some((one) => one.criterion === criterion);
}

/** What is said of a criterion a verdict has no reading of; `none` where that judged nothing at all. */
export function sayUnread(verdict: Verdict, criterion: string, none: string): string {
  if (isLeftOut(verdict, criterion))
    return 'It is no longer judged: after a decision to advance only roll-back limits are. What it was is in the log and in the stage as it stood.';
  return verdict.readings.length === 0 ? none : 'It was not judged with this verdict.';
}
