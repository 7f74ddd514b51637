import { isWithin, parseDayHours, type DayHours } from '#domain/time/day-hours.ts';
import { day, minute, type EpochMs } from '#domain/time/time.ts';
import { isZone } from '#domain/time/zone.ts';

/** Hours in which nobody is told what can wait. A roll back and Can't tell never wait. */
export interface QuietHours {
  readonly hours: DayHours;
  readonly zone: string;
}

/** Reads "22:00-06:00 America/New_York". */
export function parseQuietHours(text: string): QuietHours | undefined {
  const match = /^(.+)\s+(\S+)$/.exec(text.trim());
  const hours = parseDayHours(match?.[1] ?? '');
  const zone = match?.[2] ?? '';
  return hours !== undefined && isZone(zone) ? { hours, zone } : undefined;
}

/** The instant from which people may be told again, to the minute; now where it is not quiet. */
export function endOfQuiet(quiet: QuietHours | null, now: EpochMs): EpochMs {
  if (quiet === null || !isWithin(quiet.hours, now, quiet.zone)) return now;
  const first = Math.floor(now / minute) * minute;
  for (let at = first; at <= first + 7 * day; at += minute)
    if (!isWithin(quiet.hours, at, quiet.zone)) return at;
  return now;
}
