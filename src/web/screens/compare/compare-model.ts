import type { Comparison } from '#contract/compare.ts';
import { minute } from '#domain/time/time.ts';
import { sayInstant } from '#domain/time/zone.ts';
import type { ReadingState } from '#domain/verdict/reading.ts';
import { sayCount, sayRange, sayValue } from '#domain/verdict/say-value.ts';
import { verdictWords } from '#domain/verdict/verdict.ts';

type Column = Comparison['columns'][number];
type Row = Comparison['rows'][number];
type Cell = Row['cells'][number];

/** How the page stands to its server. */
export interface Standing {
  readonly now: number;
  readonly isCut: boolean;
}

/** What a stage that runs said may be too old to stand: then it is Can't tell, but for limits that are broken. Ended ones stay. */
export function agedComparison(comparison: Comparison, { now, isCut }: Standing): Comparison {
  const isOld = ({ run, staleAfter }: Column): boolean =>
    run.end === null && (isCut || (staleAfter !== null && now > staleAfter));
  const old = new Set(comparison.columns.filter(isOld).map((column) => column.stage));
  if (old.size === 0) return comparison;
  return {
    ...comparison,
    columns: comparison.columns.map((column) =>
      old.has(column.stage) && column.verdict.state !== 'roll-back'
        ? { ...column, verdict: { state: 'blind' as const, word: verdictWords.blind } }
        : column,
    ),
    rows: comparison.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) =>
        old.has(cell.stage) && cell.state !== null && !stands.has(cell.state)
          ? { ...cell, state: 'stale' as const }
          : cell,
      ),
    })),
  };
}

const stands: ReadonlySet<ReadingState> = new Set(['over', 'broke-earlier', 'not-asked']);

/** "11.4%", "640 ms", or why there is nothing. Never a count. */
export function sayCell({ value, why }: Cell, unit: Row['unit']): string {
  return value === null || unit === 'none' ? why : sayValue(value, unit);
}

/** "n = 132. Likely 6.5% to 18.0%.": what a rate rests on; empty where there is none. */
export function sayBasis({ value, of, range }: Cell, unit: Row['unit']): string {
  if (value === null || unit === 'none') return of === null ? '' : `n = ${sayCount(of)}`;
  const size = of === null ? '' : `n = ${sayCount(of)}. `;
  if (range === null) return `${size}No likely range`;
  return `${size}L${sayRange(range, unit).slice(1)}`;
}

/** The newest minutes of a run are rarely complete when it ends. */
const settled = 10 * minute;

/** "Ended Monday, ..., 3:00 p.m. ET (20:00 UTC)", or that it runs, and through when it was judged. */
export function sayRun({ run, judgedThrough }: Column, zone: string): string {
  const attempt = run.attempt > 1 ? `Attempt ${run.attempt}. ` : '';
  const when = run.end === null ? 'Runs now' : `Ended ${sayInstant(run.end, zone)}`;
  if (judgedThrough === null) return `${attempt}${when}. Never judged.`;
  // What was judged to its end needs no second time.
  const isWhole = run.end !== null && run.end - judgedThrough <= settled;
  return `${attempt}${when}.${isWhole ? '' : ` Judged through ${sayInstant(judgedThrough, zone)}.`}`;
}

/** What counts as the same, and who says so; empty where nothing is compared. */
export function sayTolerance({ tolerance, stated }: Row): string {
  if (tolerance === null) return '';
  const size = `Up to ${Number(tolerance.toFixed(2))} times as much, or as little, counts as constant`;
  return stated
    ? `${size}: the plan’s tolerance.`
    : `${size}: Stagewatch’s own tolerance, as the plan gives none.`;
}

export interface Bar {
  readonly stage: string;
  readonly label: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A row as it is drawn: one value and range per stage, on one scale from zero. */
export function barsOf(row: Row, columns: readonly Column[]): readonly Bar[] {
  return columns.map(({ stage, label }) => {
    const cell = row.cells.find((one) => one.stage === stage);
    const value = cell?.value ?? null;
    const range = value === null ? null : (cell?.range ?? null);
    return { stage, label, value, low: range?.low ?? null, high: range?.high ?? null };
  });
}

/** Where the one scale of a row ends: above everything drawn on it. */
export function topOf(bars: readonly Bar[], unit: Row['unit']): number {
  const highest = Math.max(0, ...bars.map((bar) => bar.high ?? bar.value ?? 0));
  const top = highest === 0 ? 1 : round(highest * 1.05);
  return unit === 'share' ? Math.min(1, top) : top;
}

/** The next number up that a person would end a scale at: 1, 1.5, 2, 3, 4, 5, 6 or 8 times a power of ten. */
function round(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8].find((one) => one * power >= value) ?? 10;
  return Number((step * power).toPrecision(2));
}
