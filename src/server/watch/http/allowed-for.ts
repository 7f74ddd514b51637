import type { SourceHealth } from '#contract/sources.ts';
import type { Ms } from '#domain/time/time.ts';
import { allowedDelay } from '#domain/verdict/allowed-delay.ts';
import { requiredSignals } from '#domain/verdict/required-signals.ts';
import type { SourceState } from '#server/proxy/proxy.ts';
import { bucketWidth } from '../loop/cadence.ts';
import type { StoredRun } from '../records/store.ts';
import { stageOf, type ReadableRollout } from '../rollouts/rollout.ts';

type Allowed = Required<Pick<SourceHealth, 'allowedDelay' | 'allowedFor'>>;

/**
 * How late a source may be: what the verdicts of the stages under way allow it, and of those the strictest, with its name.
 * Where none reads it, what the buckets last asked for would allow.
 */
export function allowedFor(
  source: SourceState,
  running: readonly { readonly run: StoredRun; readonly rollout: ReadableRollout }[],
  finest: Ms,
): Allowed {
  const { assumedLag = null } = source;
  const all = running.flatMap(({ run, rollout }) => {
    const stage = stageOf(rollout, run.stage);
    const reads =
      stage !== undefined && requiredSignals(rollout.plan, stage).some((one) => one.source === source.id);
    if (!reads || assumedLag === null) return [];
    const delay = allowedDelay(run.length, bucketWidth(run.length, finest), assumedLag);
    return [{ delay, rollout: rollout.plan.title, stage: stage.label }];
  });
  const [strictest] = all.toSorted((a, b) => a.delay - b.delay);
  if (strictest === undefined) return { allowedDelay: source.allowedDelay ?? null, allowedFor: null };
  const { delay, rollout, stage } = strictest;
  return { allowedDelay: delay, allowedFor: { rollout, stage } };
}
