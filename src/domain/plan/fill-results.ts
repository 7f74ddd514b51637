import { createTwoFilesPatch } from 'diff';
import { isBlank } from './prose/blank.ts';
import { splitLabel, type Field } from './prose/field.ts';
import type { ProsePlan } from './prose/prose-plan.ts';
import { readProse } from './prose/read-prose.ts';

/** Values for the Results below one heading, by the plan's own labels. */
export interface ResultsFor {
  /** Line of the stage's or check-in's heading. */
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
  /** What Stagewatch wrote there before, by label: where it still stands untouched, it gives way to the newer value. */
  readonly written?: Readonly<Record<string, readonly string[]>> | undefined;
}

export interface FilledResults {
  readonly markdown: string;
  readonly filled: readonly { readonly line: number; readonly label: string }[];
  /** What was left alone, and why. */
  readonly left: readonly {
    readonly line: number | null;
    readonly label: string;
    readonly reason: 'no such label' | 'has a value' | 'not editable' | 'already there';
    /** What stands there, for a value that is not ours to change. */
    readonly found: string | null;
  }[];
}

type Reason = FilledResults['left'][number]['reason'];

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * Fills blank and placeholder values below the plan's own labels. The source is edited in place, never printed again:
 * every byte outside the filled values stays as it was, line endings, indentation and slips included.
 */
export function fillResults(markdown: string, results: readonly ResultsFor[]): FilledResults {
  const plan = readProse(markdown);
  const starts = lineStarts(markdown);
  const edits: Edit[] = [];
  const filled: { line: number; label: string }[] = [];
  const left: { line: number | null; label: string; reason: Reason; found: string | null }[] = [];
  for (const { line, values, written = {} } of results) {
    const fields = resultFields(plan, line);
    for (const [label, value] of Object.entries(values)) {
      const field = fields.find((one) => squash(one.label) === squash(label));
      const edit =
        field === undefined
          ? 'no such label'
          : editFor(field, value, { markdown, starts, ours: written[label] ?? [] });
      if (field === undefined || typeof edit === 'string') {
        left.push({
          line: field?.line ?? null,
          label,
          reason: typeof edit === 'string' ? edit : 'no such label',
          found: field?.value ?? null,
        });
        continue;
      }
      edits.push(edit);
      filled.push({ line: field.line, label });
    }
  }
  return { markdown: applied(markdown, edits), filled, left };
}

/** The result fields below a heading: a stage's, or those of a check-in after launch. */
export function resultFields(plan: ProsePlan, line: number): readonly Field[] {
  const stage = plan.stages.find((one) => one.line === line);
  if (stage !== undefined) return stage.fields.filter((field) => field.isResult);
  const sections = plan.sections.filter(
    (section) => section.heading.line === line || section.path.some((outer) => outer.heading.line === line),
  );
  const entries = new Set(sections.flatMap((section) => section.entries));
  return plan.fields.filter((field) => entries.has(field.entry));
}

/** The change as a unified diff, as `git apply` takes it. Empty when nothing changed. */
export function resultsDiff(file: string, before: string, after: string): string {
  if (before === after) return '';
  return createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, {
    context: 3,
  }).replace(/^=+\n/, '');
}

interface Place {
  readonly from: number;
  readonly to: number;
}

function isFree(field: Field): boolean {
  return isBlank(field.inline) && hasNoWordsBelow(field);
}

function hasNoWordsBelow(field: Field): boolean {
  return field.children.every(
    (child) => isBlank(child.text) || isBlank(splitLabel(child.text)?.value ?? child.text),
  );
}

interface Source {
  readonly markdown: string;
  readonly starts: readonly number[];
  readonly ours: readonly string[];
}

function editFor(field: Field, value: string, { markdown, starts, ours }: Source): Edit | Reason {
  const isRow = field.entry.kind === 'row';
  const from = starts[field.line - 1];
  if (from === undefined) return 'not editable';
  const source = /^[^\r\n]*/.exec(markdown.slice(from, starts[field.line]))?.[0] ?? '';
  const words = value.replace(/\s+/g, ' ').trim();
  if (words === '') return 'not editable';
  const text = isRow ? words.replaceAll('|', String.raw`\|`) : words;
  const place = placeOf(source, field, [...ours, words], isRow);
  if (place === null) return isFree(field) ? 'not editable' : 'has a value';
  const old = source.slice(place.from, place.to);
  if (old.trim() === text) return 'already there';
  return { from: from + place.from, to: from + place.to, text: padded(old, text, isRow) };
}

