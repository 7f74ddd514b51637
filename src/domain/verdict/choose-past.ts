import type { Window } from '../time/time.ts';
import type { RelativeInput } from './judge-relative.ts';
import { usablePast, type Past, type UsablePast } from './past.ts';
import type { Reading } from './reading.ts';
import { draft, unjudged } from './reading-draft.ts';
import { controlPercent } from './relative-signals.ts';

/** The stretch of the past a criterion is compared with. */
export interface ChosenPast {
  readonly kind: 'past';
  readonly label: string;
  readonly window: Window;
  readonly used: UsablePast['used'];
}

/** Fewer measured buckets than this in the same hours and the days before launch are taken instead. */
const enoughBuckets = 30;

/**
 * Chooses what a criterion is compared with: the stage before, or before launch the same weekday and hours where they hold
 * enough, else the days before. A first stage has nothing before it: it is only watched, and says so.
 */
export function choosePast(
  input: RelativeInput,
  ids: readonly string[],
): ChosenPast | { readonly kind: 'reading'; readonly reading: Reading } {
  const { baselines, baseline } = input;
  if (baseline.kind === 'previous stage') {
    if (baselines.previousStage === null) return { kind: 'reading', reading: withoutStageBefore(input) };
    return chosen(input, [baselines.previousStage], ids);
  }
  const same = usablePast(baselines.sameHours, ids);
  const measured = same.used.reduce((sum, { buckets }) => sum + buckets.measured, 0);
  return chosen(
    input,
    measured >= enoughBuckets ? baselines.sameHours : [...baselines.lately, ...baselines.sameHours],
    ids,
  );
}

function chosen(
  input: RelativeInput,
  pasts: readonly Past[],
  ids: readonly string[],
): ChosenPast | { readonly kind: 'reading'; readonly reading: Reading } {
  const { used, failed } = usablePast(pasts, ids);
  const [first] = used;
  if (first === undefined) {
    const { context } = input;
    const reading =
      failed === null
        ? draft(context, 'no-data', 'Nothing was read from before launch to compare with.')
        : unjudged(context, failed);
    return { kind: 'reading', reading };
  }
  return {
    kind: 'past',
    label: first.past.label,
    window: {
      from: Math.min(...used.map(({ past }) => past.window.from)),
      to: Math.max(...used.map(({ past }) => past.window.to)),
    },
    used,
  };
}

/** The first of the ramp is the baseline of the next; any other needs a run of an earlier stage that was not rolled back. */
function withoutStageBefore({ context, plan }: RelativeInput): Reading {
  const at = plan.stages.findIndex((stage) => stage.id === context.stage.id);
  const earlier = plan.stages.slice(0, at).filter((stage) => !stage.off && controlPercent(stage) !== 0);
  if (earlier.length > 0)
    return draft(context, 'no-data', 'No earlier stage has a run to compare with that was not rolled back.');
  const evidence =
    'No stage before this one has run, so there is nothing to compare with. It is the baseline of the next.';
  return { ...draft(context, 'watched', evidence), group: 'watched' };
}
