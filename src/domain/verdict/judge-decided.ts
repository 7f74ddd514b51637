import type { SeriesResult } from '../series/series.ts';
import { sayDuration } from '../time/duration.ts';
import { minute, type EpochMs, type Ms } from '../time/time.ts';
import { sayInstant } from '../time/zone.ts';
import { judgeAfterLaunch, type DueCheckIn } from './after-launch.ts';
import { bucketsBetween } from './buckets-between.ts';
import { endSentence } from './end-sentence.ts';
import { errorsSince } from './errors-since.ts';
import { fillAbsent } from './fill-absent.ts';
import { judgeStage, type JudgeInput } from './judge-stage.ts';
import { advanceDecided, verdictWords, type Cause, type Verdict } from './verdict.ts';

/** The decision of a person that a run stands under. Hold and extend change nothing in how it is judged. */
export interface StandingDecision {
  readonly choice: 'advance' | 'roll-back';
  readonly at: EpochMs;
  readonly by: string;
  readonly reason: string | null;
  /** What the toggles are to give; `null` for the next stage's percentage, or for off. */
  readonly toPercent: number | null;
}

/** A toggle that has not moved this long after a decision is said aloud (ux §3.8). */
const expectedWithin: Ms = 10 * minute;

/** Two percentages further apart than this are different. */
const same = 0.0005;

/** This many complete buckets without anyone on the new path show that its traffic has stopped. */
const quietBuckets = 2;

/**
 * Judges a run under the decision it stands under: none, as ever; advance, its roll-back limits alone until the toggle
 * has moved on; roll back, whether the new path's traffic has stopped.
 */
export function judgeDecided(
  input: JudgeInput,
  decision: StandingDecision | null,
  checkIns: readonly DueCheckIn[],
): Verdict {
  if (decision === null) return judgeStage(input);
  if (decision.choice === 'roll-back') {
    const cause = rollBackCause(input, decision);
    return withCause(
      judgeStage(input),
      cause,
      cause.state === 'rolling-back' ? input.now - decision.at : null,
    );
  }
  const verdict = judgeAfterLaunch(input, checkIns);
  const isLast = input.plan.stages.at(-1)?.id === input.stage.id;
  if (isLast) return verdict;
  const waiting = notYetGiven(input, decision);
  const waited = waiting.length === 0 ? null : input.now - decision.at;
  const cause = advanceCause(input, decision, waiting);
  return verdict.state === 'complete' ? withCause(verdict, cause, waited) : besides(verdict, cause, waited);
}

/** What is worse stays first, and that it was decided to go on all the same is said with it. */
function besides(verdict: Verdict, cause: Cause, waited: Ms | null): Verdict {
  const decided: Cause = { ...cause, reason: `${cause.reason} ${cause.next}` };
  return { ...verdict, also: [...verdict.also, decided], tags: [advanceDecided, ...tagsOf(waited)] };
}

function withCause(verdict: Verdict, cause: Cause, waited: Ms | null): Verdict {
  // Why it was decided stays in sight while it is being done.
  const also = [verdict, ...verdict.also]
    .filter((one) => one.state === 'roll-back')
    .map(({ state, reason, evidence, next, about }) => ({ state, reason, evidence, next, about }));
  return { ...verdict, ...cause, word: verdictWords[cause.state], also, tags: tagsOf(waited) };
}

/** A decision nobody has carried out after so long needs somebody. */
function tagsOf(waited: Ms | null): readonly string[] {
  return waited === null || waited < expectedWithin ? [] : [`Waiting for Flipper for ${sayDuration(waited)}`];
}

interface Waiting {
  readonly key: string;
  readonly wanted: number;
  readonly actual: number | null;
}

/** Toggles that do not give what was decided. */
function notYetGiven(
  { plan, stage, allotments }: JudgeInput,
  decision: StandingDecision,
): readonly Waiting[] {
  const next = plan.stages[plan.stages.indexOf(stage) + 1];
  const percents = next?.audience.kind === 'percent' ? next.audience.percents : {};
  return Object.entries(percents).flatMap(([key, percent]) => {
    const known = allotments.get(key);
    const actual = known?.status === 'ok' ? known.allotment.percent : null;
    const wanted = decision.toPercent ?? percent;
    return actual !== null && Math.abs(actual - wanted) <= same ? [] : [{ key, wanted, actual }];
  });
}

function advanceCause(
  { plan, now }: JudgeInput,
  decision: StandingDecision,
  [first]: readonly Waiting[],
): Cause {
  return {
    state: 'advanced',
    reason: `${decision.by} decided to advance ${sayInstant(decision.at, plan.zone)}.`,
    evidence: decision.reason ?? 'The verdict was Ready to advance.',
    next: first === undefined ? 'The toggles give what was decided.' : sayWaiting(first, now - decision.at),
    about: null,
  };
}

