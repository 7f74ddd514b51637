import { randomUUID } from 'node:crypto';
import type { EpochMs } from '#domain/time/time.ts';
import type { KnownAllotment } from '#domain/verdict/known-allotment.ts';
import { unannouncedChange, type Announcements } from '#domain/verdict/unannounced.ts';
import type { Store } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';
import { is } from './run-records.ts';

/** Two percentages further apart than this are different. */
const same = 0.0005;

/**
 * Puts into the log what toggles give now where it is something else than the log has last. Only what was read counts:
 * what a person entered is in the records already.
 */
export async function noteChanges(
  store: Store,
  rollout: ReadableRollout,
  known: ReadonlyMap<string, KnownAllotment>,
  now: EpochMs,
): Promise<void> {
  const entries = await store.journal(rollout.id, { kinds: ['allotment'] });
  const before = new Map(entries.filter(is('allotment')).map((entry) => [entry.toggle, entry]));
  for (const [toggle, one] of known) {
    if (one.status === 'error') continue;
    const { percent: to, origin, since } = one.allotment;
    if (origin === 'entered by hand' || origin === 'example') continue;
    const last = before.get(toggle);
    if (last !== undefined && isSame(last.to, to)) continue;
    // An export says when; a toggle that is only looked at, when it was first seen so.
    const at = Math.max(since ?? now, last?.at ?? 0);
    await store.append({
      id: randomUUID(),
      rollout: rollout.id,
      stage: null,
      run: null,
      at,
      by: 'Stagewatch',
      kind: 'allotment',
      toggle,
      from: last?.to ?? null,
      to,
      origin,
    });
  }
}

function isSame(a: number | null, b: number | null): boolean {
  return a === null || b === null ? a === b : Math.abs(a - b) <= same;
}

/** Marks the toggles whose newest change nobody announced. */
export async function markUnannounced(
  store: Store,
  rollout: ReadableRollout,
  known: ReadonlyMap<string, KnownAllotment>,
): Promise<ReadonlyMap<string, KnownAllotment>> {
  const entries = await store.journal(rollout.id, { kinds: ['allotment', 'decision'] });
  const changes = entries.filter(is('allotment'));
  if (changes.every(({ from }) => from === null)) return known;
  const said: Announcements = {
    decisions: entries.filter(is('decision')),
    entered: await store.enteredAllotments(rollout.id),
    runs: await store.runsOf(rollout.id),
  };
  return new Map(
    [...known].map(([toggle, one]) => {
      const change = one.status === 'ok' ? unannouncedChange(rollout.plan, toggle, changes, said) : null;
      if (one.status === 'error' || change === null) return [toggle, one];
      const unannounced = { from: change.from, at: change.at };
      return [toggle, { ...one, allotment: { ...one.allotment, unannounced } }];
    }),
  );
}
