import type { EpochMs } from './time.ts';
import { keptByZone, localDay, sayDay, sayMonthDay, sayTime, utc, utcClock } from './zone.ts';

/** "2:41 p.m. ET (18:41 UTC)"; with UTC first "18:41 UTC (2:41 p.m. ET)". The second names its day where that is another. */
export function sayBoth(at: EpochMs, shown: string, plan: string): string {
  const other = shown === utc ? plan : utc;
  if (other === shown) return sayClock(at, shown);
  const isOtherDay = localDay(at, shown) !== localDay(at, other);
  return `${sayClock(at, shown)} (${isOtherDay ? `${sayMonthDay(at, other)}, ` : ''}${sayClock(at, other)})`;
}

/** As above, with its day where that is not the day of `now`: "November 5, 2:41 p.m. ET (19:41 UTC)". */
export function sayBothOn(at: EpochMs, now: EpochMs, shown: string, plan: string): string {
  const isToday = localDay(at, shown) === localDay(now, shown);
  return `${isToday ? '' : `${sayMonthDay(at, shown)}, `}${sayBoth(at, shown, plan)}`;
}

/** "Tuesday, November 5, 2024, 2:41 p.m. ET (19:41 UTC)": readable a month later, in the reader's zone first. */
export function sayInstantIn(at: EpochMs, shown: string, plan: string): string {
  return `${sayDay(at, shown)}, ${sayBoth(at, shown, plan)}`;
}

/** "2:41 p.m. ET", and on the 24-hour clock in UTC: "18:41 UTC". */
export function sayClock(at: EpochMs, zone: string): string {
  return zone === utc ? `${utcClock(at)} UTC` : sayTime(at, zone);
}

const shortDay = keptByZone({ month: 'short', day: 'numeric' });

/** "Nov 5", as a chart's axis has room for. */
export function sayShortDay(at: EpochMs, zone: string): string {
  return shortDay(zone).format(at);
}

const spoken: Readonly<Record<string, string>> = {
  'America/New_York': 'Eastern time',
  'America/Chicago': 'Central time',
  'America/Denver': 'Mountain time',
  'America/Los_Angeles': 'Pacific time',
  UTC: 'UTC',
};

/** "Eastern time": a zone as it is spoken, never "ET" letter by letter. */
export function speakZone(zone: string): string {
  return spoken[zone] ?? zone;
}

/** A text that names zones by their short names, as it is spoken. */
export function speakZones(text: string): string {
  return text
    .replace(/\bET\b/g, 'Eastern time')
    .replace(/\bCT\b/g, 'Central time')
    .replace(/\bMT\b/g, 'Mountain time')
    .replace(/\bPT\b/g, 'Pacific time');
}
