import { sayLimit } from '../plan/limit.ts';
import type { Reading } from './reading.ts';
import { sayMargin, sayValue } from './say-value.ts';

/** "Average latency: 4.7 s, limit under 5 s. Room: 0.3 s." */
export function sayReadingNow({ label, value, unit, limit }: Reading): string {
  if (value === null) return `${label}: not measured.`;
  if (limit === null) return `${label}: ${sayValue(value, unit)}, no limit.`;
  return `${label}: ${sayValue(value, unit)}, limit ${sayLimit(limit)}. ${sayMargin(limit, value)}.`;
}
