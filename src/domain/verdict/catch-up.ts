import { engineMemo } from '../stats/memo.ts';
import type { EpochMs, Ms } from '../time/time.ts';
import { judgeStage, type JudgeInput } from './judge-stage.ts';
import type { Verdict } from './verdict.ts';

/** More looks than this are spread wider: a night of minutes is looked at every few of them. */
const mostLooks = 200;

/** The tag of a verdict that nobody could see when it would have stood. */
const judgedAfterwards = 'Judged afterwards';

/** What a stage's verdict would have been while nobody judged it. */
export interface CaughtUp {
  /** Those that say something else than the one before, in order. */
  readonly said: readonly Verdict[];
  /** The newest, to go on from. */
  readonly last: Verdict;
}

/**
 * The verdicts a stage would have had while nobody judged it, each with no more than was complete then. A limit that broke and came back in that time is found so.
 * Toggles and traffic are left out: what they gave then is not known.
 */
export function catchUp(input: JudgeInput, previous: Verdict): CaughtUp {
  const plan = { ...input.plan, toggles: [], traffic: [] };
  const memo = engineMemo();
  const found: Verdict[] = [];
  let last = previous;
  for (const at of looks(previous.judgedAt, input.now, input.cadence)) {
    const verdict = judgeStage({ ...input, plan, allotments: new Map(), previous: last, now: at, memo });
    last = { ...verdict, tags: [...verdict.tags, judgedAfterwards] };
    if (verdict.state !== (found.at(-1) ?? previous).state) found.push(last);
  }
  return { said: found, last };
}

/** The moments between two judgements at which there should have been one. */
function looks(from: EpochMs, to: EpochMs, cadence: Ms): readonly EpochMs[] {
  const step = Math.max(cadence, Math.ceil((to - from) / mostLooks));
  return Array.from(
    { length: Math.max(0, Math.ceil((to - from) / step) - 1) },
    (_, i) => from + (i + 1) * step,
  );
}
