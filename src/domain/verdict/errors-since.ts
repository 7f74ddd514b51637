import { keeps, sayLimit, type Limit } from '../plan/limit.ts';
import type { Criterion, Measure } from '../plan/plan.ts';
import type { SeriesResult } from '../series/series.ts';
import { sayDuration } from '../time/duration.ts';
import { minute, type EpochMs, type Ms } from '../time/time.ts';
import { bucketsBetween } from './buckets-between.ts';
import type { JudgeInput } from './judge-stage.ts';
import { limitAt } from './limit-at.ts';
import { criteriaOf } from './required-signals.ts';
import { sayCount, sayShare } from './say-value.ts';

/** What the roll-back limits say of the newest minutes after a roll back. */
export interface ErrorsSince {
  /** Still over their limits: the roll back has not mended them. */
  readonly still: readonly string[];
  /** Not to be told yet: too little has been seen since the toggles showed the change. Each says what is missing. */
  readonly waiting: readonly string[];
  /** Back inside, or not to be seen; each says which. */
  readonly rest: readonly string[];
}

/** Errors of so long are looked at: those from before the toggle reached everyone say nothing of the roll back. */
const looked: Ms = 5 * minute;

/** Fewer complete buckets than this show nothing: one quiet minute is chance, and the toggle may have reached half by then. */
const fewest = 3;

/** A source that has told nothing for so long after a roll back is not waited for any longer. */
const longestWait = 30 * minute;

/** Nothing newer than this, beyond what the source always lacks, and nobody can say how it stands now. */
const lateAfter: Ms = 10 * minute;

/**
 * Counts per roll-back limit in the newest complete minutes since the toggles showed the roll back. A limit is back inside
 * only by three complete buckets or more. Limits against a baseline are left out.
 */
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
    still: textsOf(said, 'over'),
    waiting: textsOf(said, 'waiting'),
    rest: textsOf(said, 'rest'),
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
  readonly says: 'over' | 'waiting' | 'rest';
}

function textsOf(said: readonly SaidOne[], says: SaidOne['says']): readonly string[] {
  return said.flatMap((one) => (one.says === says ? [one.text] : []));
}

function sayOne({ label }: Criterion, limit: Limit, { events, of, inverse }: Counted, seen: Seen): SaidOne {
  const bad = newestSum(events, seen);
  const all = of === null ? bad : newestSum(of, seen);
  if (bad === null || all === null) {
    return {
      text: `${label}: not seen since.`,
      says: seen.now - seen.after < longestWait ? 'waiting' : 'rest',
    };
  }
  const buckets = Math.min(bad.buckets, all.buckets);
  const now = sayCounts({ bad: bad.sum, all: of === null ? null : all.sum, inverse }, limit);
  if (now.isOver) return { text: sayNow(label, now.text, limit, true), says: 'over' };
  if (buckets < fewest) return { text: sayMissing(label, buckets, bad.width), says: 'waiting' };
  if (now.text === null) return { text: `${label}: no requests since.`, says: 'rest' };
  return { text: sayNow(label, now.text, limit, false), says: 'rest' };
}

interface Counts {
  readonly bad: number;
  /** `null` where the limit is no share. */
  readonly all: number | null;
  readonly inverse: boolean;
}

/** Counts in words, and whether they are over the limit; `null` words where there was nothing to count. */
function sayCounts(
  { bad, all, inverse }: Counts,
  limit: Limit,
): { readonly text: string; readonly isOver: boolean } | { readonly text: null; readonly isOver: false } {
  // "At least so many" is about a whole stage; the newest minutes alone can't keep it.
  if (all === null) return { text: sayCount(bad), isOver: isCeiling(limit) && !keeps(limit, bad) };
  if (all === 0) return { text: null, isOver: false };
  const share = bad / all;
  const text = `${sayCount(bad)} of ${sayCount(all)} (${sayShare(share)})`;
  return { text, isOver: !keeps(limit, inverse ? 1 - share : share) };
}

function sayMissing(label: string, buckets: number, width: Ms): string {
  return `${label}: too early to tell. ${buckets} of ${fewest} complete readings of ${sayDuration(width)} since the toggles showed it.`;
}

function isCeiling({ comparator }: Limit): boolean {
  return comparator === '<' || comparator === '<=' || comparator === '=';
}

function sayNow(label: string, counts: string, limit: Limit, isOver: boolean): string {
  return `${label} ${isOver ? 'is still over its limit' : 'is back inside its limit'}: ${counts} in the last minutes; limit ${sayLimit(limit)}.`;
}

interface Sum {
  readonly sum: number;
  readonly buckets: number;
  readonly width: Ms;
}

/** What fell in the newest complete buckets after an instant; `null` where one is unknown, or they are old. */
function newestSum(signal: string, { series, after, now }: Seen): Sum | null {
  const result = series.get(signal);
  if (result === undefined || (result.status !== 'ok' && result.status !== 'partial')) return null;
  const { data } = result;
  const { completeThrough, width } = data;
  const late = Math.max(lateAfter, 2 * width);
  if (completeThrough === null || completeThrough < now - data.assumedLag - late) return null;
  const since = Math.max(after, completeThrough - Math.max(looked, fewest * width));
  const values = bucketsBetween(data, since, completeThrough);
  const known = values.filter((value) => value !== null);
  if (known.length < values.length) return null;
  return { sum: known.reduce((total, value) => total + value, 0), buckets: known.length, width };
}
