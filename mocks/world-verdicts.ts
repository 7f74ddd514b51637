import type { Finding, Plan, Stage } from '#domain/plan/plan.ts';
import type { SeriesResult } from '#domain/series/series.ts';
import { minute } from '#domain/time/time.ts';
import { judgeDecided, type StandingDecision } from '#domain/verdict/judge-decided.ts';
import type { JudgeInput } from '#domain/verdict/judge-stage.ts';
import type { KnownAllotment } from '#domain/verdict/known-allotment.ts';
import { replayStage } from '#domain/verdict/replay.ts';
import type { Run } from '#domain/verdict/run.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import type { Scenario } from './scenarios.ts';
import { acceptsOf, allotmentOf } from './world-views.ts';

/** The run of a scenario at an instant, and everything that is known of it. */
export interface Judged {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
  readonly stage: Stage;
  readonly run: Run;
  readonly now: number;
  readonly series: readonly SeriesResult[];
}

/** The run as the real judge sees it; where the scenario has a past, after all it has said before. */
export function judged(made: Judged, scenario: Scenario): Verdict {
  const { plan, stage, run } = made;
  const series = new Map(made.series.map((one) => [one.id, one]));
  const excluded = leftOutOf(scenario, run);
  const hasPast = scenario.past === true;
  const input: JudgeInput = {
    ...made,
    series,
    allotments: new Map([['change_of_address', knownAllotment(scenario, run.start)]]),
    previous: hasPast ? replayStage({ plan, stage, run, series }).last : null,
    cadence: minute,
    accepts: hasPast ? acceptsOf(run.start) : [],
    excluded,
  };
  return judgeDecided(input, decisionOf(scenario, run), []);
}

/** What is known of the toggle. */
function knownAllotment({ percent }: Scenario, at: number): KnownAllotment {
  if (percent !== null) return { status: 'ok', allotment: allotmentOf(percent, at) };
  return {
    status: 'error',
    error: {
      code: 'forbidden',
      message: 'Flipper refused the token (HTTP 403). Check STAGEWATCH_FLIPPER_TOKEN.',
      retryable: false,
      retryAt: null,
      httpStatus: 403,
      attempts: 1,
      firstSeen: at,
    },
  };
}

function leftOutOf({ leftOut }: Scenario, run: Run): JudgeInput['excluded'] {
  if (leftOut === undefined) return [];
  const [from, to] = leftOut;
  return [{ from: run.start + from * minute, to: run.start + to * minute }];
}

function decisionOf({ decision }: Scenario, run: Run): StandingDecision | null {
  if (decision === undefined) return null;
  return {
    choice: decision.choice,
    at: run.start + decision.at * minute,
    by: 'Product manager',
    reason: decision.choice === 'advance' ? null : 'Submissions failing broke its limit.',
    toPercent: null,
  };
}
