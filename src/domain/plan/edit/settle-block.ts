import { type Document } from 'yaml';
import { findBlocks, type FencedBlock } from '../find-block.ts';
import { readWithoutPeople } from '../prose/without-people.ts';
import { readPlan } from '../read-plan.ts';
import { printed, putBlock } from './block-text.ts';
import { lineMap } from './line-map.ts';
import { entriesOf, moveAnchors, type Mover } from './move-anchors.ts';

/** Taking out what is lost moves lines once more; then nothing moves. */
const mostTurns = 4;

/**
 * Writes a changed block into its plan. Where it grew or shrank, every line below it has moved, and so have the lines of
 * its own entries: what it says of them follows.
 */
export function settleBlock(markdown: string, fenced: FencedBlock | undefined, document: Document): string {
  if (fenced === undefined) return putBlock(markdown, fenced, printed(document));
  let now = markdown;
  for (let turn = 0; turn < mostTurns; turn++) {
    const next = putBlock(markdown, fenced, printed(document));
    const { changed } = moveAnchors(document, () => [], shift(now, next));
    now = next;
    if (!changed) break;
  }
  return putBlock(markdown, fenced, printed(document));
}

/** Where lines went when a block was rewritten: exact outside it, by what its lines say within. */
function shift(before: string, after: string): Mover {
  const [old] = findBlocks(before);
  const [now] = findBlocks(after);
  if (old === undefined || now === undefined) return (line) => line;
  const inside = lineMap(old.text.split('\n'), now.text.split('\n'), true);
  return (line) => {
    if (line < old.firstLine) return line;
    if (line >= old.endLine) return line + now.endLine - old.endLine;
    const to = inside.get(line - old.firstLine + 1);
    return to === undefined ? null : to + now.firstLine - 1;
  };
}

/**
 * What was accepted about a line of the block itself is about the entry that stands there: it is named instead, so that it
 * stays with it when the block grows.
 * @returns whether anything was named
 */
export function nameEntries(markdown: string, fenced: FencedBlock | undefined, document: Document): boolean {
  if (fenced === undefined) return false;
  const inBlock = entriesOf(document, 'accept').filter((entry) => {
    const line = entry.get('line');
    return typeof line === 'number' && line >= fenced.firstLine && line < fenced.endLine && !entry.has('of');
  });
  if (inBlock.length === 0) return false;
  const read = readPlan(markdown);
  let named = false;
  for (const entry of inBlock) {
    const found = (read.ok ? read.findings : []).filter(
      (one) => one.code === entry.get('finding') && one.line === entry.get('line') && one.of !== undefined,
    );
    // Two entries on one line were accepted both: only their line says so.
    if (found.length !== 1) continue;
    entry.set('of', found[0]?.of);
    entry.delete('line');
    named = true;
  }
  return named;
}

/** The lines of a plan with nobody named in them. */
export function bareLines(markdown: string): readonly string[] {
  return linesOf(readWithoutPeople(markdown).markdown);
}

/** The lines of a text. */
export function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/);
}
