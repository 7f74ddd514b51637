import type { Finding, Plan, Stage } from '../plan/plan.ts';
import { second, type EpochMs } from '../time/time.ts';
import { sayInstant } from '../time/zone.ts';
import { ageWithReadings } from './age-verdict.ts';
import { endSentence } from './end-sentence.ts';
import { sayOpenGates } from './gates-after.ts';
import type { Run } from './run.ts';
import { verdictWords, type Cause, type Verdict } from './verdict.ts';

/** How long the answer about a stage that is not being judged may be shown before it must be read again. */
const restingLife = 90 * second;

/** The verdict of a stage with no run: it says what the plan says will happen, and nothing of how things are now. */
export function notStartedVerdict(
  plan: Plan,
  stage: Stage,
  findings: readonly Finding[],
  now: EpochMs,
): Verdict {
  const starts = sayStart(stage, plan.zone, now);
  if (stage.off) {
    return resting(
      {
        state: 'off-by-plan',
        reason: `${starts} The plan turns the toggle off at this step.`,
        evidence: `The plan turns it off on purpose (line ${stage.line}). This step has not been reached, so nothing is known of it.`,
        next: sayOpenGates(plan, stage, []) ?? 'Turn the toggle off when this step comes.',
        about: null,
      },
      now,
    );
  }
  const open = findings.filter((one) => one.severity === 'must-fix').length;
  return resting(
    {
      state: 'not-started',
      reason: starts,
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

/** When the plan starts it; a date that has passed is no promise any more. */
function sayStart({ label, start }: Stage, zone: string, now: EpochMs): string {
  if (start === null) return `${label} has not started, and the plan gives no date.`;
  const at = sayInstant(start, zone);
  return start > now ? `${label} starts ${at}.` : `${label} was to start ${at}, and has not started.`;
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
    reason: `This stage could not be run: ${endSentence(said.reason)}`,
    evidence: `Recorded by ${said.by}, ${sayInstant(said.at, zone)}. Nothing was measured, so it proves nothing.`,
    next: 'Make up for it in the next stage, or start watching if it can be run after all.',
  };
}

/** The verdict of a stage whose last run has ended: what it was, kept as it stood then. What nobody judged up to its end is stale. */
export function endedVerdict(last: Verdict | null, run: Run, plan: Plan, now: EpochMs): Verdict {
  const end = run.end ?? now;
  const then = last === null ? null : ageWithReadings(last, end, plan.zone);
  const cause: Cause = {
    state: 'advanced',
    reason: `This stage ended ${sayInstant(end, plan.zone)}.`,
    evidence:
      then === null ? 'It was never judged.' : `Last verdict: ${then.word}. ${then.reason} ${then.evidence}`,
    next: 'See the log for who decided and why.',
    about: null,
  };
  return {
    ...resting(cause, now),
    readings: then?.readings ?? [],
    traffic: then?.traffic ?? [],
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
