import { minute, type EpochMs, type Ms, type Window } from '#domain/time/time.ts';

/** A judgement may come so much later than what it found: sources lag, and long stages are judged every five minutes. */
const lag: Ms = 10 * minute;

/**
 * The first instant at which a judgement was kept that could see a stretch of buckets: within it, or soon after.
 * @returns `null` where none was: an address of another time would show the stage without it.
 */
export function keptOf({ from, to }: Window, width: Ms, kept: readonly EpochMs[]): EpochMs | null {
  return kept.find((at) => at >= from && at <= to + Math.max(lag, width)) ?? null;
}
