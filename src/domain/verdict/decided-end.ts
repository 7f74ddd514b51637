import type { Plan } from '../plan/plan.ts';
import type { EpochMs } from '../time/time.ts';
import { sayInstant } from '../time/zone.ts';
import type { StandingDecision } from './judge-decided.ts';
import { endedVerdict } from './lifecycle.ts';
import type { Run } from './run.ts';
import { verdictWords, type Verdict, type VerdictState } from './verdict.ts';

/** What a run that is over ended as: by the decision it stood under, by the toggles moving on, or by a person's hand. */
export function decidedEnd(
  last: Verdict | null,
  run: Run,
  plan: Plan,
  decision: StandingDecision | null,
  now: EpochMs,
): Verdict {
  const ended = endedVerdict(last, run, plan, now);
  if (decision === null) {
    if (run.closedBy !== 'allotment') return ended;
    return {
      ...ended,
      word: verdictWords.advanced,
      reason: `The toggles moved on ${sayInstant(run.end ?? now, plan.zone)}. Nobody recorded a decision.`,
      next: 'Record why, if somebody knows.',
    };
  }
  const state = endState(last, run, plan, decision);
  const what = decision.choice === 'advance' ? 'advance' : `roll back to ${decision.toPercent ?? 0}%`;
  const why = decision.reason === null ? '' : ` Reason: ${decision.reason}`;
  return {
    ...ended,
    state,
    word: verdictWords[state],
    reason: `${decision.by} decided to ${what} ${sayInstant(decision.at, plan.zone)}.${why}`,
    evidence: evidenceOf(last, state, ended),
    next: state === 'rolling-back' ? 'Confirm in Flipper that it is off.' : ended.next,
  };
}

function endState(last: Verdict | null, run: Run, plan: Plan, decision: StandingDecision): VerdictState {
  if (decision.choice === 'advance') return plan.stages.at(-1)?.id === run.stage ? 'complete' : 'advanced';
  // Ended by hand before anybody saw the traffic stop: that it has is not known.
  return last?.state === 'rolled-back' ? 'rolled-back' : 'rolling-back';
}

function evidenceOf(last: Verdict | null, state: VerdictState, ended: Verdict): string {
  if (state === 'rolling-back')
    return `The run was ended before the new path was seen unused. ${ended.evidence}`;
  return last?.state === state ? last.evidence : ended.evidence;
}
