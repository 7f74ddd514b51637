import type { EpochMs } from '../time/time.ts';
import { sayInstant } from '../time/zone.ts';
import type { Reading, ReadingState } from './reading.ts';
import type { Latch, Verdict } from './verdict.ts';

/** A roll-back limit that is broken now, or that broke between two looks and is back inside. */
function isBroken(reading: Reading): boolean {
  return reading.state === 'over' || reading.state === 'broke-earlier';
}

/**
 * The roll-back limits that are broken or broke earlier in this run.
 * A latch outlives its data: a source that stops, or a value that comes back, never lifts it.
 */
export function latchesAfter(
  previous: Verdict | null,
  readings: readonly Reading[],
  now: EpochMs,
  zone: string,
): readonly Latch[] {
  const kept = previous?.latches ?? [];
  const renewed = kept.map((latch) => {
    const reading = readings.find((one) => one.criterion === latch.criterion);
    return reading?.state === 'over' ? { ...latch, evidence: reading.evidence } : latch;
  });
  const fresh = readings
    .filter((reading) => reading.breach === 'roll back' && reading.group !== 'watched' && isBroken(reading))
    .filter((reading) => kept.every((latch) => latch.criterion !== reading.criterion))
    .map((reading) => ({
      criterion: reading.criterion,
      since: now,
      reason: `${reading.label} broke its roll-back limit on ${sayInstant(now, zone)}.`,
      evidence: reading.evidence,
    }));
  return [...renewed, ...fresh];
}

/** States that would read as healthy if the reader did not know the limit broke before. */
const calm: ReadonlySet<ReadingState> = new Set(['met', 'close', 'not-enough-data', 'over-not-certain']);

/** A criterion that broke and has come back says so; one that can't be judged keeps saying that. */
export function markLatched(reading: Reading, latches: readonly Latch[]): Reading {
  const latched = latches.some((latch) => latch.criterion === reading.criterion);
  return latched && calm.has(reading.state) ? { ...reading, state: 'broke-earlier' } : reading;
}
