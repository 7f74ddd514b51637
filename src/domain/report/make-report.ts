import { resultsDiff } from '../plan/fill-results.ts';
import type { Plan } from '../plan/plan.ts';
import { readProse } from '../plan/prose/read-prose.ts';
import { readPlan } from '../plan/read-plan.ts';
import { buildSections, type ReportEvidence } from './build-sections.ts';
import {
  baseFields,
  fillReport,
  type FilledReport,
  type ReportSection,
  type WrittenValue,
} from './fill-report.ts';
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
  const plan = planIn(markdown);
  if (typeof plan === 'string') return plan;
  const whole = input.insert ? withMissingSections(markdown, plan, evidence) : markdown;
  // What was inserted moves lines: the plan is read again, so that its stages are found where they now stand.
  const moved = whole === markdown ? plan : planIn(whole);
  if (typeof moved === 'string') return moved;
  const sections = buildSections(moved, readProse(whole), evidence);
  const before = input.into === undefined ? undefined : fieldsOf(base, evidence);
  const filled = fillReport({ file, markdown: whole, sections, written, base: before });
  return { ...filled, diff: resultsDiff(file, markdown, filled.markdown), sections };
}

function planIn(markdown: string): Plan | string {
  const read = readPlan(markdown);
  if (read.ok) return read.plan;
  return read.problems.map((one) => `line ${one.line ?? '?'}: ${one.message}`).join(' ');
}

function fieldsOf(base: string, evidence: ReportEvidence): ReturnType<typeof baseFields> | undefined {
  const plan = planIn(base);
  return typeof plan === 'string'
    ? undefined
    : baseFields(base, buildSections(plan, readProse(base), evidence));
}
