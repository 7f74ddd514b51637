import type { Limit } from '../plan/limit.ts';
import { sayLimitValue } from '../plan/limit.ts';
import { second } from '../time/time.ts';
import type { ValueUnit } from './reading.ts';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A whole number with thousands separated: "12,430". */
export function sayCount(n: number): string {
  return Number.isInteger(n) ? grouped.format(n) : String(Number(n.toPrecision(4)));
}

/** A share as a percentage: one decimal, two below 1 % so that 0.04 % does not read as 0. */
export function sayShare(share: number): string {
  const percent = share * 100;
  if (percent === 0) return '0%';
  if (percent === 100) return '100%';
  if (percent > 99 && percent < 100) return `${trim(percent.toFixed(2))}%`;
  return `${trim(percent.toFixed(percent < 1 ? 2 : 1))}%`;
}

/** Milliseconds below a second, seconds with two decimals from there. */
export function sayMs(ms: number): string {
  return ms >= second ? `${trim((ms / second).toFixed(2))} s` : `${trim(ms.toFixed(ms < 10 ? 1 : 0))} ms`;
}

/** A value in its own unit. */
export function sayValue(value: number, unit: ValueUnit): string {
  switch (unit) {
    case 'share':
      return sayShare(value);
    case 'ms':
      return sayMs(value);
    case 'count':
      return sayCount(value);
    case 'ratio':
      return `${trim(value.toFixed(2))} times`;
  }
}

/** "likely 6.5% to 18.0%". */
export function sayRange(range: { readonly low: number; readonly high: number }, unit: ValueUnit): string {
  // "0.94 to 1.34 times": a ratio says its unit once.
  const low = unit === 'ratio' ? trim(range.low.toFixed(2)) : sayValue(range.low, unit);
  return `likely ${low} to ${sayValue(range.high, unit)}`;
}

/** How much room a value leaves under its limit, or by how much it is over, in words: "Room: 0.6 points". */
export function sayMargin(limit: Limit, value: number): string {
  const upper = limit.comparator === '<' || limit.comparator === '<=' || limit.comparator === '=';
  const room = upper ? limit.value - value : value - limit.value;
  const size = Math.abs(room);
  const word = room >= 0 ? 'Room' : 'Over by';
  const amount =
    limit.unit === '%'
      ? `${trim((size * 100).toFixed(size < 0.01 ? 2 : 1))} points`
      : sayLimitValue({ ...limit, value: Number(size.toPrecision(3)) });
  return room >= 0 ? `${word}: ${amount}` : `${word} ${amount}`;
}

function trim(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A source's name at the start of a sentence and within one: "Prometheus". */
export function saySource(source: string): string {
  return source.charAt(0).toUpperCase() + source.slice(1);
}