function sayWaiting(toggle: Waiting, waited: Ms): string {
  const { key, wanted, actual } = toggle;
  if (waited < expectedWithin) return `Now set \`${key}\` to ${wanted}% in Flipper.`;
  const gives = actual === null ? "what Flipper says can't be read" : `Flipper still says ${actual}%`;
  return `Advance was recorded ${sayDuration(waited)} ago, but ${gives}. Set \`${key}\` to ${wanted}%, or decide again.`;
}

function rollBackCause(input: JudgeInput, decision: StandingDecision): Cause {
  const { plan, now } = input;
  const target = decision.toPercent ?? 0;
  const open = [...stillOn(input, target), ...(target === 0 ? stillUsed(input, decision) : [])];
  const errors =
    target === 0
      ? errorsSince({ ...input, series: fillAbsent(plan, input.series) }, reachedAt(input, decision))
      : { still: [], waiting: [], rest: [] };
  const unmended = [...errors.still, ...errors.waiting];
  const decided = `${decision.by} decided to roll back to ${target}% ${sayInstant(decision.at, plan.zone)}.`;
  const undone =
    plan.notUndone.length === 0
      ? ''
      : ` Rolling back does not undo: ${endSentence(plan.notUndone.join('; '))}`;
  if (open.length === 0 && unmended.length === 0) {
    const measured = plan.traffic.length > 0 && target === 0;
    const path = measured ? ', and nobody is on the new path' : '; traffic on the new path is not measured';
    const back = errors.rest.map((one) => ` ${one}`).join('');
    return {
      state: 'rolled-back',
      reason: decided,
      evidence: `Confirmed ${sayInstant(now, plan.zone)}: every toggle gives ${target}% or less${path}.${back}${undone}`,
      next: 'Record what happened and whether it is resolved.',
      about: null,
    };
  }
  const late =
    now - decision.at >= expectedWithin ? `Still not done after ${sayDuration(now - decision.at)}. ` : '';
  return {
    state: 'rolling-back',
    reason: decided,
    evidence: `${late}${[...open, ...unmended].join(' ')}${undone}`,
    next: open.length === 0 ? sayWait(errors.still.length > 0) : sayOrder(input, target),
    about: null,
  };
}

function sayWait(goOn: boolean): string {
  return goOn
    ? 'The toggle is off and errors go on. Wait a few minutes, then look for another cause.'
    : 'The toggle is off. Wait until enough has been measured to say that the errors are gone.';
}

/** When the last toggle changed, where Flipper or a person dates that after the decision; else when it was decided. */
function reachedAt({ plan, allotments, now }: JudgeInput, decision: StandingDecision): EpochMs {
  const changed = plan.toggles.flatMap(({ key }) => {
    const known = allotments.get(key);
    const since = known?.status === 'ok' ? known.allotment.since : null;
    return since === null || since > now ? [] : [since];
  });
  return Math.max(decision.at, ...changed);
}

function sayOrder({ plan }: JudgeInput, target: number): string {
  const keys = plan.toggles.toSorted((a, b) => a.offOrder - b.offOrder).map((toggle) => `\`${toggle.key}\``);
  const list = keys.length === 0 ? 'the feature' : keys.join(', then ');
  return target === 0 ? `Turn off ${list} in Flipper.` : `Set ${list} to ${target}% in Flipper.`;
}

/** Toggles not seen at or below the target: a toggle that can't be read has not been seen. */
function stillOn({ plan, allotments }: JudgeInput, target: number): readonly string[] {
  return plan.toggles.flatMap(({ key }) => {
    const known = allotments.get(key);
    if (known?.status !== 'ok' || known.allotment.percent === null)
      return [`What \`${key}\` gives can't be read.`];
    const { percent } = known.allotment;
    return percent <= target + same ? [] : [`\`${key}\` still gives ${percent}%.`];
  });
}

/** Traffic on the new path since the decision that is not shown to have stopped. What can't be seen has not stopped. */
function stillUsed({ plan, ...input }: JudgeInput, decision: StandingDecision): readonly string[] {
  const series = fillAbsent(plan, input.series);
  return plan.traffic.flatMap(({ newPath, toggle }) => {
    const last = newestBuckets(series.get(newPath), decision.at);
    if (last === null) return [`Whether the new path of \`${toggle}\` is still used can't be seen yet.`];
    const seen = last.reduce((total, n) => total + n, 0);
    return seen === 0 ? [] : [`The new path of \`${toggle}\` is still used: ${seen} in the last readings.`];
  });
}

/** The newest complete buckets that lie wholly after an instant; `null` while there are too few, or one is unknown. */
function newestBuckets(result: SeriesResult | undefined, after: EpochMs): readonly number[] | null {
  if (result === undefined || (result.status !== 'ok' && result.status !== 'partial')) return null;
  const { data } = result;
  if (data.completeThrough === null) return null;
  const known = bucketsBetween(data, after, data.completeThrough).slice(-quietBuckets);
  const values = known.filter((value) => value !== null);
  return values.length < quietBuckets ? null : values;
}
