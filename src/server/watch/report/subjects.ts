import type { Snapshot } from '#contract/report.ts';
import { checkInsOf, type CheckIn } from '#domain/report/check-ins.ts';
import { day, minute, type EpochMs, type Ms, type Window } from '#domain/time/time.ts';
import type { StoredRun } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';
import type { EndedRun } from './report-runs.ts';

/** Something to be frozen: a stage's run, a check-in, or the time before the launch. */
export interface Subject {
  readonly id: string;
  readonly window: Window;
  /** Start of the run it belongs to. */
  readonly anchor: EpochMs;
  readonly run: EndedRun | null;
  readonly checkIn: CheckIn | null;
}

/** How long before a launch its KPIs are looked at. */
const before: Ms = 7 * day;

/** Sources correct themselves within a day, as a rule: then it is frozen again. */
const settles: Ms = day;

/** A source that fails is waited for this long; then what is known is frozen, with what is missing. */
const patience: Ms = day;

/** Runs that ended longer ago than this and were never frozen are left alone: sources keep no minutes that old. */
const oldest: Ms = 60 * day;

/** Everything of a rollout that is due by now. */
export function dueSubjects(
  rollout: ReadableRollout,
  ended: readonly EndedRun[],
  standing: readonly StoredRun[],
  now: EpochMs,
): readonly Subject[] {
  const first = standing[0];
  const launch: readonly Subject[] =
    first === undefined || rollout.plan.kpis.length === 0
      ? []
      : [
          {
            id: 'before',
            window: { from: first.start - before, to: first.start },
            anchor: first.start,
            run: null,
            checkIn: null,
          },
        ];
  const runs = ended.map((run): Subject => {
    const window = { from: run.start, to: Math.max(run.end, run.start + minute) };
    return { id: `run:${run.id}`, window, anchor: run.start, run, checkIn: null };
  });
  const looks = checkInsOf(rollout.plan, standing).flatMap((checkIn): readonly Subject[] =>
    checkIn.window === null
      ? []
      : [
          {
            id: `check-in:${checkIn.id}`,
            window: checkIn.window,
            anchor: checkIn.window.from,
            run: null,
            checkIn,
          },
        ],
  );
  return [...launch, ...runs, ...looks].filter(({ window }) => window.to <= now && window.to > now - oldest);
}

/** Which snapshot a subject lacks; `null` where both are there, or the second is not due yet. */
export function lacking(
  subject: Subject,
  snapshots: readonly Snapshot[],
  now: EpochMs,
): Snapshot['why'] | null {
  const own = snapshots.filter((one) => one.subject === subject.id && one.from === subject.window.from);
  if (own.every((one) => one.why !== 'due')) return 'due';
  const isSettled = own.some((one) => one.why === 'settled');
  return isSettled || now < subject.window.to + settles ? null : 'settled';
}

/** Whether what was read may be frozen now, or is worth another try. */
export function mayFreeze(
  why: Snapshot['why'],
  read: { readonly failed: boolean; readonly complete: boolean },
  subject: Subject,
  now: EpochMs,
): boolean {
  const late = subject.window.to + (why === 'settled' ? settles : 0) + patience;
  return (!read.failed && read.complete) || now >= late;
}
