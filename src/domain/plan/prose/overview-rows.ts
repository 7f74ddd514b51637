import { blankKind, isBlank } from './blank.ts';
import { readDates, type WrittenRange } from './date-text.ts';
import type { Entry } from './entry.ts';
import { readLength } from './length-text.ts';
import { readPercents } from './percent-text.ts';
import type { OverviewRow } from './prose-plan.ts';
import { isApart, readStageName } from './stage-name.ts';
import type { Section } from './section.ts';
import { readUsers } from './users-text.ts';

interface Columns {
  readonly label: number;
  readonly percent: number;
  readonly length: number;
  readonly planned: number;
  readonly actual: number;
}

const labelColumn =
  /^(?:rollout )?(?:phase|stage|step|wave|milestone|increment|tranche|batch|ramp)s?\b|^(?:rollout|release)$/i;
const percentColumn = /percent|%|population|\busers?\b|traffic|audience|rollout|allotment|who\b|exposure/i;
const lengthColumn = /duration|length|timing|time ?frame|how long|soak|bake|timebox/i;
const dateColumn = /\bdates?\b|\bwhen\b|\bstart|\blaunch|\bschedule|\bplanned\b|timeline/i;

/** More rows than any ramp has. */
const most = 100;

/** Reads the tables that list the ramp, Markdown or HTML, one row a step. */
export function readOverviewRows(sections: readonly Section[]): readonly OverviewRow[] {
  return sections
    .filter((section) => ![section, ...section.path].some((outer) => isApart(outer.heading.text)))
    .flatMap((section) => section.entries)
    .flatMap((entry) => {
      const columns = entry.kind === 'row' ? columnsOf(entry) : null;
      return columns === null ? [] : (rowOf(entry, columns) ?? []);
    })
    .slice(0, most);
}

function columnsOf(entry: Entry): Columns | null {
  const { header } = entry;
  if (header.length < 2) return null;
  const find = (pattern: RegExp, from = 0): number =>
    header.findIndex((cell, i) => i >= from && pattern.test(cell));
  const named = find(labelColumn);
  const percent = find(percentColumn, named === 0 ? 1 : 0);
  const actual = find(/\bactual/i);
  const columns = {
    label: named >= 0 ? named : 0,
    percent,
    length: find(lengthColumn),
    planned: header.findIndex((cell, i) => i !== actual && dateColumn.test(cell)),
    actual,
  };
  const others = [columns.percent, columns.length, columns.planned].filter(
    (i) => i >= 0 && i !== columns.label,
  ).length;
  // Without a column called phase or stage, the cells themselves must read as steps.
  const isNamed = named >= 0 || readStageName(entry.cells[0] ?? '') !== null;
  return isNamed && others > 0 && !header.some((cell) => /kpi|toggle|target|baseline|flipper/i.test(cell))
    ? columns
    : null;
}

function rowOf(entry: Entry, columns: Columns): OverviewRow | null {
  const cell = (i: number): string => (i < 0 ? '' : (entry.cells[i] ?? ''));
  const label = cell(columns.label).replace(/\s*:\s*$/, '');
  const rest = entry.cells.filter((_, i) => i !== columns.label);
  if (
    label === '' ||
    (rest.every(isBlank) && (isBlank(label.replace(/^[^:]*:/, '')) || readPercents(label).single === null))
  )
    return null;
  const who = cell(columns.percent);
  const planned = readDates(cell(columns.planned));
  const actual = readDates(cell(columns.actual));
  const dates = actual.length > 0 ? actual : planned;
  const percents = readPercents(label);
  const length = cell(columns.length);
  return {
    label,
    line: entry.line,
    percent: percents.single ?? (percents.isRange ? null : readPercents(who).single),
    users: /%|percent/i.test(who) ? null : readUsers(who),
    length: blankKind(length) === null ? (readLength(length) ?? words(length)) : null,
    dates: whole(dates),
    isActual: actual.length > 0,
    cells: entry.cells,
  };
}

/** From the first of several ranges to the end of the last. */
function whole(dates: readonly WrittenRange[]): WrittenRange | null {
  const first = dates[0];
  const last = dates.at(-1);
  if (first === undefined || last === undefined) return null;
  return { ...first, end: first === last ? first.end : (last.end ?? last.start) };
}

function words(text: string): { readonly text: string; readonly seconds: null } | null {
  return readDates(text).length > 0 ? null : { text: text.slice(0, 120), seconds: null };
}
