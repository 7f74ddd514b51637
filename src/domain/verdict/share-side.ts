import { isUpper, type Limit } from '../plan/limit.ts';
import type { Range } from '../stats/exact-binomial.ts';
import { complement, type ShareBuckets } from './share-columns.ts';

/** A limit from above or from below, turned so that what is judged is always the share of bad events. */
export interface ShareSide {
  /** Events as the plan states them, out of `n`, from the bad ones. */
  readonly events: (bad: number, n: number) => number;
  /** Bad events per bucket. */
  readonly bad: readonly (number | null)[];
  /** The limit as an upper bound on their share. */
  readonly p0: number;
  /** The share as the plan states it, from that of the bad ones; and back. */
  readonly turn: (share: number) => number;
  readonly turnRange: (range: Range | null) => Range | null;
  /** How far inside the limit a value lies, as a part of the room it leaves. */
  readonly room: (value: number) => number;
}

/** "Success > 95 %" and "failure < 5 %" are one and the same rule. */
export function sideOf(share: ShareBuckets, limit: Limit): ShareSide {
  const from = limit.value;
  if (isUpper(limit))
    return {
      events: (bad) => bad,
      bad: share.events,
      p0: from,
      turn: (value) => value,
      turnRange: (range) => range,
      room: (value) => Math.abs(from - value) / from,
    };
  return {
    events: (bad, n) => n - bad,
    bad: complement(share),
    p0: 1 - from,
    turn: (value) => 1 - value,
    turnRange: (range) => (range === null ? null : { low: 1 - range.high, high: 1 - range.low }),
    room: (value) => Math.abs(from - value) / (1 - from),
  };
}
