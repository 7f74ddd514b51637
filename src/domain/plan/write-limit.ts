import { sayDuration } from '../time/duration.ts';
import type { Limit } from './limit.ts';

/** A limit as the plan writes it: "< 5%", "< 10 in any 10 minutes". */
export function writeLimit(limit: Limit): string {
  const within = limit.within === null ? '' : ` in any ${sayDuration(limit.within)}`;
  const per = limit.per === undefined ? '' : ` per ${sayDuration(limit.per)}`;
  return `${limit.comparator} ${writeValue(limit)}${within}${per}`;
}

function writeValue({ value, unit }: Limit): string {
  if (unit === '%') return `${Number((value * 100).toPrecision(12))}%`;
  return unit === 'count' ? String(value) : `${value}${unit}`;
}
