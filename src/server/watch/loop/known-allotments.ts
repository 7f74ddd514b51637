import type { EpochMs } from '#domain/time/time.ts';
import type { KnownAllotment } from '#domain/verdict/known-allotment.ts';
import type { Allotment } from '#domain/verdict/traffic-reading.ts';
import { stagePercent } from '#domain/plan/stage-percent.ts';
import type { Proxy } from '#server/proxy/proxy.ts';
import type { Store } from '../records/store.ts';
import { markUnannounced } from './allotment-changes.ts';
import { stageOf, type ReadableRollout } from '../rollouts/rollout.ts';

/**
 * What the toggles of a rollout give now. Flipper's own answer comes first where Flipper is configured; otherwise the
 * newest value a person entered, which is a known, dated value; example plans say what theirs give.
 */
export async function knownAllotments(
  rollout: ReadableRollout,
  deps: { readonly proxy: Proxy; readonly store: Store },
  now: EpochMs,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, KnownAllotment>> {
  const keys = rollout.plan.toggles.map((toggle) => toggle.key);
  const entered = await deps.store.enteredAllotments(rollout.id);
  const known = new Map<string, KnownAllotment>();
  for (const entry of entered) {
    if (!keys.includes(entry.toggle)) continue;
    known.set(entry.toggle, {
      status: 'ok',
      allotment: byHand(entry.toggle, entry.percent, entry.at, entry.by),
    });
  }
  if (rollout.example) {
    for (const key of keys)
      if (!known.has(key)) known.set(key, { status: 'ok', allotment: forShow(rollout, key, now) });
    return known;
  }
  const missing = keys.filter((key) => !known.has(key));
  const asked = deps.proxy.readsFlipper ? keys : missing;
  if (asked.length === 0) return known;
  for (const answer of await deps.proxy.readAllotments(asked, signal)) {
    if (!isOlder(answer, known.get(answer.toggle))) known.set(answer.toggle, answer);
  }
  return markUnannounced(deps.store, rollout, known);
}

/** An export says what was so when it was made: what a person entered since then is newer. */
function isOlder(answer: KnownAllotment, entered: KnownAllotment | undefined): boolean {
  return (
    entered?.status === 'ok' &&
    answer.status === 'ok' &&
    answer.allotment.origin === 'toggle export' &&
    answer.allotment.at < entered.allotment.at
  );
}

function byHand(toggle: string, percent: number, at: EpochMs, by: string): Allotment {
  return {
    ...blank(toggle),
    percent,
    percentOfActors: percent,
    origin: 'entered by hand',
    at,
    by,
    since: at,
  };
}

function forShow(rollout: ReadableRollout, key: string, now: EpochMs): Allotment {
  const { example } = rollout.plan;
  const stage = example === null ? undefined : stageOf(rollout, example.stage);
  const own = stage?.audience.kind === 'percent' ? stage.audience.percents[key] : undefined;
  const planned = own ?? (stage === undefined ? null : stagePercent(stage));
  const percent = example?.allotment ?? planned;
  return {
    ...blank(key),
    percent,
    percentOfActors: percent,
    origin: 'example',
    at: now,
    by: null,
    since: null,
  };
}

function blank(
  toggle: string,
): Omit<Allotment, 'percent' | 'percentOfActors' | 'origin' | 'at' | 'by' | 'since'> {
  return { toggle, everyone: false, percentOfTime: null, actors: 0, groups: 0, expression: false };
}
