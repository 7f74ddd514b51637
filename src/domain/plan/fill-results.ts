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
}

export interface FilledResults {
  readonly markdown: string;
  readonly filled: readonly { readonly line: number; readonly label: string }[];
  /** What was left alone, and why. */
  readonly left: readonly {
    readonly line: number | null;
    readonly label: string;
    readonly reason: 'no such label' | 'has a value' | 'not editable';
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
  const left: { line: number | null; label: string; reason: Reason }[] = [];
  for (const { line, values } of results) {
    const fields = resultFields(plan, line);
    for (const [label, value] of Object.entries(values)) {
      const field = fields.find((one) => squash(one.label) === squash(label));
      const edit = field === undefined ? 'no such label' : editFor(field, value, markdown, starts);
      if (field === undefined || typeof edit === 'string') {
        left.push({
          line: field?.line ?? null,
          label,
          reason: typeof edit === 'string' ? edit : 'no such label',
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

function isFree(field: Field): boolean {
  return (
    isBlank(field.inline) &&
    field.children.every(
      (child) => isBlank(child.text) || isBlank(splitLabel(child.text)?.value ?? child.text),
    )
  );
}

function editFor(field: Field, value: string, markdown: string, starts: readonly number[]): Edit | Reason {
  if (!isFree(field)) return 'has a value';
  const from = starts[field.line - 1];
  if (from === undefined) return 'not editable';
  const source = /^[^\r\n]*/.exec(markdown.slice(from, starts[field.line]))?.[0] ?? '';
  const words = value.replace(/\s+/g, ' ').trim();
  if (words === '') return 'not editable';
  const place = field.entry.kind === 'row' ? cellPlace(source) : valuePlace(source, field);
  if (place === null) return 'not editable';
  const old = source.slice(place.from, place.to);
  if (!isBlank(plain(old)) && plain(old) !== '') return 'not editable';
  const text = field.entry.kind === 'row' ? words.replaceAll('|', String.raw`\|`) : words;
  return {
    from: from + place.from,
    to: from + place.to,
    text: padded(old, text, field.entry.kind === 'row'),
  };
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
function valuePlace(source: string, field: Field): { readonly from: number; readonly to: number } | null {
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

function cellPlace(source: string): { readonly from: number; readonly to: number } | null {
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
