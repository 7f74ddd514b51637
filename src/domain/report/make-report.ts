import { resultsDiff } from '../plan/fill-results.ts';
import { readPlan } from '../plan/read-plan.ts';
import { buildSections, type ReportEvidence } from './build-sections.ts';
import {
  baseFields,
  fillReport,
  type FilledReport,
  type ReportSection,
  type WrittenValue,
} from './fill-report.ts';
import type { PlanText } from './match-sections.ts';
import { withMissingSections } from './missing-sections.ts';

export interface ReportInput {
  readonly file: string;
  /** The plan as Stagewatch knows it. */
  readonly base: string;
  /** A colleague's newer copy to fill instead; without one the base is filled. */
  readonly into?: string | undefined;
  readonly evidence: ReportEvidence;
  /** Every value that was given out before. */
  readonly written: readonly WrittenValue[];
  /** Adds the sections the plan lacks. */
  readonly insert: boolean;
}

export interface Report extends FilledReport {
  readonly sections: readonly ReportSection[];
}

/** A plan with its Results filled in, or why it can't be: its block must be readable to know the stages. */
export function makeReport(input: ReportInput): Report | string {
  const { file, base, evidence, written } = input;
  const markdown = input.into ?? base;
  const text = textOf(markdown);
  if (typeof text === 'string') return text;
  const whole = input.insert ? withMissingSections(markdown, text, evidence) : markdown;
  // What was inserted moves lines: the plan is read again, so that its stages are found where they now stand.
  const moved = whole === markdown ? text : textOf(whole);
  if (typeof moved === 'string') return moved;
  const sections = buildSections(moved, evidence);
  const before = input.into === undefined ? undefined : fieldsOf(base, evidence);
  const filled = fillReport({ file, markdown: whole, sections, written, base: before });
  return { ...filled, diff: resultsDiff(file, markdown, filled.markdown), sections };
}

function textOf(markdown: string): PlanText | string {
  const read = readPlan(markdown);
  if (read.ok) return read;
  return read.problems.map((one) => `line ${one.line ?? '?'}: ${one.message}`).join(' ');
}

function fieldsOf(base: string, evidence: ReportEvidence): ReturnType<typeof baseFields> | undefined {
  const text = textOf(base);
  return typeof text === 'string' ? undefined : baseFields(text.prose, buildSections(text, evidence));
}
