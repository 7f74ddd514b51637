import { TZDate } from '@date-fns/tz';
import type { EpochMs } from './time.ts';
import { isZone } from './zone.ts';

/** A time of every weekday in a zone. */
export interface WeekdayTime {
  readonly hour: number;
  readonly minute: number;
  readonly zone: string;
}

/** Reads "09:00 America/New_York". @returns `undefined` for anything else. */
export function parseWeekdayTime(text: string): WeekdayTime | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)\s+(\S+)$/.exec(text.trim());
  if (match === null) return undefined;
  const [, hour, minute, zone = ''] = match;
  return isZone(zone) ? { hour: Number(hour), minute: Number(minute), zone } : undefined;
}

/** That time on the day an instant lies in; `null` at the weekend. */
export function onThisWeekday({ hour, minute, zone }: WeekdayTime, at: EpochMs): EpochMs | null {
  const local = new TZDate(at, zone);
  if (local.getDay() === 0 || local.getDay() === 6) return null;
  local.setHours(hour, minute, 0, 0);
  return local.getTime();
}
