import type { Block, BlockCriterion } from './block-schema.ts';
import { unlimited } from './findings/criteria.ts';
import { findingKey, listed } from './findings/fault.ts';
import { missingLengths, percentFaultsOf } from './findings/stage-fields.ts';
import type { Finding, Plan, Stage } from './plan.ts';
import type { ProsePlan, ProseStage } from './prose/prose-plan.ts';
import { linesOf, tieCriteria } from './tie-criteria.ts';
import { plannedPercent, type TiedStage } from './tie-stages.ts';

/** A plan as read, with what its findings are answered from. */
export interface Bound {
  readonly plan: Plan;
  readonly prose: ProsePlan;
  /** In the order of the plan's stages. */
  readonly tied: readonly TiedStage[];
  readonly block: Block;
}

/**
 * Blanks of the prose that the block fills: then the finding has been answered. Limits are not among them: one that only
 * the block knows is not in the plan people agreed to, unless its criterion names the line it stands for.
 */
const filledBy: Readonly<Record<string, (bound: Bound) => boolean>> = {
  'toggle-missing': ({ plan }) => plan.toggles.length > 0,
  'dates-missing': ({ plan }) => plan.stages.some((stage) => stage.start !== null),
  // Whose toggle goes off, and at which number: the block says both.
  'rollback-missing': ({ plan }) =>
    plan.toggles.length > 0 && plan.criteria.some((one) => one.breach === 'roll back'),
  'rollback-without-number': ({ prose, block }) => rollsBackBy(block, rollbackLines(prose)),
  'criteria-missing': ({ plan }) => plan.criteria.length > 0,
  'criteria-without-numbers': ({ prose, block }) => givesNumber(prose, block),
  'ramp-incomplete': ({ plan, tied }) =>
    plan.stages.some((stage, i) => (plannedPercent(stage, tied[i]) ?? 0) >= 100),
  'rollback-leaves-cache': ({ plan }) => plan.notUndone.some((one) => /\bcach/i.test(one)),
  // Every signal comes with a link of its own.
  'dashboard-missing': ({ plan }) => plan.signals.length > 0,
  'after-hours-nobody': ({ plan }) => plan.contacts.some((contact) => contact.hours !== 'business'),
  'phone-missing': ({ plan }) => plan.contacts.some((contact) => contact.ref !== null),
};

/** The findings of a plan's prose that its block leaves open. */
export function besideBlock(bound: Bound, ofProse: readonly Finding[]): readonly Finding[] {
  const answered = new Set([...answeredStages(bound), ...answeredCriteria(bound)].map(findingKey));
  const judged = new Set((bound.block.criteria ?? []).filter(isJudged).flatMap(linesOf));
  const raised = new Set(noLongerLast(bound).map(findingKey));
  return ofProse
    .filter(
      (one) =>
        filledBy[one.code]?.(bound) !== true &&
        !answered.has(findingKey(one)) &&
        // A blank "Threshold:" has a line of its own, below its criterion's.
        !(one.code === 'limit-blank' && one.line !== null && judged.has(one.line)),
    )
    .map((one) => besideLimits(one, bound.block))
    .map((one) => (raised.has(findingKey(one)) ? { ...one, severity: 'must-fix' } : one));
}

/** The block may give limits that stand for no line of the text: then it is only the text that has no number. */
function besideLimits(one: Finding, block: Block): Finding {
  const given = block.criteria ?? [];
  if (one.code === 'criteria-without-numbers') return besideAny(one, given.filter(hasLimit).map(quoted));
  if (one.code === 'rollback-without-number') return besideRollback(one, given.filter(rollsBack).map(quoted));
  return one;
}

function quoted({ id }: BlockCriterion): string {
  return `"${id}"`;
}

function besideRollback(one: Finding, calling: readonly string[]): Finding {
  if (calling.length === 0) return one;
  return {
    ...one,
    message: `The rollback process in the plan's text has no number. In the stagewatch block ${listed(calling)} ${calling.length === 1 ? 'calls' : 'call'} for a roll back, but ${calling.length === 1 ? 'does' : 'do'} not say for which line. Name the line in the block, or write the conditions with their limits into the text.`,
  };
}

