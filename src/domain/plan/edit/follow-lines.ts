import { parseDocument, type Document } from 'yaml';
import { findBlocks, linesOutside } from '../find-block.ts';
import { lineMap } from './line-map.ts';
import { anchorsOf, moveAnchors, type LostAnchor } from './move-anchors.ts';
import { bareLines, nameEntries, settleBlock } from './settle-block.ts';

export interface FollowedText {
  readonly markdown: string;
  /** Lines the block named whose text is gone. */
  readonly lost: readonly LostAnchor[];
}

/**
 * Lets the lines a block names follow the text a person typed around it. What they wrote into the block itself in the same
 * step is meant as it stands. A block that can't be read, or is not in both texts, leaves the new text as it is.
 * @param before the text whose lines the block named rightly
 */
export function followLines(before: string, after: string): FollowedText {
  const [old, another] = findBlocks(before);
  const [now, second] = findBlocks(after);
  const asItIs = { markdown: after, lost: [] };
  if (old === undefined || now === undefined || another !== undefined || second !== undefined) return asItIs;
  if (before === after) return asItIs;
  const was = parseDocument(old.text);
  const document = parseDocument(now.text);
  if (was.errors.length > 0 || document.errors.length > 0) return asItIs;
  const named = old.text === now.text && nameEntries(before, old, document);
  const known = new Set(namesOf(was));
  const outside = lineMap(linesOutside(before, old), linesOutside(after, now), true);
  const inside = lineMap(old.text.split('\n'), now.text.split('\n'), true);
  const { changed, lost } = moveAnchors(
    document,
    () => bareLines(before),
    (line, list, id) => {
      if (!known.has(`${list} ${id} ${line}`)) return line;
      if (line < old.firstLine || line >= old.endLine) return outside.get(line) ?? null;
      const to = inside.get(line - old.firstLine + 1);
      return to === undefined ? null : to + now.firstLine - 1;
    },
  );
  return changed || named ? { markdown: settleBlock(after, now, document), lost } : asItIs;
}

function namesOf(document: Document): readonly string[] {
  return anchorsOf(document).flatMap(({ list, id, lines }) => lines.map((line) => `${list} ${id} ${line}`));
}
