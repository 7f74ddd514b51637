import { TZDate } from '@date-fns/tz';
import { day, hour, minute, type EpochMs, type Ms, type Window } from './time.ts';

const steps: readonly Ms[] = [
  ...[1, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 28].map((n) => n * day),
];

/** Round times of `zone` for an axis: at most so many, none outside the window, in the finest step that fits. */
export function axisTicks(window: Window, zone: string, most: number): readonly EpochMs[] {
  // Counted, not guessed from the span: a step as long as a narrow axis may put every tick of its own outside.
  for (const step of steps.filter((one) => (window.to - window.from) / one <= most)) {
    const ticks = ticksOf(window, zone, step);
    if (ticks.length <= most) return ticks;
  }
  return ticksOf(window, zone, 28 * day);
}

function ticksOf(window: Window, zone: string, step: Ms): readonly EpochMs[] {
  return step < day ? hourTicks(window, zone, step) : dayTicks(window, zone, step / day);
}

/** Within a day: so that 6:00 stays 6:00 where the clocks change, the wall clock is asked each time. */
function hourTicks({ from, to }: Window, zone: string, step: Ms): readonly EpochMs[] {
  const grid = Math.min(step, hour / 4);
  const out: EpochMs[] = [];
  for (let at = Math.ceil(from / grid) * grid; at <= to; at += grid) {
    const local = new TZDate(at, zone);
    const sinceMidnight = local.getHours() * hour + local.getMinutes() * minute;
    if (sinceMidnight % step === 0) out.push(at);
  }
  return out;
}

function dayTicks({ from, to }: Window, zone: string, days: number): readonly EpochMs[] {
  const local = new TZDate(from, zone);
  const at = (n: number): EpochMs =>
    new TZDate(local.getFullYear(), local.getMonth(), local.getDate() + n, zone).getTime();
  const out: EpochMs[] = [];
  for (let n = at(0) < from ? 1 : 0; at(n) <= to; n += days) out.push(at(n));
  return out;
}

/** Round values from zero for an axis with four gridlines at most, and where the axis ends. */
export function valueTicks(highest: number): readonly number[] {
  if (!(highest > 0)) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(highest / 3));
  const step = [1, 2, 5, 10].map((n) => n * power).find((one) => highest / one <= 3) ?? 10 * power;
  const lines = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: lines + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}
