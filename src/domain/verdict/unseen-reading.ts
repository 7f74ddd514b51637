import type { Reading } from './reading.ts';

/** A reading that can no longer be taken for what is so now: its value stays to be read with its time, and counts nowhere. */
export function unseenReading(reading: Reading, state: 'stale' | 'source-error'): Reading {
  const { value, judgedThrough, last } = reading;
  const known = last ?? (value === null || judgedThrough === null ? null : { value, at: judgedThrough });
  return {
    ...reading,
    state,
    value: null,
    latest: null,
    range: null,
    more: null,
    counts: { events: null, of: null, measured: 0, expected: 0 },
    last: known,
  };
}
