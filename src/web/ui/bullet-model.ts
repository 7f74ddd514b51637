import type { Reading } from '#domain/verdict/reading.ts';

/** Where the parts of a bullet bar stand, as shares of its length. */
export interface BulletModel {
  readonly value: number;
  readonly limit: number;
  /** Which side of the limit is inside it. */
  readonly inside: 'below' | 'above';
  /** The likely range, cut off at the end of the scale; `null` where none can be given. */
  readonly range: { readonly low: number; readonly high: number; readonly isCut: boolean } | null;
  /** The worst of the stage, where it is another than the value. */
  readonly worst: number | null;
}

/**
 * Value, limit, likely range and worst of a reading on one linear scale from zero (S. Few, Bullet Graph Design
 * Specification). `null` where there is no value, no limit, or a limit of zero, which leaves no scale.
 */
export function bulletModel(reading: Reading): BulletModel | null {
  const { limit, range } = reading;
  const values = valuesOf(reading);
  if (limit === null || limit.per !== undefined || values === null) return null;
  const { now, worst } = values;
  const highest = Math.max(2 * limit.value, 1.1 * now, 1.1 * (worst ?? 0));
  const top = reading.unit === 'share' ? Math.min(1, highest) : highest;
  if (!(top > 0)) return null;
  const on = (n: number): number => Math.min(1, Math.max(0, n / top));
  return {
    value: on(now),
    limit: on(limit.value),
    inside: limit.comparator.startsWith('>') ? 'above' : 'below',
    range: range === null ? null : { low: on(range.low), high: on(range.high), isCut: range.high > top },
    worst: worst === null || worst === now ? null : on(worst),
  };
}

/** Of a limit in any so many minutes the value is the worst window, and the newest stands beside it. */
function valuesOf(reading: Reading): { readonly now: number; readonly worst: number | null } | null {
  const { value, latest, worst } = reading;
  if (value === null) return null;
  const isWindowed = (reading.limit?.within ?? null) !== null;
  return isWindowed
    ? { now: latest ?? value, worst: worst?.value ?? value }
    : { now: value, worst: worst?.value ?? null };
}
