import type { Plan } from '../plan/plan.ts';
import { engineMemo } from '../stats/memo.ts';
import type { EpochMs, Ms } from '../time/time.ts';
import { judgeStage, type JudgeInput } from './judge-stage.ts';
import type { ReadingState } from './reading.ts';
import { requiredSignals } from './required-signals.ts';
import type { Verdict } from './verdict.ts';

/** A criterion that changed its state. */
interface Change {
  readonly criterion: string;
  /** `null` at the first look. */
  readonly from: ReadingState | null;
  readonly to: ReadingState;
  readonly evidence: string;
}

/** A moment at which the verdict or a reading became another. */
export interface Transition {
  readonly at: EpochMs;
  readonly verdict: Verdict;
  readonly changed: readonly Change[];
}

export interface ReplayInput extends Pick<
  JudgeInput,
  'plan' | 'stage' | 'run' | 'series' | 'baselines' | 'excluded' | 'accepts'
> {
  /** Replayed up to here; the end of the run or of the series where it is not given. */
  readonly until?: EpochMs | undefined;
}

/** Every verdict of a replay that said something new, and the last one. */
export interface Replay {
  readonly transitions: readonly Transition[];
  readonly last: Verdict | null;
}

/**
 * Judges a recorded stage again, bucket by bucket, each time with no more than was complete then, so that a past rollout
 * can be judged under other limits. Toggles and traffic are left out: what Flipper gave then is not in the series.
 */
export function replayStage(input: ReplayInput): Replay {
  const plan: Plan = { ...input.plan, toggles: [], traffic: [] };
  const memo = engineMemo();
  const transitions: Transition[] = [];
  let previous: Verdict | null = null;
  for (const at of looks(input)) {
    const verdict: Verdict = judgeStage({
      ...input,
      plan,
      allotments: new Map(),
      findings: [],
      previous,
      now: at,
      cadence: 0,
      memo,
    });
    const changed = changes(previous, verdict);
    if (previous === null || previous.state !== verdict.state || changed.length > 0)
      transitions.push({ at, verdict, changed });
    previous = verdict;
  }
  return { transitions, last: previous };
}

/** The ends of the buckets of the run, up to the end of the longest series. */
function looks({ plan, stage, run, series, until }: ReplayInput): readonly EpochMs[] {
  const ids = new Set(requiredSignals(plan, stage).map((signal) => signal.id));
  const used = [...series.values()].flatMap((one) =>
    one.status === 'error' || !ids.has(one.id) ? [] : [one.data],
  );
  const width: Ms = Math.min(...used.map((data) => data.width));
  const through = Math.max(...used.map((data) => data.completeThrough ?? data.start));
  const end = Math.min(until ?? Infinity, run.end ?? Infinity, through);
  if (!Number.isFinite(width) || !Number.isFinite(end)) return [];
  const grid = used[0]?.start ?? 0;
  const first = grid + Math.floor((run.start - grid) / width) * width + width;
  return Array.from(
    { length: Math.max(0, Math.floor((end - first) / width) + 1) },
    (_, i) => first + i * width,
  );
}

function changes(previous: Verdict | null, verdict: Verdict): readonly Change[] {
  return verdict.readings.flatMap((reading) => {
    const before = previous?.readings.find((one) => one.criterion === reading.criterion)?.state ?? null;
    return before === reading.state
      ? []
      : [{ criterion: reading.criterion, from: before, to: reading.state, evidence: reading.evidence }];
  });
}
