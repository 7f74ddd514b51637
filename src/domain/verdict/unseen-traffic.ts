import type { TrafficReading } from './traffic-reading.ts';

/** A split that nobody has looked at again: what did not match stays so, and what did match is known no more. */
export function unseenTraffic(reading: TrafficReading): TrafficReading {
  const { state, evidence } = reading;
  if (state !== 'matches' && state !== 'not-enough-data') return reading;
  return { ...reading, state: 'stale', evidence: `Nothing newer is known. Last known: ${evidence}` };
}
