import type { Plan } from '../plan/plan.ts';
import { day, type EpochMs, type Ms, type Window } from '../time/time.ts';
import type { Run } from '../verdict/run.ts';

/** A look at a launch some time after the last stage began. */
export interface CheckIn {
  /** "1-week": as it stands in addresses. */
  readonly id: string;
  readonly label: string;
  readonly after: Ms;
  /** The stage it counts from. */
  readonly from: string | null;
  /** What it looks at, from the start of that stage; `null` while the stage has not begun. */
  readonly window: Window | null;
}

/** Looks every launch gets, whatever the plan adds (the VA template asks for both). */
const usual: readonly { readonly id: string; readonly after: Ms }[] = [
  { id: '1-week', after: 7 * day },
  { id: '1-month', after: 30 * day },
];

/** Later than this a check-in nobody has closed counts as late. */
const lateAfter: Ms = 7 * day;

/**
 * The check-ins of a plan, earliest first: a week and a month after the last stage began, and those the plan adds or
 * words otherwise. They count from the newest run of their stage.
 * @param runs those that still stand: a run that was rolled back has launched nothing.
 */
export function checkInsOf(plan: Plan, runs: readonly Run[]): readonly CheckIn[] {
  const last = plan.stages.findLast((stage) => !stage.off)?.id ?? null;
  const own = plan.checkIns;
  const added = usual.filter((one) => own.every((other) => other.id !== one.id && other.after !== one.after));
  return [...own, ...added.map((one) => ({ ...one, from: null }))]
    .map(({ id, after, from }) => {
      const stage = from ?? last;
      const start = runs.findLast((run) => run.stage === stage)?.start;
      const window = start === undefined ? null : { from: start, to: start + after };
      return { id, label: id.replaceAll('-', ' '), after, from: stage, window };
    })
    .toSorted((a, b) => a.after - b.after);
}

/** How a check-in stands. Only a person closes one; a date that has passed answers nothing. */
export type CheckInState = 'not started' | 'to come' | 'due' | 'late' | 'closed';

/** @param closed whether a person has closed it and nobody has opened it again. */
export function checkInState(checkIn: CheckIn, closed: boolean, now: EpochMs): CheckInState {
  if (checkIn.window === null) return 'not started';
  if (closed) return 'closed';
  if (now < checkIn.window.to) return 'to come';
  return now < checkIn.window.to + lateAfter ? 'due' : 'late';
}
