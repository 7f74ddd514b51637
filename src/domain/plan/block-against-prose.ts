import { sayDuration } from '../time/duration.ts';
import { second } from '../time/time.ts';
import type { Block, BlockCriterion } from './block-schema.ts';
import { fault, listed, quote } from './findings/fault.ts';
import { sayLimit } from './limit.ts';
import type { Finding, Plan } from './plan.ts';
import type { ProseCriterion, ProsePlan } from './prose/prose-plan.ts';
import { parseDuration } from '../time/duration.ts';
import { blockLimit, proseLimit, sameLine, tieCriteria, type TiedCriterion } from './tie-criteria.ts';
import type { TiedStage } from './tie-stages.ts';

/**
 * Where the block says something else than the prose people agreed to, or leaves out what it names. The block wins in
 * judging, since it was written to correct the prose; a reader must be told.
 */
export function blockAgainstProse(
  plan: Plan,
  prose: ProsePlan,
  tied: readonly TiedStage[],
  block: Block,
): readonly Finding[] {
  return [
    ...tied.flatMap(stageDiffers),
    ...toggleDiffers(plan, prose, block),
    ...tieCriteria(prose.criteria, block.criteria ?? []).flatMap(criterionDiffers),
  ];
}

function stageDiffers({ prose, block }: TiedStage): readonly Finding[] {
  if (prose === null || block === null) return [];
  const { entry } = block;
  const found: Finding[] = [];
  const percents = percentsOf(entry.percent);
  if (prose.percent !== null && percents.length > 0 && !percents.includes(prose.percent)) {
    found.push(
      fault(
        'look',
        'block-percent-differs',
        prose.line,
        `${quote(prose.label)} is ${prose.percent}% in the text and ${listed(percents)}% in the stagewatch block. The block is what is watched: correct whichever is wrong.`,
      ),
    );
  }
  const length = entry.length === undefined ? null : (parseDuration(entry.length) ?? null);
  const seconds = prose.length?.seconds ?? null;
  if (length !== null && seconds !== null && seconds * second !== length) {
    found.push(
      fault(
        'look',
        'block-length-differs',
        prose.line,
        `${quote(prose.label)} lasts ${sayDuration(seconds * second)} in the text and ${sayDuration(length)} in the stagewatch block. The block is what is watched: correct whichever is wrong.`,
      ),
    );
  }
  return found;
}

function percentsOf(percent: number | Readonly<Record<string, number>> | undefined): readonly number[] {
  if (percent === undefined) return [];
  return typeof percent === 'number' ? [percent] : Object.values(percent);
}

function toggleDiffers(plan: Plan, prose: ProsePlan, block: Block): readonly Finding[] {
  if (block.toggles === undefined) return [];
  return prose.toggles
    .filter((toggle) => plan.toggles.every((one) => one.key !== toggle.key))
    .map((toggle) =>
      fault(
        'look',
        'toggle-not-watched',
        toggle.line,
        `The toggle ${quote(toggle.key)} is in the text, but not among the block's toggles, so nobody watches what it gives. Add it under "toggles", or accept this with a reason.`,
      ),
    );
}

function criterionDiffers({ prose, named, alike, sharesLine }: TiedCriterion): readonly Finding[] {
  const bound = named.length > 0 ? named : alike;
  if (bound.length === 0) return [unbound(prose, sharesLine)];
  const limit = proseLimit(prose);
  const stated = bound.flatMap((entry) => blockLimit(entry) ?? []);
  const found: Finding[] = [];
  if (limit !== null && stated.length > 0 && !stated.some((one) => sameLine(one, limit))) {
    found.push(
      fault(
        'look',
        'block-limit-differs',
        prose.line,
        `${quote(prose.text)} says ${sayLimit(limit)}; the stagewatch block says ${listed(stated.map((one) => sayLimit(one)))}. The block is what is judged: correct whichever is wrong.`,
      ),
    );
  }
  if (prose.from === 'rollback' && bound.every(onlyHolds)) {
    found.push(
      fault(
        'look',
        'block-breach-differs',
        prose.line,
        `The text rolls back on ${quote(prose.text)}; in the stagewatch block it only holds. Give "${bound[0]?.id}" a "breach: roll back", or accept this with a reason.`,
      ),
    );
  }
  return found;
}

function onlyHolds(entry: BlockCriterion): boolean {
  return entry.breach !== 'roll back' && entry.watch !== true;
}

function unbound(prose: ProseCriterion, sharesLine: boolean): Finding {
  const what = prose.from === 'rollback' ? 'roll back' : 'hold';
  const also = sharesLine ? ' together with a label in its words, since the line holds several,' : '';
  return fault(
    'look',
    'criterion-not-bound',
    prose.line,
    `Nothing in the stagewatch block measures ${quote(prose.text)}, so it can never call for a ${what}. Bind it to a signal or to a question people answer ("line: ${prose.line}"${also} ties a criterion to it), or accept this with a reason.`,
  );
}
