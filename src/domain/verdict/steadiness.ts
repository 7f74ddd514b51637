import { batchRatio, type BatchCounts } from '../stats/batch-ratio.ts';
import type { Range } from '../stats/exact-binomial.ts';
import { sayCount, sayShare, sayValue } from './say-value.ts';

/** What one stage contributes to "constant across batches?". */
export interface Batch {
  readonly label: string;
  /** Bad events out of trials; `null` for an average. */
  readonly counts: BatchCounts | null;
  /** An average in milliseconds and its likely range; `null` for a rate, and while no range can be given. */
  readonly average: { readonly value: number; readonly range: Range } | null;
  /** The run is over: its numbers are looked at once. */
  readonly isOver: boolean;
}

/** Whether a criterion stayed the same from stage to stage, as far as the data tell. */
export interface Steadiness {
  readonly answer: 'constant' | 'not constant' | 'cannot tell';
  readonly said: string;
}

interface Pair {
  readonly before: Batch;
  readonly after: Batch;
  readonly range: Range | null;
}

/** Chance of a wrong answer, over all pairs of stages together. */
const alpha = 0.05;

/**
 * Answers "constant across batches?". Every stage is compared with every earlier one, so that neither a jump nor a slow drift
 * is missed, and alpha is shared over the pairs (Bonferroni). Constant needs every pair shown to be within the tolerance, up
 * and down; not constant needs one pair shown to be beyond it. Anything else is that it can't be told: few people are no proof.
 */
export function steadinessOf(batches: readonly Batch[], tolerance: number): Steadiness {
  const usable = batches.filter((one) => (one.counts?.trials ?? 0) > 0 || one.average !== null);
  const left = batches.filter((one) => !usable.includes(one)).map((one) => one.label);
  const without = left.length === 0 ? '' : ` Without ${left.join(', ')}: nothing to compare.`;
  if (usable.length < 2)
    return {
      answer: 'cannot tell',
      said: `Can’t tell: it takes two stages with numbers, and there ${usable.length === 1 ? 'is one' : 'are none'}.${without}`,
    };
  if (usable.every((one) => one.counts?.events === 0))
    return {
      answer: 'cannot tell',
      said: `Can’t tell: there was no event in any stage, so there is no rate to compare.${without}`,
    };
  const pairs = pairsOf(usable);
  const shown = pairs.filter(
    ({ range }) => range !== null && (range.low > tolerance || range.high < 1 / tolerance),
  );
  const [worst] = shown.toSorted((a, b) => distance(b.range) - distance(a.range));
  if (worst !== undefined) {
    const rose = (worst.range?.low ?? 0) > tolerance;
    return {
      answer: 'not constant',
      said: `Not constant: it ${rose ? 'rose' : 'fell'}. ${sayPair(worst)}${without}`,
    };
  }
  const open = pairs.filter(
    ({ range }) => range === null || range.high > tolerance || range.low < 1 / tolerance,
  );
  const within = `${Number(tolerance.toFixed(2))} times`;
  // Of those that are open the one that says most: the widest that has both ends.
  const [widest] = open.toSorted((a, b) => told(b.range) - told(a.range));
  if (widest !== undefined)
    return {
      answer: 'cannot tell',
      said: `Can’t tell: too few to show that it stayed within ${within}, or that it did not. ${sayPair(widest)}${without}`,
    };
  if (left.length > 0)
    return {
      answer: 'cannot tell',
      said: `Can’t tell for all stages. The others stayed within ${within}.${without}`,
    };
  const [closest] = pairs.toSorted((a, b) => width(b.range) - width(a.range));
  return {
    answer: 'constant',
    said: `Constant within ${within}. ${closest === undefined ? '' : sayPair(closest)}`.trim(),
  };
}

function pairsOf(batches: readonly Batch[]): readonly Pair[] {
  const count = (batches.length * (batches.length - 1)) / 2;
  return batches.flatMap((before, i) =>
    batches.slice(i + 1).map((after) => ({ before, after, range: ratioOf(before, after, alpha / count) })),
  );
}

/** Averages come with ranges that hold at every look: much wider than one look would need, they leave room for the pairs. */
function ratioOf(before: Batch, after: Batch, level: number): Range | null {
  if (before.counts !== null && after.counts !== null)
    return batchRatio(before.counts, after.counts, { once: before.isOver && after.isOver, alpha: level });
  const [earlier, later] = [before.average, after.average];
  if (earlier === null || later === null) return null;
  const high = earlier.range.low > 0 ? later.range.high / earlier.range.low : Infinity;
  return { low: earlier.range.high > 0 ? later.range.low / earlier.range.high : 0, high };
}

/** How far a range lies from "the same", in logarithms. */
function distance(range: Range | null): number {
  if (range === null) return 0;
  return range.low > 1 ? Math.log(range.low) : -Math.log(range.high);
}

function told(range: Range | null): number {
  const size = width(range);
  return size === Infinity ? -1 : size;
}

function width(range: Range | null): number {
  if (range === null || range.low <= 0 || range.high === Infinity) return Infinity;
  return Math.log(range.high / range.low);
}

/** "From Stage A, 4.2% (3 of 71), to Stage D, 11.4% (15 of 132): likely 0.9 to 10 times." */
function sayPair({ before, after, range }: Pair): string {
  const likely =
    range === null
      ? 'with no event in either, nothing can be said of the ratio'
      : `likely ${sayBound(range.low)} ${range.high === Infinity ? 'times or more, with no upper end' : `to ${sayBound(range.high)} times`}`;
  return `From ${sayBatch(before)} to ${sayBatch(after)}: ${likely}.`;
}

function sayBound(ratio: number): string {
  return String(Number(ratio >= 10 ? ratio.toPrecision(2) : ratio.toFixed(2)));
}

function sayBatch({ label, counts, average }: Batch): string {
  if (counts !== null)
    return `${label} (${sayCount(counts.events)} of ${sayCount(counts.trials)}, ${sayShare(counts.events / counts.trials)})`;
  return average === null ? label : `${label} (${sayValue(average.value, 'ms')})`;
}
