import { parseDocument } from 'yaml';
import { findBlocks, linesOutside, type FencedBlock } from '../find-block.ts';
import type { ProseStage } from '../prose/prose-plan.ts';
import { readWithoutPeople } from '../prose/without-people.ts';
import { printed, putBlock } from './block-text.ts';
import { keepStageIds, tiedIn } from './keep-stage-ids.ts';
import { lineMap, type LineMap } from './line-map.ts';
import { matchStages } from './match-stages.ts';
import { moveAnchors, type LostAnchor, type Mover } from './move-anchors.ts';
import { bareLines, linesOf, nameEntries } from './settle-block.ts';

export interface CarriedBlock {
  readonly markdown: string;
  readonly carried: boolean;
  /** What the block named that is gone. */
  readonly lost: readonly LostAnchor[];
}

/**
 * Gives changed prose the block of the version before it, so that a team that edits its plan elsewhere keeps its bindings:
 * the block moves to the end, its stages stay with the stages they were tied to, and the lines it names follow their text.
 * Prose that brings a block of its own keeps that.
 */
export function carryBlock(before: string, after: string): CarriedBlock {
  const [block] = findBlocks(before);
  if (block === undefined || findBlocks(after).length > 0)
    return { markdown: after, carried: false, lost: [] };
  const document = parseDocument(block.text);
  if (document.errors.length > 0)
    return { markdown: putBlock(after, undefined, block.text), carried: true, lost: [] };
  nameEntries(before, block, document);
  const { ties, stages, move } = compare(before, block, after, (old) => tiedIn(document, old));
  const { lost } = moveAnchors(document, () => bareLines(before), move);
  keepStageIds(
    document,
    stages,
    [...ties].map(([id, { now }]) => ({ id, prose: now })),
  );
  return { markdown: putBlock(after, undefined, printed(document)), carried: true, lost };
}

interface Moved {
  readonly old: ProseStage;
  readonly now: ProseStage;
}

/** How the new text stands to the old one: which stage is which, and where lines went. */
function compare(
  before: string,
  block: FencedBlock,
  after: string,
  tie: (old: readonly ProseStage[]) => ReturnType<typeof tiedIn>,
): {
  readonly ties: ReadonlyMap<string, Moved>;
  readonly stages: readonly ProseStage[];
  readonly move: Mover;
} {
  const oldLines = linesOutside(before, block);
  const nowLines = linesOf(after);
  const whole = lineMap(oldLines, nowLines);
  const old = readWithoutPeople(oldLines.join('\n')).prose.stages;
  const stages = readWithoutPeople(after).prose.stages;
  const matched = matchStages(old, stages, whole);
  const lines = byStage(whole, [...matched], oldLines, nowLines);
  const tied = tie(old);
  const ties = new Map<string, Moved>();
  for (const { id, prose } of tied) {
    const now = prose === null ? undefined : matched.get(prose);
    if (prose !== null && now !== undefined) ties.set(id, { old: prose, now });
  }
  const had = new Set(tied.flatMap(({ id, prose }) => (prose === null ? [] : [id])));
  const move: Mover = (line, list, id) => {
    if (line >= block.firstLine - 1 && line <= block.endLine) return null;
    const to = lines.get(line) ?? null;
    if (list !== 'stages' || !had.has(id)) return to;
    const now = ties.get(id)?.now;
    if (now === undefined) return null;
    return to !== null && holds(now, to) ? to : now.line;
  };
  return { ties, stages, move };
}

/** The lines of a stage are looked for in the same stage first: fields of the same words stand in every one. */
function byStage(
  whole: LineMap,
  matched: readonly (readonly [ProseStage, ProseStage])[],
  before: readonly string[],
  after: readonly string[],
): LineMap {
  const map = new Map(whole);
  for (const [old, now] of matched) {
    const own = lineMap(before.slice(old.line - 1, old.endLine), after.slice(now.line - 1, now.endLine));
    for (let line = old.line; line <= old.endLine; line++) {
      const here = own.get(line - old.line + 1);
      const elsewhere = whole.get(line);
      if (here !== undefined) map.set(line, here + now.line - 1);
      else if (
        elsewhere !== undefined &&
        matched.some(([, other]) => other !== now && holds(other, elsewhere))
      )
        map.delete(line);
    }
  }
  return map;
}

function holds(stage: ProseStage, line: number): boolean {
  return stage.line <= line && line <= stage.endLine;
}
