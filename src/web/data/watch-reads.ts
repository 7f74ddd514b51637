import { isCancelledError, type QueryClient } from '@tanstack/react-query';
import { momentNow, type Moment, type Read } from './moment.ts';

/** Follows the queries that carry a verdict (`meta.live`): when each was last read, and how often it failed since. */
export interface Reads {
  /** Those that a screen shows now. */
  readonly shown: () => readonly Read[];
  /** From here on everything must be read again. */
  readonly forget: () => void;
  /** True once everything shown has been read since. */
  readonly landed: () => boolean;
  readonly stop: () => void;
}

interface Kept extends Read {
  readonly fresh: boolean;
}

export function watchReads(client: QueryClient, changed: () => void): Reads {
  const kept = new Map<string, Kept>();
  const cache = client.getQueryCache();
  const keep = (hash: string, change: (now: Moment) => Partial<Kept>): void => {
    const now = momentNow();
    const last = kept.get(hash) ?? { good: now, failures: 0, asked: null, fresh: false };
    kept.set(hash, { ...last, ...change(now) });
    changed();
  };
  const stop = cache.subscribe((event) => {
    const { query } = event;
    if (query.meta?.['live'] !== true) return;
    const hash = query.queryHash;
    if (event.type === 'removed') kept.delete(hash);
    // Shown again after a while: what the server said of its age holds until it is read again, or can't be.
    if (event.type === 'observerAdded' && query.getObserversCount() === 1)
      keep(hash, (good) => ({ good, failures: 0, fresh: false }));
    if (event.type !== 'updated') return;
    const { action } = event;
    if (action.type === 'fetch') keep(hash, (asked) => ({ asked }));
    if (action.type === 'success') keep(hash, (good) => ({ good, failures: 0, asked: null, fresh: true }));
    if (action.type === 'error' && !isCancelledError(action.error))
      keep(hash, () => ({ failures: (kept.get(hash)?.failures ?? 0) + 1, asked: null }));
  });
  const shown = (): readonly Kept[] =>
    cache
      .getAll()
      .filter((query) => query.isActive())
      .flatMap((query) => kept.get(query.queryHash) ?? []);
  return {
    shown,
    forget: () => {
      for (const [hash, one] of kept) kept.set(hash, { ...one, fresh: false });
    },
    landed: () => shown().every((one) => one.fresh),
    stop,
  };
}
