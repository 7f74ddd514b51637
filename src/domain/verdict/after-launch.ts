import type { EpochMs } from '../time/time.ts';
import { sayInstant } from '../time/zone.ts';
import { judgeStage, type JudgeInput } from './judge-stage.ts';
import { worstFirst } from './severity.ts';
import { verdictWords, type Cause, type Verdict } from './verdict.ts';

/** A check-in that is still to come. */
export interface DueCheckIn {
  readonly id: string;
  readonly due: EpochMs;
}

const noLonger = 'The split is no longer judged: after a decision to advance only roll-back limits are.';

/**
 * The verdict after the last stage. Only what calls for a roll back is still judged, and can call people, until the last
 * check-in closes; a roll-back limit that can't be judged is said too. Nothing else holds what is already done.
 */
export function judgeAfterLaunch(input: JudgeInput, checkIns: readonly DueCheckIn[]): Verdict {
  const criteria = input.plan.criteria.filter((one) => one.breach === 'roll back' && !one.watch);
  const verdict = judgeStage({ ...input, plan: { ...input.plan, criteria, traffic: [] } });
  const serious = [verdict, ...verdict.also].filter(
    (cause) => cause.state === 'roll-back' || cause.state === 'blind',
  );
  const [worst = complete(input, checkIns), ...also] = worstFirst(
    serious.map(({ state, reason, evidence, next, about }) => ({
      state,
      reason,
      evidence,
      next: next.replace(/^Don't advance\. /, ''),
      about,
    })),
  );
  const traffic = verdict.traffic.map((one) => ({ ...one, evidence: noLonger }));
  return { ...verdict, ...worst, word: verdictWords[worst.state], also, tags: [], traffic };
}

function complete({ plan, run }: JudgeInput, checkIns: readonly DueCheckIn[]): Cause {
  const due = checkIns
    .toSorted((a, b) => a.due - b.due)
    .map((one) => `${one.id.replaceAll('-', ' ')}, ${sayInstant(one.due, plan.zone)}`);
  return {
    state: 'complete',
    reason: `The last stage has run since ${sayInstant(run.start, plan.zone)}.`,
    evidence:
      due.length === 0
        ? 'The plan names no check-in. Its roll-back limits are still judged.'
        : `Check-ins: ${due.join('; ')}. Until then the roll-back limits are still judged.`,
    next: 'Nothing to do until the next check-in.',
    about: null,
  };
}
