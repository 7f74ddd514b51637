import { fillResults, resultFields, resultsDiff } from '../plan/fill-results.ts';
import { isBlank } from '../plan/prose/blank.ts';
import type { ProsePlan } from '../plan/prose/prose-plan.ts';
import { squashLabel } from './report-evidence.ts';
import { notAsked, notMeasured } from './result-words.ts';
import type { ResultValue } from './stage-results.ts';

/** The values for one heading of the plan. */
export interface ReportSection {
  /** "stage:stage-b", "check-in:1-week", "questions": what it is about. */
  readonly subject: string;
  readonly label: string;
  /** Line of its heading. */
  readonly line: number;
  readonly values: readonly ResultValue[];
}

/** A value as it was given out earlier. */
export interface WrittenValue {
  readonly subject: string;
  readonly label: string;
  readonly value: string;
}

/** Somebody changed what we wrote, or filled a blank we would fill otherwise: theirs stays, and both are shown. */
interface Conflict {
  readonly subject: string;
  readonly label: string;
  readonly line: number;
  readonly theirs: string;
  readonly ours: string;
}

export interface FilledReport {
  readonly markdown: string;
  readonly diff: string;
  /** What this report says in the plan, whether it is written now or stands there since an earlier one. */
  readonly written: readonly (WrittenValue & { readonly line: number; readonly from: string })[];
  readonly conflicts: readonly Conflict[];
  /** What the team has written by itself: left alone. */
  readonly left: readonly {
    readonly subject: string;
    readonly label: string;
    readonly line: number | null;
  }[];
}

export interface FillInput {
  readonly file: string;
  readonly markdown: string;
  readonly sections: readonly ReportSection[];
  readonly written: readonly WrittenValue[];
  /** The plan as Stagewatch knows it, where `markdown` is a colleague's newer copy: blanks they filled are conflicts. */
  readonly base?: BaseFields | undefined;
}

/** Values of the base plan, by subject and label. */
export type BaseFields = ReadonlyMap<string, string>;

/**
 * Fills a report into a plan: blanks, and what Stagewatch wrote before and nobody has touched. Value by value it is a
 * three-way merge: what stood in the base or was given out, what the file says now, and what the evidence says.
 */
export function fillReport(input: FillInput): FilledReport {
  const { file, markdown, sections } = input;
  const results = sections.map((section) => ({
    line: section.line,
    values: Object.fromEntries(section.values.map((one) => [one.label, one.value])),
    written: writtenFor(section, input.written),
  }));
  const written: FilledReport['written'][number][] = [];
  const conflicts: Conflict[] = [];
  const left: FilledReport['left'][number][] = [];
  for (const [i, section] of sections.entries()) {
    const result = results[i];
    if (result === undefined) continue;
    const { subject } = section;
    const done = fillResults(markdown, [result]);
    const untouched = new Map(done.left.map((entry) => [entry.label, entry]));
    for (const { label, value, from } of section.values) {
      const entry = untouched.get(label);
      const line = entry?.line ?? done.filled.find((each) => each.label === label)?.line ?? section.line;
      // The same words by the team's own hand stay the team's.
      const wasOurs = input.written.some((one) => isSame(one, subject, label));
      if (entry === undefined || (entry.reason === 'already there' && wasOurs))
        written.push({ subject, label, value, line, from });
      else if (entry.reason === 'already there') left.push({ subject, label, line });
      else if (isConflict(input, { subject, label, value }) && entry.found !== null)
        conflicts.push({ subject, label, line, theirs: entry.found, ours: value });
      else left.push({ subject, label, line: entry.line });
    }
  }
  const filled = fillResults(markdown, results).markdown;
  return { markdown: filled, diff: resultsDiff(file, markdown, filled), written, conflicts, left };
}

function writtenFor(
  section: ReportSection,
  written: readonly WrittenValue[],
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    section.values.map(({ label }) => [
      label,
      written.filter((one) => isSame(one, section.subject, label)).map((one) => one.value),
    ]),
  );
}

function isSame(one: WrittenValue, subject: string, label: string): boolean {
  return one.subject === subject && squashLabel(one.label) === squashLabel(label);
}

/** What the team wrote before we ever did is theirs; what they changed since is in dispute. */
function isConflict({ written, base }: FillInput, { subject, label, value }: WrittenValue): boolean {
  // Where nobody measured or asked, nothing speaks against what a person knows.
  if (value === notMeasured || value === notAsked) return false;
  if (written.some((one) => isSame(one, subject, label))) return true;
  const before = base?.get(fieldKey(subject, label));
  return before !== undefined && isOpen(before);
}

/** Blank, or blank behind a second label: "KPI 1 actual: error rate:". */
function isOpen(value: string): boolean {
  return isBlank(value) || isBlank(/^.*\p{L}[^:]*:([^:]*)$/u.exec(value)?.[1] ?? value);
}

/** Key of a value in `BaseFields`. */
function fieldKey(subject: string, label: string): string {
  return `${subject} ${squashLabel(label)}`;
}

/** The values of a plan as it stands, for the sections of a report. */
export function baseFields(
  prose: ProsePlan,
  sections: readonly Pick<ReportSection, 'subject' | 'line'>[],
): BaseFields {
  return new Map(
    sections.flatMap(({ subject, line }) =>
      resultFields(prose, line).map((field) => [fieldKey(subject, field.label), field.value] as const),
    ),
  );
}
