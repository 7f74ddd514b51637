import type { Ms } from '../time/time.ts';

export interface WindowedCountInput {
  /** Events per bucket; `null` is unknown, never zero. */
  readonly counts: readonly (number | null)[];
  readonly width: Ms;
  /** Length of the sliding window. */
  readonly window: Ms;
  /** The rule is broken when some window holds at least this many. */
  readonly breaksAt: number;
}

export interface WindowedCount {
  readonly state: 'violated' | 'possible' | 'ok' | 'unknown';
  /** Most events surely inside one window, and the buckets `[from, to)` they lie in. */
  readonly worst: { readonly count: number; readonly from: number; readonly to: number } | null;
  /** Events in the newest window of known buckets; `null` while a bucket of it is unknown. */
  readonly now: number | null;
}

/**
 * "Fewer than k in any W" from buckets, three-valued (statistics §5).
 * A run of floor(W/w) buckets lies inside one window, so its sum is sure; a window meets at most ceil(W/w)+1 buckets,
 * so that sum bounds it. Buckets wider than the window use the pigeonhole. An unknown bucket is 0 below and anything above.
 */
export function windowedCount(input: WindowedCountInput): WindowedCount {
  const { counts, width, window, breaksAt } = input;
  const inside = Math.max(1, Math.floor(window / width));
  const perWindow = width > window ? Math.ceil(width / window) : 1;
  const sure = bestRun(counts, inside, perWindow);
  const state = stateOf(input, sure?.count ?? 0);
  const tail = counts.slice(-inside);
  const now =
    tail.length === 0 || tail.includes(null) ? null : tail.reduce<number>((sum, n) => sum + (n ?? 0), 0);
  return {
    state: counts.length === 0 ? 'unknown' : state,
    worst: sure,
    now: width > window && breaksAt > 0 ? null : now,
  };
}

function bestRun(
  counts: readonly (number | null)[],
  length: number,
  perWindow: number,
): WindowedCount['worst'] {
  let best: WindowedCount['worst'] = null;
  let sum = 0;
  for (const [i, count] of counts.entries()) {
    sum += count ?? 0;
    if (i >= length) sum -= counts[i - length] ?? 0;
    const sure = Math.ceil(sum / perWindow);
    if (best === null || sure > best.count)
      best = { count: sure, from: Math.max(0, i - length + 1), to: i + 1 };
  }
  return best;
}

function stateOf(
  { counts, width, window, breaksAt }: WindowedCountInput,
  sure: number,
): WindowedCount['state'] {
  if (sure >= breaksAt) return 'violated';
  if (counts.includes(null)) return 'unknown';
  const meets = Math.ceil(window / width) + 1;
  const most = bestRun(counts, meets, 1)?.count ?? 0;
  return most >= breaksAt ? 'possible' : 'ok';
}
