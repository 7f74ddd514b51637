import type { ProseStage } from './prose-plan.ts';
import type { StageDates } from './stage-values.ts';
import { daysOf, type Years } from './years.ts';

/** A stage about which nothing but its name and dates is known. */
export function blankStage(label: string, line: number, dates: StageDates | null, years: Years): ProseStage {
  const days = dates === null ? { start: null, end: null } : daysOf(dates.range, dates.line, years);
  return {
    label,
    phase: null,
    kind: 'stage',
    id: null,
    line,
    endLine: line,
    percent: null,
    users: null,
    length: null,
    ...days,
    dates: dates?.range ?? null,
    isActual: dates?.isActual ?? false,
    tracking: null,
    results: {},
    fields: [],
    entries: [],
    headingPercent: null,
    fieldPercent: null,
    overview: null,
  };
}