function besideAny(one: Finding, limited: readonly string[]): Finding {
  if (limited.length === 0) return one;
  return {
    ...one,
    message: `None of the criteria in the plan's text has a number. The stagewatch block gives limits (${listed(limited)}), but says of none which line it stands for, so people who read the text can't know what was agreed. Name the lines in the block, or write the limits into the text.`,
  };
}

/** The last of a ramp may go without a length; not once the block puts another stage behind it. */
function noLongerLast({ prose, tied }: Bound): readonly Finding[] {
  const last = tied.at(-1)?.prose ?? null;
  return last === null
    ? missingLengths(prose).flatMap(({ finding }) => (finding.severity === 'note' ? [finding] : []))
    : [];
}

/** What the block says of a stage answers that stage's findings, and no other's. */
function answeredStages({ plan, prose, tied }: Bound): readonly Finding[] {
  const stageOf = (of: ProseStage): Stage | undefined =>
    plan.stages[tied.findIndex((one) => one.prose === of)];
  // A stage of the prose that is none of the plan's was left out by the block.
  const lengths = missingLengths(prose).filter(({ stage }) => {
    const own = stageOf(stage);
    return own === undefined || own.length !== null || own.off;
  });
  const percents = percentFaultsOf(prose).filter(({ stage, finding }) => {
    const own = stageOf(stage);
    return (
      finding.code === 'stage-percent-missing' &&
      (own === undefined || own.audience.kind !== 'unknown' || own.off)
    );
  });
  return [...lengths, ...percents].map((one) => one.finding);
}

/** A criterion of the block that names the line of one of the prose answers what is missing there. */
function answeredCriteria({ prose, block }: Bound): readonly Finding[] {
  const tied = tieCriteria(prose.criteria, block.criteria ?? []);
  return unlimited(prose).flatMap(({ criterion, finding }) => {
    const named = tied.find((one) => one.prose === criterion)?.named ?? [];
    const answers = named.filter(finding.code === 'condition-without-number' ? isConditionJudged : isJudged);
    return answers.length === 0 ? [] : [finding];
  });
}

/** Whether one of the prose's criteria has got its number from the block. */
function givesNumber(prose: ProsePlan, block: Block): boolean {
  return tieCriteria(prose.criteria, block.criteria ?? []).some(({ named }) => named.some(hasLimit));
}

/** Whether something with a limit calls for a roll back at one of these lines. */
function rollsBackBy(block: Block, lines: ReadonlySet<number>): boolean {
  return (block.criteria ?? []).some(
    (entry) => rollsBack(entry) && linesOf(entry).some((line) => lines.has(line)),
  );
}

/** The lines of the prose's rollback section. */
function rollbackLines({ rollback, sections }: ProsePlan): ReadonlySet<number> {
  if (rollback === null) return new Set();
  const own = sections.filter((section) =>
    [section, ...section.path].some((outer) => outer.heading.line === rollback.line),
  );
  return new Set([
    rollback.line,
    ...own.flatMap((section) => [section.heading.line, ...section.entries.map((entry) => entry.line)]),
  ]);
}

function hasLimit(entry: BlockCriterion): boolean {
  return entry.limit !== undefined || entry.limits !== undefined || entry.never !== undefined;
}

function rollsBack(entry: BlockCriterion): boolean {
  return hasLimit(entry) && entry.breach === 'roll back' && entry.watch !== true;
}

/** It calls for the roll back at a number, or says openly that it is only watched or judged by people. */
function isConditionJudged(entry: BlockCriterion): boolean {
  const relative = entry.baseline !== undefined && entry.breach === 'roll back';
  return rollsBack(entry) || relative || entry.watch === true || entry.ask !== undefined;
}

/** It states what is good, or says openly that it is only watched or answered by people. */
function isJudged(entry: BlockCriterion): boolean {
  return hasLimit(entry) || entry.baseline !== undefined || entry.watch === true || entry.ask !== undefined;
}
