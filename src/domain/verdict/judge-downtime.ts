import { sayLimit, type Limit } from '../plan/limit.ts';
import { downtimeBudget } from '../stats/downtime-budget.ts';
import { sayDuration } from '../time/duration.ts';
import { hasUnseen, type Buckets } from './basis.ts';
import type { Reading, ReadingState } from './reading.ts';
import { draft, sayProvenance, type CriterionContext } from './reading-draft.ts';

/**
 * Judges uptime by a probe as a budget of downtime: "over 99.9 %" of an hour leaves 3.6 seconds. Exact, so broken is broken
 * for good; it is met only on measured time, and until the end only while the loss keeps pace with the time passed.
 */
export function judgeDowntime(context: CriterionContext, buckets: Buckets, limit: Limit | null): Reading {
  const [up = []] = buckets.columns;
  const down = up.map((part) => (part === null ? null : 1 - Math.min(1, part)));
  const measured = down.filter((part) => part !== null);
  const share =
    measured.length === 0 ? null : 1 - measured.reduce((sum, part) => sum + part, 0) / measured.length;
  const base: Reading = {
    ...draft(context, 'no-data', 'No bucket of this stage has a value.'),
    value: share,
    counts: { events: null, of: null, measured: buckets.measured, expected: buckets.expected },
    window: buckets.window,
    judgedThrough: buckets.window.to,
    source: buckets.source,
  };
  if (share === null) return base;
  const provenance = sayProvenance(buckets, context);
  const planned = context.run.length ?? buckets.window.to - buckets.window.from;
  const target = limit?.value ?? 1;
  const { budget, lost, state } = downtimeBudget({ down, width: buckets.width, target, planned });
  if (limit === null || context.criterion.watch) {
    const said = limit === null ? 'No limit to judge it by.' : `Limit: ${sayLimit(limit)}.`;
    const evidence = `Down for ${sayLost(lost)} so far. ${said} ${provenance}`;
    return { ...base, state: context.criterion.watch ? 'watched' : 'no-limit', evidence };
  }
  return {
    ...base,
    state: stateOf(state, hasUnseen(buckets)),
    evidence: `Down for ${sayLost(lost)}; ${sayLimit(limit)} leaves ${sayLost(budget)} in ${sayDuration(planned)}. ${provenance}`,
  };
}

function stateOf(state: 'ahead' | 'spending' | 'over', gaps: boolean): ReadingState {
  if (state === 'over') return 'over';
  if (gaps) return 'not-enough-data';
  return state === 'spending' ? 'close' : 'met';
}

/** Downtime budgets are seconds and parts of them, which a rounded duration would hide. */
function sayLost(ms: number): string {
  return ms < 60_000 ? `${Number((ms / 1000).toPrecision(3))} s` : sayDuration(Math.round(ms / 1000) * 1000);
}
