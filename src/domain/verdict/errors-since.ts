import { keeps, sayLimit, type Limit } from '../plan/limit.ts';
import type { Criterion, Measure } from '../plan/plan.ts';
import type { SeriesResult } from '../series/series.ts';
import { minute, type EpochMs, type Ms } from '../time/time.ts';
import { bucketsBetween } from './buckets-between.ts';
import type { JudgeInput } from './judge-stage.ts';
import { limitAt } from './reading-draft.ts';
import { criteriaOf } from './required-signals.ts';
import { sayCount, sayShare } from './say-value.ts';

/** What the roll-back limits say of the newest minutes after a roll back. */
export interface ErrorsSince {
  /** Still over their limits: the roll back has not mended them. */
  readonly still: readonly string[];
  /** Back inside, or not to be seen; each says which. */
  readonly rest: readonly string[];
}

/** Errors of so long are looked at: those from before the toggle reached everyone say nothing of the roll back. */
const looked: Ms = 5 * minute;

/** Nothing newer than this, beyond what the source always lacks, and nobody can say how it stands now. */
const lateAfter: Ms = 10 * minute;

/** Counts per roll-back limit in the newest complete minutes since an instant. Limits against a baseline are left out. */
export function errorsSince(
  { plan, stage, series, now }: Pick<JudgeInput, 'plan' | 'stage' | 'series' | 'now'>,
  after: EpochMs,
): ErrorsSince {
  const seen = { series, after, now };
  const said = criteriaOf(plan, stage).flatMap((criterion) => {
    const limit = limitAt(criterion, stage);
    if (criterion.breach !== 'roll back' || criterion.watch || limit === null) return [];
    const counted = countedBy(criterion);
    return counted === null ? [] : [sayOne(criterion, limit, counted, seen)];
  });
  return {
    still: said.flatMap((one) => (one.isOver ? [one.text] : [])),
    rest: said.flatMap((one) => (one.isOver ? [] : [one.text])),
  };
}

/** Bad events, and all there were where the limit is a share; `inverse` where the limit is about the good ones. */
interface Counted {
  readonly events: string;
  readonly of: string | null;
  readonly inverse: boolean;
}

function countedBy({ measure, baseline }: Criterion): Counted | null {
  if (baseline !== null) return null;
  return countedIn(measure);
}

function countedIn(measure: Measure): Counted | null {
  switch (measure.kind) {
    case 'ratio':
      return { events: measure.numerator, of: measure.denominator, inverse: false };
    case 'uptime':
      return { events: measure.failed, of: measure.of, inverse: true };
    case 'count':
    case 'never':
      return { events: measure.signal, of: null, inverse: false };
    case 'average':
    case 'max':
    case 'slower':
    case 'downtime':
    case 'classes':
    case 'new-issues':
    case 'ask':
      return null;
  }
}

interface Seen {
  readonly series: ReadonlyMap<string, SeriesResult>;
  readonly after: EpochMs;
  readonly now: EpochMs;
}

interface SaidOne {
  readonly text: string;
  readonly isOver: boolean;
}

function sayOne({ label }: Criterion, limit: Limit, { events, of, inverse }: Counted, seen: Seen): SaidOne {
  const bad = newestSum(events, seen);
  const all = of === null ? null : newestSum(of, seen);
  if (bad === null || (of !== null && all === null))
    return { text: `${label}: not seen since.`, isOver: false };
  if (all === null) {
    // "At least so many" is about a whole stage; the newest minutes alone can't keep it.
    const isOver = isCeiling(limit) && !keeps(limit, bad);
    return { text: sayNow(label, sayCount(bad), limit, isOver), isOver };
  }
  if (all === 0) return { text: `${label}: no requests since.`, isOver: false };
  const share = bad / all;
  const isOver = !keeps(limit, inverse ? 1 - share : share);
  const counts = `${sayCount(bad)} of ${sayCount(all)} (${sayShare(share)})`;
  return { text: sayNow(label, counts, limit, isOver), isOver };
}

function isCeiling({ comparator }: Limit): boolean {
  return comparator === '<' || comparator === '<=' || comparator === '=';
}

function sayNow(label: string, counts: string, limit: Limit, isOver: boolean): string {
  return `${label} ${isOver ? 'is still over its limit' : 'is back inside its limit'}: ${counts} in the last minutes; limit ${sayLimit(limit)}.`;
}

/** What fell in the newest complete minutes after an instant; `null` while there are none, one is unknown, or they are old. */
function newestSum(signal: string, { series, after, now }: Seen): number | null {
  const result = series.get(signal);
  if (result === undefined || (result.status !== 'ok' && result.status !== 'partial')) return null;
  const { data } = result;
  if (data.completeThrough === null || data.completeThrough < now - data.assumedLag - lateAfter) return null;
  const since = Math.max(after, data.completeThrough - looked);
  const values = bucketsBetween(data, since, data.completeThrough);
  const known = values.filter((value) => value !== null);
  if (known.length === 0 || known.length < values.length) return null;
  return known.reduce((total, value) => total + value, 0);
}
