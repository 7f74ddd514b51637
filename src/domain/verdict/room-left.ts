import { isUpper } from '../plan/limit.ts';
import type { Reading } from './reading.ts';
import { roomUnder } from './reading-state.ts';

/**
 * How much of its limit a reading has left, 0 to 1, so that rows of different units compare: of "under 5%" what is left of
 * the 5, of "over 95%" what is left of the other 5. `null` where it has no value, no limit, or a limit of nothing.
 */
export function roomOf({ value, limit, unit }: Reading): number | null {
  if (value === null || limit === null) return null;
  if (unit === 'ratio') return roomUnder(limit.value, value);
  if (isUpper(limit)) return limit.value > 0 ? (limit.value - value) / limit.value : null;
  const whole = unit === 'share' ? 1 - limit.value : limit.value;
  return whole > 0 ? (value - limit.value) / whole : null;
}
