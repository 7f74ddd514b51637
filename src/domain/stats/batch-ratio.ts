import { shareSequence } from './confidence-sequence.ts';
import { clopperPearson, type Range } from './exact-binomial.ts';

/** Events out of trials of one batch. */
export interface BatchCounts {
  readonly events: number;
  readonly trials: number;
}

/**
 * Likely range of how many times the rate of `before` the rate of `after` is. Given all events of the two, how many fall in
 * the later batch is binomial (conditional test, statistics §3.2): the range of that share, turned into odds. Neither rate is
 * taken as known. Requests are no Poisson counts, but vary less, so the range can only be too wide.
 *
 * `once` where both batches are over, so that this is one exact look; otherwise the range holds at every look.
 * Its upper end is infinite where the earlier batch had no event.
 * @returns `null` where a batch has no trials, or neither has an event: then nothing bounds the ratio.
 */
export function batchRatio(
  before: BatchCounts,
  after: BatchCounts,
  { once, alpha }: { readonly once: boolean; readonly alpha: number },
): Range | null {
  const events = before.events + after.events;
  if (!(before.trials > 0 && after.trials > 0) || events === 0) return null;
  const even = after.trials / (before.trials + after.trials);
  const share = once
    ? clopperPearson(after.events, events, alpha)
    : shareSequence(after.events, events, even, alpha);
  const odds = (p: number): number => (p >= 1 ? Infinity : (p / (1 - p)) * ((1 - even) / even));
  return { low: odds(share.low), high: odds(share.high) };
}
