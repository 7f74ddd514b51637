import { linesOf } from './tie-criteria.ts';
import type { Block, BlockCriterion } from './block-schema.ts';
import type { Finding, Plan } from './plan.ts';

/**
 * Blanks of the prose that the block fills: then the finding has been answered. Limits are not among them: one that only
 * the block knows is not in the plan people agreed to, unless its criterion names the line it stands for.
 */
const filledBy: Readonly<Record<string, (plan: Plan) => boolean>> = {
  'toggle-missing': (plan) => plan.toggles.length > 0,
  'stage-percent-missing': (plan) => plan.stages.every((stage) => stage.audience.kind !== 'unknown'),
  'stage-length-missing': (plan) =>
    plan.stages.slice(0, -1).every((stage) => stage.length !== null || stage.off),
  'dates-missing': (plan) => plan.stages.some((stage) => stage.start !== null),
  // Whose toggle goes off, and at which number: the block says both.
  'rollback-missing': (plan) =>
    plan.toggles.length > 0 && plan.criteria.some((one) => one.breach === 'roll back'),
  'criteria-missing': (plan) => plan.criteria.length > 0,
  // Every signal comes with a link of its own.
  'dashboard-missing': (plan) => plan.signals.length > 0,
  'phone-missing': (plan) => plan.contacts.some((contact) => contact.ref !== null),
};

/** Findings about one line's criterion, which a criterion of the block that names the line answers. */
const ofCriterion = new Set([
  'criterion-without-limit',
  'criterion-blank',
  'limit-blank',
  'baseline-not-stated',
]);

/** The findings of a plan's prose that its block leaves open. */
export function besideBlock(plan: Plan, block: Block, ofProse: readonly Finding[]): readonly Finding[] {
  const answered = new Set((block.criteria ?? []).filter(isJudged).flatMap(linesOf));
  return ofProse.filter(
    (one) =>
      filledBy[one.code]?.(plan) !== true &&
      !(ofCriterion.has(one.code) && one.line !== null && answered.has(one.line)),
  );
}

/** It states what is good, or says openly that it is only watched or answered by people. */
function isJudged(entry: BlockCriterion): boolean {
  return (
    entry.limit !== undefined ||
    entry.limits !== undefined ||
    entry.baseline !== undefined ||
    entry.never !== undefined ||
    entry.watch === true ||
    entry.ask !== undefined
  );
}
