import type { EpochMs } from './time.ts';
import { keptByZone, sayMonthDay, sayTime, utc, utcClock } from './zone.ts';

/** "July 20, 2025", in `zone`. */
const dayOf = keptByZone({ month: 'long', day: 'numeric', year: 'numeric' });

/** "2:41 p.m. ET" on the day it is now in `zone`; else "July 20, 2:41 p.m. ET", and with the year where that is another. */
export function sayTimeNear(at: EpochMs, now: EpochMs, zone: string): string {
  const [day, today] = [dayOf(zone).format(at), dayOf(zone).format(now)];
  if (day === today) return sayTime(at, zone);
  const said = day.slice(-4) === today.slice(-4) ? sayMonthDay(at, zone) : day;
  return `${said}, ${sayTime(at, zone)}`;
}

/** "July 20, 2:41 p.m. ET (18:41 UTC)": as evidence says it, because logs are in UTC. */
export function sayBothNear(at: EpochMs, now: EpochMs, zone: string): string {
  const said = sayTimeNear(at, now, zone);
  return zone === utc ? said : `${said} (${sayUtc(at, dayOf(zone).format(at))} UTC)`;
}

/** "at 2:41 p.m. ET", "on July 20, 2:41 p.m. ET": a time as said above, within a sentence. */
export function withAt(said: string): string {
  return `${/^\d/.test(said) ? 'at' : 'on'} ${said}`;
}

/** "July 20, 2:40 p.m. ET to 2:50 p.m. ET (18:40 to 18:50 UTC)": a stretch of time, its day said once. */
export function saySpanNear(from: EpochMs, to: EpochMs, now: EpochMs, zone: string): string {
  const said = `${sayTimeNear(from, now, zone)} to ${sayTimeNear(to, from, zone)}`;
  if (zone === utc) return said;
  return `${said} (${sayUtc(from, dayOf(zone).format(from))} to ${sayUtc(to, dayOf(utc).format(from))} UTC)`;
}

/** "18:41", with its day where that is another than the one just said. */
function sayUtc(at: EpochMs, day: string): string {
  const isSame = dayOf(utc).format(at) === day;
  return isSame ? utcClock(at) : `${sayMonthDay(at, utc)}, ${utcClock(at)}`;
}
