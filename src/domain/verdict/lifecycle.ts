import type { Finding, Plan, Stage } from '../plan/plan.ts';
import { second, type EpochMs } from '../time/time.ts';
import { sayInstant } from '../time/zone.ts';
import type { Run } from './run.ts';
import { verdictWords, type Cause, type Verdict } from './verdict.ts';

/** How long the answer about a stage that is not being judged may be shown before it must be read again. */
const restingLife = 90 * second;

/** The verdict of a stage with no run: not started, or off on purpose. */
export function notStartedVerdict(
  plan: Plan,
  stage: Stage,
  findings: readonly Finding[],
  now: EpochMs,
): Verdict {
  if (stage.off) {
    return resting(
      {
        state: 'off-by-plan',
        reason: 'The toggle is off at this step, as planned.',
        evidence: `The plan turns it off on purpose (line ${stage.line}).`,
        next: 'Nothing to watch until the next stage starts.',
        about: null,
      },
      now,
    );
  }
  const open = findings.filter((one) => one.severity === 'must-fix').length;
  return resting(
    {
      state: 'not-started',
      reason:
        stage.start === null
          ? `${stage.label} has not started, and the plan gives no date.`
          : `${stage.label} starts ${sayInstant(stage.start, plan.zone)}.`,
      evidence:
        open === 0
          ? 'No must-fix finding is open.'
          : `${open} must-fix finding${open === 1 ? ' is' : 's are'} open.`,
      next: 'Start watching when the toggle changes.',
      about: null,
    },
    now,
  );
}

/** The verdict of a stage that somebody said can't be run: it has proven nothing, and must never look as if it had. */
export function notRunVerdict(
  waiting: Verdict,
  said: { readonly by: string; readonly at: EpochMs; readonly reason: string },
  zone: string,
): Verdict {
  return {
    ...waiting,
    word: 'Not run',
    reason: `This stage could not be run: ${said.reason}`,
    evidence: `Recorded by ${said.by}, ${sayInstant(said.at, zone)}. Nothing was measured, so it proves nothing.`,
    next: 'Make up for it in the next stage, or start watching if it can be run after all.',
  };
}

/** The verdict of a stage whose last run has ended: what it was, kept as it stood. */
export function endedVerdict(last: Verdict | null, run: Run, plan: Plan, now: EpochMs): Verdict {
  const end = run.end ?? now;
  const cause: Cause = {
    state: 'advanced',
    reason: `This stage ended ${sayInstant(end, plan.zone)}.`,
    evidence:
      last === null ? 'It was never judged.' : `Last verdict: ${last.word}. ${last.reason} ${last.evidence}`,
    next: 'See the log for who decided and why.',
    about: null,
  };
  return {
    ...resting(cause, now),
    readings: last?.readings ?? [],
    traffic: last?.traffic ?? [],
    mixture: last?.mixture ?? null,
    latches: last?.latches ?? [],
    judgedThrough: last?.judgedThrough ?? null,
    word: 'Ended',
  };
}

function resting(cause: Cause, now: EpochMs): Verdict {
  return {
    ...cause,
    word: verdictWords[cause.state],
    also: [],
    tags: [],
    judgedAt: now,
    judgedThrough: null,
    staleAfter: now + restingLife,
    readings: [],
    traffic: [],
    mixture: null,
    latches: [],
  };
}
