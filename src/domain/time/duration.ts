import { day, hour, minute, second, type Ms } from './time.ts';

const units: Readonly<Record<string, Ms>> = {
  ms: 1,
  s: second,
  sec: second,
  second: second,
  m: minute,
  min: minute,
  minute: minute,
  h: hour,
  hr: hour,
  hour: hour,
  d: day,
  day: day,
  w: 7 * day,
  wk: 7 * day,
  week: 7 * day,
};

/**
 * Reads a length of time such as `10m`, `2 hours` or `1d 12h`.
 * @returns milliseconds, or `undefined` when any part of the text is not a length of fixed units.
 */
export function parseDuration(text: string): Ms | undefined {
  const trimmed = text.trim();
  if (!/^(?:\d+(?:\.\d+)?\s*[a-zA-Z]+\s*)+$/.test(trimmed)) return undefined;
  let total = 0;
  for (const part of trimmed.matchAll(/(\d+(?:\.\d+)?)\s*([a-zA-Z]+)/g)) {
    const unit = part[2]?.toLowerCase() ?? '';
    const size = units[unit] ?? units[unit.replace(/s$/, '')];
    if (size === undefined) return undefined;
    total += Number(part[1]) * size;
  }
  return total;
}

/** Says a length of time in whole words, largest unit first: "1 hour 30 minutes". At most two units. */
export function sayDuration(length: Ms): string {
  const parts: string[] = [];
  let rest = Math.max(0, Math.round(length / second) * second);
  for (const [name, size] of [
    ['day', day],
    ['hour', hour],
    ['minute', minute],
    ['second', second],
  ] as const) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0) parts.push(`${n} ${name}${n === 1 ? '' : 's'}`);
  }
  return parts.length === 0 ? 'less than a second' : parts.slice(0, 2).join(' ');
}
