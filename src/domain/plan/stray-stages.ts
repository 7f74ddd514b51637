import type { BlockStage } from './block-schema.ts';
import { fault } from './findings/fault.ts';
import { nameHint, nearestName } from './nearest-name.ts';
import type { LineOf } from './parse-block.ts';
import type { Finding } from './plan.ts';
import type { ProseStage } from './prose/prose-plan.ts';
import { stageIds } from './stage-ids.ts';
import { tieEntries } from './tie-stages.ts';

/**
 * Entries under "stages" that name no stage of the text. A mistyped id would add a stage nobody planned and leave the one
 * that was meant as it is; a stage added on purpose says who gets it.
 */
export function strayStages(
  ofProse: readonly ProseStage[],
  ofBlock: readonly BlockStage[],
  lineOf: LineOf,
): readonly Finding[] {
  if (ofProse.length === 0) return [];
  const entries = tieEntries(ofProse, ofBlock);
  const ids = stageIds(ofProse);
  const taken = new Set(entries.map((one) => one.prose));
  const free = ids.filter((_, i) => !taken.has(ofProse[i] ?? null));
  const known = free.length === 0 ? ids : free;
  return entries.flatMap(({ block: { entry, index }, prose }) => {
    const line = lineOf(['stages', index]);
    return prose === null ? [stray(entry, line, known)] : [];
  });
}

function stray(entry: BlockStage, line: number, known: readonly string[]): Finding {
  const { id } = entry;
  const at = entry.line === undefined ? '' : ` and none at line ${entry.line}`;
  const missing = `There is no stage "${id}" in the text${at}.`;
  if (entry.skip === true) {
    const message = `${missing}${nameHint(id, known)} What is meant to be skipped stays a stage. Correct the id or the line, or take the entry out.`;
    return fault('must-fix', 'stage-unknown', line, message);
  }
  if (!isMeant(entry, known)) {
    const message = `${missing}${nameHint(id, known)} Correct the id; or, if it is a stage of its own, give it a label and say who gets it.`;
    return fault('must-fix', 'stage-unknown', line, message);
  }
  const message = `The stage "${id}" is only in the stagewatch block. Whoever reads the text does not know of it: add it there too.`;
  return fault('note', 'stage-only-in-block', line, message);
}

/** Added on purpose: it says who gets it and more, or is called like nothing else. */
function isMeant(entry: BlockStage, known: readonly string[]): boolean {
  const saysWho = entry.percent !== undefined || entry.actors !== undefined || entry.off !== undefined;
  const saysMore = entry.label !== undefined || entry.length !== undefined || entry.off === true;
  return saysWho && (saysMore || nearestName(entry.id, known) === undefined);
}
