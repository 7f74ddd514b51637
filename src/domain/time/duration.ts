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

const said = [
  ['day', day],
  ['hour', hour],
  ['minute', minute],
  ['second', second],
] as const;

/** Says a length of time in whole words: its largest unit and, where it is not zero, the next: "1 hour 30 minutes". */
export function sayDuration(length: Ms): string {
  const whole = Math.max(0, Math.round(length / second) * second);
  const first = said.findIndex(([, size]) => whole >= size);
  const [main, next] = said.slice(first === -1 ? said.length : first);
  if (main === undefined) return 'less than a second';
  const rest = whole % main[1];
  const small = next === undefined ? 0 : Math.floor(rest / next[1]);
  const tail = next === undefined || small === 0 ? '' : ` ${plural(small, next[0])}`;
  return `${plural(Math.floor(whole / main[1]), main[0])}${tail}`;
}

/** Time left, as a clock that is looked at says it: whole minutes, and seconds in the last five minutes. */
export function sayTimeLeft(left: Ms): string {
  const unit = left >= 5 * minute ? minute : second;
  return sayDuration(Math.floor(left / unit) * unit);
}

function plural(n: number, unit: string): string {
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}
