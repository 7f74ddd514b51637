import { isUpper, keeps, sayLimit, type Limit } from '../plan/limit.ts';
import { hasGaps, type Buckets } from './basis.ts';
import { meanSequence } from '../stats/mean-sequence.ts';
import type { Reading, ReadingState } from './reading.ts';
import { draft, sayProvenance, type CriterionContext } from './reading-draft.ts';
import { sayCount, sayMs, sayRange } from './say-value.ts';

/**
 * Judges an average over the stage against a limit, from per-bucket averages weighted by requests where a weight is bound.
 * Decided by a confidence sequence of the mean (statistics §3.4.3), valid at every look; until it has enough batches
 * of buckets it says Not enough data.
 */
export function judgeAverage(context: CriterionContext, buckets: Buckets, limit: Limit | null): Reading {
  const rows = rowsOf(buckets);
  const weight = rows.reduce((sum, row) => sum + row.n, 0);
  const base: Reading = {
    ...draft(context, 'no-traffic', 'No bucket with a value and traffic in this stage.'),
    counts: {
      events: null,
      of: buckets.columns.length > 1 ? weight : null,
      measured: buckets.measured,
      expected: buckets.expected,
    },
    window: buckets.window,
    judgedThrough: buckets.window.to,
    source: buckets.source,
  };
  if (rows.length === 0 || weight === 0) return base;
  const mean = rows.reduce((sum, row) => sum + row.n * row.mean, 0) / weight;
  const sequence = meanSequence({
    rows,
    plannedBuckets:
      context.run.length === null ? null : Math.max(1, Math.ceil(context.run.length / buckets.width)),
    alpha: 0.01 / context.sharedOver,
  });
  const shown = meanSequence({ rows, plannedBuckets: null, alpha: 0.05 });
  const filled: Reading = {
    ...base,
    state: stateOf(context, buckets, limit, mean, sequence),
    value: mean,
    latest: rows.at(-1)?.mean ?? null,
    range: shown,
  };
  const likely = shown === null ? '' : `; ${sayRange(shown, 'ms')}`;
  const of =
    filled.counts.of === null ? `${sayCount(rows.length)} buckets` : `${sayCount(filled.counts.of)} requests`;
  const rule = limit === null ? 'No limit to judge it by.' : `Limit: ${sayLimit(limit)}.`;
  return {
    ...filled,
    evidence: `Average ${sayMs(mean)} over ${of}${likely}. ${rule} ${sayProvenance(buckets, context)}`,
  };
}

function rowsOf(buckets: Buckets): readonly { readonly mean: number; readonly n: number }[] {
  const [means = [], weights] = buckets.columns;
  return means.flatMap((mean, i) => {
    const n = weights === undefined ? 1 : weights[i];
    return mean === null || n === null || n === undefined || n === 0 ? [] : [{ mean, n }];
  });
}

function stateOf(
  context: CriterionContext,
  buckets: Buckets,
  limit: Limit | null,
  mean: number,
  sequence: { readonly low: number; readonly high: number } | null,
): ReadingState {
  if (context.criterion.watch) return 'watched';
  if (limit === null) return 'no-limit';
  const inside = keeps(limit, mean);
  if (sequence === null) return inside ? 'not-enough-data' : 'over-not-certain';
  const upper = isUpper(limit);
  const allOutside = upper ? sequence.low > limit.value : sequence.high < limit.value;
  const allInside = upper ? sequence.high < limit.value : sequence.low > limit.value;
  if (allOutside) return 'over';
  if (!inside) return 'over-not-certain';
  if (!allInside || hasGaps(buckets)) return 'not-enough-data';
  return Math.abs(limit.value - mean) < 0.1 * limit.value ? 'close' : 'met';
}
