import type { DueCheckIn } from './after-launch.ts';
import { catchUp, type CaughtUp } from './catch-up.ts';
import { judgeDecided, type StandingDecision } from './judge-decided.ts';
import type { JudgeInput } from './judge-stage.ts';
import type { Verdict } from './verdict.ts';

/**
 * The rules this build reads plans and judges by. It is kept with every verdict and grows with each change after which
 * the same plan and readings may give another verdict, so that a verdict judged again says whether the rules are still
 * those it was judged by. 4: words alone, the day in UTC where that is another.
 */
export const rulesVersion = 4;

/** Everything one judgement of a run is made of. */
export interface JudgementInput {
  readonly stage: JudgeInput;
  /** The decision the run stands under; `null` without one. */
  readonly decision: StandingDecision | null;
  /** Check-ins of the launch that are still to come. */
  readonly checkIns: readonly DueCheckIn[];
}

export interface Judgement {
  /** What it would have been while nobody judged, in order; none after the usual wait. */
  readonly missed: readonly Verdict[];
  readonly verdict: Verdict;
}

/**
 * One judgement of a run, with the time nobody judged before it. The watcher judges by it, and a verdict is judged again
 * by it from what was kept: pure, so that both must say the same.
 */
export function judgeOnce({ stage, decision, checkIns }: JudgementInput): Judgement {
  const missed = decision === null ? missedBefore(stage) : null;
  const previous = missed?.last ?? stage.previous;
  return { missed: missed?.said ?? [], verdict: judgeDecided({ ...stage, previous }, decision, checkIns) };
}

/** After longer than a verdict stands, the time in between is judged first. */
function missedBefore(input: JudgeInput): CaughtUp | null {
  const { previous, now } = input;
  return previous === null || now <= previous.staleAfter ? null : catchUp(input, previous);
}
