import { isoDay, readDates, type WrittenDate, type WrittenRange } from './date-text.ts';
import type { Entry } from './entry.ts';

/** The full dates of a plan by line: what a date without a year is read against. */
export interface Years {
  readonly known: readonly {
    readonly line: number;
    readonly date: WrittenDate & { readonly year: number };
  }[];
}

/** Collects the dates that carry a year. */
export function collectYears(entries: readonly Entry[]): Years {
  const known = entries.flatMap((entry) =>
    readDates(entry.text).flatMap(({ start, end }) =>
      [start, end].flatMap((date) => {
        const year = date?.year ?? null;
        return date === null || year === null ? [] : [{ line: entry.line, date: { ...date, year } }];
      }),
    ),
  );
  return { known };
}

/** A day with the year of the plan's dates nearest to it on the page; `null` where no date of the plan has a year. */
export function dayOf(date: WrittenDate, line: number, years: Years): string | null {
  if (date.year !== null) return isoDay(date);
  const nearest = years.known.toSorted((a, b) => Math.abs(a.line - line) - Math.abs(b.line - line))[0];
  if (nearest === undefined) return null;
  const written = new Set(years.known.map((entry) => entry.date.year));
  const anchor = monthsOf(nearest.date);
  const candidates = [...written].toSorted(
    (a, b) =>
      Math.abs(monthsOf({ ...date, year: a }) - anchor) - Math.abs(monthsOf({ ...date, year: b }) - anchor),
  );
  return isoDay({ ...date, year: candidates[0] ?? nearest.date.year });
}

function monthsOf(date: WrittenDate & { readonly year: number }): number {
  return date.year * 12 + date.month + date.day / 31;
}

/** A range as ISO days; the end only where one is written. */
export function daysOf(
  range: WrittenRange,
  line: number,
  years: Years,
): { readonly start: string | null; readonly end: string | null } {
  return {
    start: dayOf(range.start, line, years),
    end: range.end === null ? null : dayOf(range.end, line, years),
  };
}
