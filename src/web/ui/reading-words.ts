import { sayLimit } from '#domain/plan/limit.ts';
import { sayBothNear } from '#domain/time/say-near.ts';
import type { Reading, ReadingPart } from '#domain/verdict/reading.ts';
import { sayCount, sayMargin, sayMs, sayRange, sayShare, sayValue } from '#domain/verdict/say-value.ts';

/** A reading's value: "3.9%"; for a windowed count the worst window and the newest. Never blank. */
export function sayReadingValue(reading: Reading): string {
  if (reading.value === null) return reading.group === 'people' ? 'Not asked' : 'Not measured';
  const value = sayValue(reading.value, reading.unit);
  return reading.limit?.within === null || reading.limit === null
    ? value
    : `Worst ${value}, now ${reading.latest === null ? 'not measured' : sayCount(reading.latest)}`;
}

/** "412 ms, as of 10:06 a.m. ET (14:06 UTC), not counted": of a row that can't be judged; `null` where nothing is known. */
export function sayLast({ last, unit }: Reading, now: number, zone: string): string | null {
  if (last === null) return null;
  const value = last.value === null ? 'Not measured' : sayValue(last.value, unit);
  return `${value}, as of ${sayBothNear(last.at, now, zone)}, not counted`;
}

/** "Limit: under 5%. Room: 1.1 points."; "No limit" where the plan gives none. */
export function sayReadingLimit({ limit, value }: Reading): string {
  if (limit === null) return 'No limit';
  return `Limit: ${sayLimit(limit)}.${value === null ? '' : ` ${sayMargin(limit, value)}.`}`;
}

/** "17 of 439": the counts behind a reading; `null` where none were counted. */
export function sayReadingCounts({ counts }: Reading): string | null {
  if (counts.of === null) return counts.events === null ? null : sayCount(counts.events);
  return counts.events === null
    ? sayCount(counts.of)
    : `${sayCount(counts.events)} of ${sayCount(counts.of)}`;
}

/** "Likely 6.5% to 18.0%"; `null` where no range can be given. */
export function sayReadingRange({ range, unit }: Reading): string | null {
  if (range === null) return null;
  const text = sayRange(range, unit);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "the old path at the same time: 3.2% (31 of 970)": what a relative reading was compared with. */
export function sayCompared({ comparedWith, counts }: Reading): string | null {
  if (comparedWith === null) return null;
  const { events, of, value } = comparedWith;
  // A bare count is compared by how often it happened: its size is a time, which nobody counted.
  if (events !== null && (of === null || counts.of === null))
    return `${comparedWith.with}: ${sayCount(events)}`;
  if (events !== null && of !== null)
    return `${comparedWith.with}: ${value === null ? '' : `${sayShare(value)} `}(${sayCount(events)} of ${sayCount(of)})`;
  return value === null ? comparedWith.with : `${comparedWith.with}: ${sayMs(value)}`;
}

/** "504: 12 of 970 (1.2%)" without its name: one side of a class. */
export function saySide({ events, of }: ReadingPart['against']): string {
  return of === 0
    ? `${sayCount(events)} of 0`
    : `${sayCount(events)} of ${sayCount(of)} (${sayShare(events / of)})`;
}

/** How many times the other side's rate; never blank. */
export function sayTimes(value: number | null): string {
  return value === null ? 'Not measured' : sayValue(value, 'ratio');
}
