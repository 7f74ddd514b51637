import { isUpper, keeps, sayLimit, type Limit } from '../plan/limit.ts';
import { sayBothNear, withAt } from '../time/say-near.ts';
import { hasUnseen, type Buckets } from './basis.ts';
import type { Reading, ReadingState } from './reading.ts';
import { draft, sayProvenance, type CriterionContext } from './reading-draft.ts';
import { sayMs } from './say-value.ts';

/** Judges the highest (or, for "over", the lowest) bucket of a stage against its limit. One crossing is enough. */
export function judgeHighest(context: CriterionContext, buckets: Buckets, limit: Limit | null): Reading {
  const [values = []] = buckets.columns;
  const lowest = limit !== null && !isUpper(limit);
  const at = extremeIndex(values, lowest);
  const extreme = values[at] ?? null;
  if (extreme === null) return draft(context, 'no-data', 'No bucket of this stage has a value.');
  const from = buckets.window.from + at * buckets.width;
  const rule = limit === null ? '' : ` Limit: ${sayLimit(limit)}.`;
  return {
    ...draft(context, stateOf(context, buckets, limit, extreme), ''),
    value: extreme,
    latest: values.findLast((value) => value !== null) ?? null,
    worst: { value: extreme, window: { from, to: from + buckets.width } },
    counts: { events: null, of: null, measured: buckets.measured, expected: buckets.expected },
    window: buckets.window,
    judgedThrough: buckets.window.to,
    source: buckets.source,
    evidence: `${lowest ? 'Lowest' : 'Highest'}: ${sayMs(extreme)} ${withAt(sayBothNear(from, context.now, context.zone))}.${rule} ${sayProvenance(buckets, context)}`,
  };
}

function extremeIndex(values: readonly (number | null)[], lowest: boolean): number {
  let best: number | null = null;
  let at = -1;
  for (const [i, value] of values.entries()) {
    if (value === null) continue;
    if (best === null || (lowest ? value < best : value > best)) {
      best = value;
      at = i;
    }
  }
  return at;
}

function stateOf(
  context: CriterionContext,
  buckets: Buckets,
  limit: Limit | null,
  extreme: number,
): ReadingState {
  if (context.criterion.watch) return 'watched';
  if (limit === null) return 'no-limit';
  if (!keeps(limit, extreme)) return 'over';
  return hasUnseen(buckets) ? 'not-enough-data' : 'met';
}
