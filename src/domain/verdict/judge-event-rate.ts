import { keeps, sayLimit, type Limit } from '../plan/limit.ts';
import { countEvidence } from '../stats/count-evidence.ts';
import { sayDuration } from '../time/duration.ts';
import type { Ms } from '../time/time.ts';
import { hasGaps, type Buckets } from './basis.ts';
import type { Reading } from './reading.ts';
import { draft, levelsOf, sayProvenance, type CriterionContext } from './reading-draft.ts';
import { stateFrom } from './reading-state.ts';
import { sayCount } from './say-value.ts';
import { usableColumns } from './share-columns.ts';

/** Judges a count that has no denominator against an average rate: "fewer than 3 per hour" (M2p, statistics §3.3). */
export function judgeEventRate(context: CriterionContext, buckets: Buckets, limit: Limit, per: Ms): Reading {
  const [counts = []] = buckets.columns;
  const { columns, lookAt } = usableColumns([counts], buckets);
  const [x = new Float64Array(0)] = columns;
  const base: Reading = {
    ...draft(context, 'no-data', 'No bucket of this stage has a value.'),
    window: buckets.window,
    judgedThrough: buckets.window.to,
    source: buckets.source,
  };
  if (x.length === 0) return base;
  const events = x.reduce((sum, n) => sum + n, 0);
  const time = x.length * buckets.width;
  const rate = (events * per) / time;
  const each = (limit.value * buckets.width) / per;
  const evidence = countEvidence({
    ...levelsOf(context, buckets.width, lookAt),
    x,
    allowed: x.map(() => each),
    id: context.criterion.id,
    memo: context.memo,
  });
  const { range } = evidence;
  const shown = range === null ? null : { low: range.low * limit.value, high: range.high * limit.value };
  const likely = shown === null ? '' : ` (likely ${sayRate(shown.low)} to ${sayRate(shown.high)})`;
  return {
    ...base,
    state: stateFrom({
      evidence,
      inside: keeps(limit, rate),
      room: limit.value === 0 ? 1 : (limit.value - rate) / limit.value,
      gaps: hasGaps(buckets),
      before: context.before,
    }),
    value: rate,
    counts: { events, of: null, measured: buckets.measured, expected: buckets.expected },
    range: shown,
    logEvidence: evidence.logBadMax,
    evidence: `${sayCount(events)} in ${sayDuration(time)}, ${sayRate(rate)} per ${sayDuration(per).replace(/^1 /, '')}${likely}. Limit: ${sayLimit(limit)}. ${sayProvenance(buckets, context)}`,
  };
}

function sayRate(rate: number): string {
  return sayCount(Number(rate.toPrecision(2)));
}
