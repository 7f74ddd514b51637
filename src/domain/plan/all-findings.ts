import { acceptFinding, straysInBlock, uselessAcceptances, withoutRepeats } from './acceptances.ts';
import { besideBlock } from './beside-block.ts';
import type { Block } from './block-schema.ts';
import { blockAgainstProse } from './block-against-prose.ts';
import { checkPlan, noStages } from './check-plan.ts';
import { findFaults } from './findings/find-faults.ts';
import type { LineOf } from './parse-block.ts';
import type { Finding, Plan } from './plan.ts';
import type { ProsePlan } from './prose/prose-plan.ts';
import { strayStages } from './stray-stages.ts';
import type { TiedStage } from './tie-stages.ts';
import { unknownNames } from './unknown-names.ts';

interface PlanParts {
  readonly plan: Plan;
  readonly prose: ProsePlan;
  readonly tied: readonly TiedStage[];
  readonly block: Block | null;
  readonly lineOf: LineOf;
  /** What was accepted about words that are gone. */
  readonly lost: readonly Finding[];
}

/** Findings of the prose and, where the plan has a block, of the two together; an accepted one is a note with its reason. */
export function allFindings(parts: PlanParts): readonly Finding[] {
  const { plan, lost } = parts;
  const found = withoutRepeats(foundIn(parts));
  return [
    ...found.map((one) => acceptFinding(plan, one)),
    ...lost,
    ...uselessAcceptances(plan, found),
  ].toSorted((a, b) => (a.line ?? Number.MAX_SAFE_INTEGER) - (b.line ?? Number.MAX_SAFE_INTEGER));
}

function foundIn({ plan, prose, tied, block, lineOf }: PlanParts): readonly Finding[] {
  const ofProse = findFaults(prose);
  if (block === null) return [...ofProse, ...(plan.stages.length === 0 ? [noStages()] : [])];
  return [
    ...besideBlock({ plan, prose, tied, block }, ofProse),
    ...checkPlan({ plan, prose, tied }).map((one) => ofStage(one, plan, tied)),
    ...blockAgainstProse(plan, prose, tied, block),
    ...strayStages(prose.stages, block.stages ?? [], lineOf),
    ...unknownNames({ plan, prose, block }, lineOf),
    ...straysInBlock(block, prose, lineOf),
  ];
}

/** A finding about a stage the block has an entry for is about that entry. */
function ofStage(one: Finding, plan: Plan, tied: readonly TiedStage[]): Finding {
  if (!one.code.startsWith('stage-')) return one;
  const stage = plan.stages.find((other, i) => other.line === one.line && tied[i]?.block !== null);
  return stage === undefined ? one : { ...one, of: stage.id };
}
