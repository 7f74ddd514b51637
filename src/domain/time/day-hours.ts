import { TZDate } from '@date-fns/tz';
import { day, minute, type EpochMs, type Ms } from './time.ts';

/** Hours of a day in a zone, on some weekdays; past midnight where the end is not after the start. */
export interface DayHours {
  /** 0 is Sunday. */
  readonly days: readonly number[];
  /** Since midnight. */
  readonly from: Ms;
  readonly to: Ms;
}

const names = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Reads "mon-fri 08:00-17:00" or "22:00-06:00", which is every day. @returns `undefined` for anything else. */
export function parseDayHours(text: string): DayHours | undefined {
  const match = /^(?:([a-z]{3})(?:-([a-z]{3}))?\s+)?(\d{2}):(\d{2})-(\d{2}):(\d{2})$/i.exec(text.trim());
  if (match === null) return undefined;
  const [, first, last, h1 = '', m1 = '', h2 = '', m2 = ''] = match;
  const days = first === undefined ? [0, 1, 2, 3, 4, 5, 6] : daysBetween(first, last ?? first);
  const from = timeOf(h1, m1);
  const to = timeOf(h2, m2);
  return days.length === 0 || from >= day || to > day ? undefined : { days, from, to };
}

function daysBetween(first: string, last: string): readonly number[] {
  const from = names.indexOf(first.toLowerCase());
  const to = names.indexOf(last.toLowerCase());
  if (from === -1 || to === -1) return [];
  const length = ((to - from + 7) % 7) + 1;
  return Array.from({ length }, (_, i) => (from + i) % 7);
}

function timeOf(hours: string, minutes: string): Ms {
  return (Number(hours) * 60 + Number(minutes)) * minute;
}

/** True where an instant lies in those hours. A night belongs to the day it begins on. */
export function isWithin(hours: DayHours, at: EpochMs, zone: string): boolean {
  const local = new TZDate(at, zone);
  const time = (local.getHours() * 60 + local.getMinutes()) * minute;
  const today = local.getDay();
  const yesterday = (today + 6) % 7;
  if (hours.from < hours.to) return hours.days.includes(today) && time >= hours.from && time < hours.to;
  return (
    (hours.days.includes(today) && time >= hours.from) || (hours.days.includes(yesterday) && time < hours.to)
  );
}

/** The first instant after `at` at which those hours begin or end; `null` where they never do. */
export function nextTurn(hours: DayHours, at: EpochMs, zone: string): EpochMs | null {
  const now = isWithin(hours, at, zone);
  const today = new TZDate(at, zone);
  // A week holds every turn there is, and the day after it the first of them again.
  const turns = Array.from({ length: 9 }, (_, days) =>
    [hours.from, hours.to].map((time) => timeOn(today, days, time, zone)),
  );
  const later = turns.flat().filter((turn) => turn > at && isWithin(hours, turn, zone) !== now);
  return later.length === 0 ? null : Math.min(...later);
}

/** A time of day, so many days later, by the clocks of a zone. */
function timeOn(today: TZDate, days: number, time: Ms, zone: string): EpochMs {
  const [year, month, date] = [today.getFullYear(), today.getMonth(), today.getDate() + days];
  const minutes = Math.round(time / minute);
  return new TZDate(year, month, date, Math.floor(minutes / 60), minutes % 60, 0, 0, zone).getTime();
}
