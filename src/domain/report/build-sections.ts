import { resultFields } from '../plan/fill-results.ts';
import type { ProsePlan } from '../plan/prose/prose-plan.ts';
import type { CheckIn } from './check-ins.ts';
import { checkInResults, type CheckInEvidence } from './check-in-results.ts';
import type { ReportSection } from './fill-report.ts';
import { checkInLine, proseStageOf, type PlanText } from './match-sections.ts';
import { attemptHeading } from './missing-sections.ts';
import { launchQuestions, questionsLine } from './post-launch.ts';
import { squashLabel, type StageEvidence } from './report-evidence.ts';
import { stageResults } from './stage-results.ts';

/** Everything a report is written from. */
export interface ReportEvidence {
  /** Runs that have ended, oldest first: a stage that runs, or has not run, publishes nothing. */
  readonly stages: readonly StageEvidence[];
  /** Check-ins that are due. */
  readonly checkIns: readonly { readonly checkIn: CheckIn; readonly evidence: CheckInEvidence }[];
  /** Answers to the questions after launch, by the question. */
  readonly answers: Readonly<Record<string, string>>;
}

/** The values of every section of the plan that evidence speaks to, in the plan's order. */
export function buildSections(text: PlanText, evidence: ReportEvidence): readonly ReportSection[] {
  return [
    ...stageSections(text, evidence),
    ...checkInSections(text, evidence),
    ...questionSection(text.prose, evidence),
  ].toSorted((a, b) => a.line - b.line);
}

function stageSections(text: PlanText, { stages }: ReportEvidence): readonly ReportSection[] {
  const { plan, prose } = text;
  return stages.flatMap((one): readonly ReportSection[] => {
    const newest = stages.findLast((other) => other.stage === one.stage) === one;
    const heading = stageHeading(text, stages, one);
    if (heading === null) return [];
    const values = stageResults(plan, one, resultFields(prose, heading));
    const subject = newest ? `stage:${one.stage}` : `stage:${one.stage}:${one.run.attempt}`;
    const label = newest ? one.label : `${one.label}, attempt ${one.run.attempt}`;
    return values.length === 0 ? [] : [{ subject, label, line: heading, values }];
  });
}

/** Line of the heading below which a run's Results stand; `null` where the plan has none for it. */
export function stageHeading(
  text: PlanText,
  stages: readonly StageEvidence[],
  one: StageEvidence,
): number | null {
  if (text.plan.stages.every(({ id }) => id !== one.stage)) return null;
  const newest = stages.findLast((other) => other.stage === one.stage) === one;
  return newest ? sectionOf(text, one) : attemptLine(text.prose, one);
}

/** The stage as the prose has it, or the heading that was inserted for it. */
function sectionOf(text: PlanText, { stage, label }: StageEvidence): number | null {
  const own = proseStageOf(text, stage);
  if (own !== null && resultFields(text.prose, own.line).length > 0) return own.line;
  const title = squashLabel(`Results of ${label}`);
  return text.prose.sections.find(({ heading }) => squashLabel(heading.text) === title)?.heading.line ?? null;
}

function attemptLine(prose: ProsePlan, one: StageEvidence): number | null {
  const title = squashLabel(attemptHeading(one));
  return prose.sections.find(({ heading }) => squashLabel(heading.text) === title)?.heading.line ?? null;
}

function checkInSections({ plan, prose }: PlanText, { checkIns }: ReportEvidence): readonly ReportSection[] {
  return checkIns.flatMap(({ checkIn, evidence }): readonly ReportSection[] => {
    const line = checkInLine(prose, checkIn);
    if (line === null) return [];
    const values = checkInResults(plan, evidence, resultFields(prose, line));
    return values.length === 0
      ? []
      : [{ subject: `check-in:${checkIn.id}`, label: `${checkIn.label} after launch`, line, values }];
  });
}

function questionSection(prose: ProsePlan, { answers }: ReportEvidence): readonly ReportSection[] {
  const line = questionsLine(prose);
  if (line === null) return [];
  const values = launchQuestions(prose).flatMap(({ label }) => {
    const own = Object.entries(answers).find(([one]) => squashLabel(one) === squashLabel(label));
    return own === undefined ? [] : [{ label, value: own[1], from: 'entered' }];
  });
  return values.length === 0 ? [] : [{ subject: 'questions', label: 'Questions after launch', line, values }];
}
