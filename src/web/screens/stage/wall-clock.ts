import { TZDate } from '@date-fns/tz';

/** "2025-07-21T09:00": an instant as a field for date and time takes it, by the clocks of `zone`. */
export function wallClock(at: number, zone: string): string {
  const local = new TZDate(at, zone);
  const date = `${local.getFullYear()}-${pad(local.getMonth() + 1)}-${pad(local.getDate())}`;
  return `${date}T${pad(local.getHours())}:${pad(local.getMinutes())}`;
}

function pad(n: number): string {
  return String(n).padStart(2, '0');
}
