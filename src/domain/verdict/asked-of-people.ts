import { sayRhythm } from '../plan/ask-rhythm.ts';
import type { Plan, Stage } from '../plan/plan.ts';
import type { EpochMs } from '../time/time.ts';
import type { ReadingState } from './reading.ts';
import { criteriaOf } from './required-signals.ts';
import type { Verdict } from './verdict.ts';

/** A question a stage asks people, with where it stands. */
export interface AskedOfPeople {
  readonly criterion: string;
  readonly label: string;
  /** "Each business day", "Every 4 hours", "Once in the stage". */
  readonly rhythm: string;
  /** True where the plan shows it without pass or fail. */
  readonly watched: boolean;
  /** As the run was judged last; `null` before it was. */
  readonly state: ReadingState | null;
  /** When it was answered last in this run. */
  readonly answeredAt: EpochMs | null;
}

/**
 * What a stage asks of people, each with its newest answer as the run was judged by it last. Where that judged other things
 * and not this, as after it was decided to advance, nobody is asked any more.
 */
export function askedOfPeople(plan: Plan, stage: Stage, verdict: Verdict | null): readonly AskedOfPeople[] {
  return criteriaOf(plan, stage).flatMap(({ id: criterion, label, measure, watch: watched }) => {
    if (measure.kind !== 'ask') return [];
    const reading = verdict?.readings.find((one) => one.criterion === criterion);
    if (verdict !== null && reading === undefined) return [];
    const { state = null, judgedThrough: answeredAt = null } = reading ?? {};
    return [{ criterion, label, rhythm: sayRhythm(measure.every ?? 'once'), watched, state, answeredAt }];
  });
}
