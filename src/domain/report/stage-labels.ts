import { resultFields } from '../plan/fill-results.ts';
import { readPlan } from '../plan/read-plan.ts';
import { stageHeading, type ReportEvidence } from './build-sections.ts';
import { withMissingSections } from './missing-sections.ts';
import { askedAs, type Question } from './post-launch.ts';
import type { StageEvidence } from './report-evidence.ts';
import { askedFields, stageResults } from './stage-results.ts';

/** A label of a run's Results, with what is known for it. */
export interface StageLabel {
  readonly label: string;
  readonly kind: Question['kind'];
  readonly value: string | null;
  readonly from: string | null;
}

/**
 * What the Results of every run ask for, filled or not; where the plan has no Results for it, what the template asks.
 * @param markdown a plan that can be read.
 */
export function stageLabels(
  markdown: string,
  evidence: ReportEvidence,
): ReadonlyMap<StageEvidence, readonly StageLabel[]> {
  const { stages } = evidence;
  const own = readPlan(markdown);
  const text = own.ok ? readPlan(withMissingSections(markdown, own, { ...evidence, checkIns: [] })) : own;
  if (!text.ok) return new Map();
  return new Map(
    stages.map((one) => {
      const line = stageHeading(text, stages, one);
      const fields = askedFields(line === null ? [] : resultFields(text.prose, line));
      const values = stageResults(text.plan, one, fields);
      return [one, fields.map((field) => labelOf(field.label, values))];
    }),
  );
}

function labelOf(label: string, values: ReturnType<typeof stageResults>): StageLabel {
  const found = values.find((one) => one.label === label);
  return { label, kind: askedAs(label), value: found?.value ?? null, from: found?.from ?? null };
}