/** Where the value goes: over a blank or what we wrote there before. `null` where other words stand. */
function placeOf(source: string, field: Field, ours: readonly string[], isRow: boolean): Place | null {
  const whole = isRow ? cellPlace(source) : valuePlace(source, field);
  if (whole === null || !hasNoWordsBelow(field)) return null;
  const old = source.slice(whole.from, whole.to);
  // What somebody wrote on below our line is theirs.
  const isOneLine = field.entry.endLine === field.line;
  if ((isOneLine && isOurs(old, ours)) || (isFree(field) && isOpen(old))) return whole;
  return isRow ? null : secondPlace(old, whole, ours);
}

/** "KPI 1 actual: disputes submitted:" asks by a second label behind the first. */
function secondPlace(old: string, whole: Place, ours: readonly string[]): Place | null {
  const match = /^(.*\p{L}[^:]*:)([^:]*)$/u.exec(old);
  const [, label = '', value = ''] = match ?? [];
  if (match === null || !(isBlank(value) || isOurs(value, ours))) return null;
  return { from: whole.from + label.length, to: whole.to };
}

function isOpen(old: string): boolean {
  return isBlank(plain(old)) || plain(old) === '';
}

function isOurs(old: string, ours: readonly string[]): boolean {
  const text = old.trim().replaceAll(String.raw`\|`, '|');
  return ours.some((one) => one.replace(/\s+/g, ' ').trim() === text);
}

/** Puts words where the old value stood and keeps the blanks around it; an empty place gets one blank before. */
function padded(old: string, words: string, isCell: boolean): string {
  // What stands in brackets behind a marker ("[FILL_IN] (baseline 11%)") is the team's own.
  const marker = /^\s*\[FILL[_ ]IN\]%?(?=\s*\()/i.exec(old)?.[0];
  const core = (marker ?? old).trim();
  if (core === '') return isCell ? ` ${words} ` : ` ${words}${old.slice(1)}`;
  const at = old.indexOf(core);
  return `${at === 0 ? ' ' : old.slice(0, at)}${words}${old.slice(at + core.length)}`;
}

/** Where the value of "Label: value" stands in its source line. */
function valuePlace(source: string, field: Field): Place | null {
  for (const match of source.matchAll(/[?:=]/g)) {
    const end = match.index + 1;
    if (squash(plain(source.slice(0, end))) !== squash(field.label)) continue;
    const rest = source.slice(end);
    // The marks that close a bold label, and the colon behind a question, belong to the label.
    const closing = /^["”)]*:?[*_]*:?/.exec(rest)?.[0].length ?? 0;
    return { from: end + closing, to: source.length };
  }
  return null;
}

function cellPlace(source: string): Place | null {
  const pipes = Array.from(source.matchAll(/(?<!\\)\|/g), (match) => match.index);
  const isClosed = /^\s*\|/.test(source);
  const from = pipes[isClosed ? 1 : 0];
  const to = pipes[isClosed ? 2 : 1] ?? source.length;
  return from === undefined ? null : { from: from + 1, to };
}

function plain(source: string): string {
  return source
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`\\>]|(?<![\p{L}\d])_|_(?![\p{L}\d])/gu, '')
    .trim();
}

function squash(text: string): string {
  return text
    .replace(/^[\s>]*(?:[-*+•]|\d+[.)])?\s*(?:\[[ xX]?\])?/, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%#]+/gu, ' ')
    .trim();
}

function lineStarts(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (match) => match.index + match[0].length)];
}

function applied(text: string, edits: readonly Edit[]): string {
  const distinct = new Map(edits.map((edit) => [edit.from, edit]));
  return [...distinct.values()]
    .toSorted((a, b) => b.from - a.from)
    .reduce((result, edit) => result.slice(0, edit.from) + edit.text + result.slice(edit.to), text);
}
