import { TZDate } from '@date-fns/tz';
import type { EpochMs } from './time.ts';

/** UTC as a zone of its own: what logs are written in. */
export const utc = 'UTC';

/** True where the runtime knows `zone` as an IANA time zone. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).format(0) !== '';
  } catch {
    return false;
  }
}

/**
 * Reads a wall-clock time of a plan ("2025-07-21 09:00", or a date alone for midnight) in `zone`.
 * An explicit offset or Z wins over the zone.
 * @returns UTC milliseconds, or `undefined` when the text is no such time. A year is never invented.
 */
export function parseLocalTime(text: string, zone: string): EpochMs | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?(Z|[+-]\d{2}:\d{2})?$/.exec(
    text.trim(),
  );
  if (match === null) return undefined;
  const [year = 0, month = 0, date = 0, h = 0, m = 0, s = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (!isCalendarTime(year, month, date, h, m, s)) return undefined;
  const offset = match[7];
  if (offset !== undefined) {
    const at = Date.parse(`${match[1]}-${match[2]}-${match[3]}T${pad(h)}:${pad(m)}:${pad(s)}${offset}`);
    return Number.isNaN(at) ? undefined : at;
  }
  return new TZDate(year, month - 1, date, h, m, s, 0, zone).getTime();
}

function isCalendarTime(year: number, month: number, date: number, h: number, m: number, s: number): boolean {
  const isDate = month >= 1 && month <= 12 && new Date(Date.UTC(year, month - 1, date)).getUTCDate() === date;
  return isDate && h <= 23 && m <= 59 && s <= 59;
}

function pad(n: number): string {
  return String(n).padStart(2, '0');
}

const shortZones: Readonly<Record<string, string>> = {
  'America/New_York': 'ET',
  'America/Chicago': 'CT',
  'America/Denver': 'MT',
  'America/Los_Angeles': 'PT',
  UTC: 'UTC',
};

/** VA's short name for a zone ("ET", never EST or EDT); the IANA name where VA has none. */
function zoneName(zone: string): string {
  return shortZones[zone] ?? zone;
}

/** The same wall-clock time so many days earlier in `zone`, whatever its clocks did in between. */
export function daysBefore(at: EpochMs, days: number, zone: string): EpochMs {
  const local = new TZDate(at, zone);
  local.setDate(local.getDate() - days);
  return local.getTime();
}

/** "2:41 p.m. ET": VA style, minutes always, full stops. */
export function sayTime(at: EpochMs, zone: string): string {
  return `${clock(at, zone)} ${zoneName(zone)}`;
}

/**
 * "Tuesday, November 5, 2024, 2:41 p.m. ET (19:41 UTC)": the form that can be read a month later. In the evening UTC is a
 * day further, and says so: "Tuesday, November 5, 2024, 8:41 p.m. ET (November 6, 01:41 UTC)".
 */
export function sayInstant(at: EpochMs, zone: string): string {
  const there = localDay(at, zone) === localDay(at, utc) ? '' : `${sayMonthDay(at, utc)}, `;
  return `${sayDay(at, zone)}, ${sayTime(at, zone)} (${there}${utcClock(at)} UTC)`;
}

/** "Tuesday, November 5, 2024". */
export function sayDay(at: EpochMs, zone: string): string {
  return dayFormat(zone).format(at);
}

/** "November 5", where the year is no question. */
export function sayMonthDay(at: EpochMs, zone: string): string {
  return monthAndDay(zone).format(at);
}

/** "2025-07-21": the day it is in `zone`, as a plan writes it. */
export function localDay(at: EpochMs, zone: string): string {
  const local = new TZDate(at, zone);
  return `${String(local.getFullYear()).padStart(4, '0')}-${pad(local.getMonth() + 1)}-${pad(local.getDate())}`;
}

/** "19:41", in UTC. */
export function utcClock(at: EpochMs): string {
  return new Date(at).toISOString().slice(11, 16);
}

function clock(at: EpochMs, zone: string): string {
  return clockFormat(zone).format(at).replace(/\s/g, ' ').replace('AM', 'a.m.').replace('PM', 'p.m.');
}

interface FormatOptions {
  readonly hour?: 'numeric';
  readonly minute?: '2-digit';
  readonly hour12?: boolean;
  readonly dateStyle?: 'full';
  readonly month?: 'short' | 'long';
  readonly year?: 'numeric';
  readonly day?: 'numeric';
}

type Format = { format(at: EpochMs): string };

const clockFormat = keptByZone({ hour: 'numeric', minute: '2-digit', hour12: true });
const dayFormat = keptByZone({ dateStyle: 'full' });
const monthAndDay = keptByZone({ month: 'long', day: 'numeric' });

/** Making a format costs more than judging a criterion: one per zone is kept. */
export function keptByZone(options: FormatOptions): (zone: string) => Format {
  const formats = new Map<string, Format>();
  return (zone) => {
    const kept = formats.get(zone);
    if (kept !== undefined) return kept;
    const made = new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone });
    formats.set(zone, made);
    return made;
  };
}
