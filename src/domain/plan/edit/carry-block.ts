import { diffArrays } from 'diff';
import { isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';
import { findBlocks } from '../find-block.ts';

/**
 * Gives changed prose the block of the version before it, so that a team that edits its plan elsewhere keeps its bindings:
 * the block moves to the end, and the lines it names follow their text. Prose that brings a block of its own keeps that.
 * @returns the new text, and the lines named by the block whose text is gone.
 */
export function carryBlock(
  before: string,
  after: string,
): { readonly markdown: string; readonly carried: boolean; readonly lost: readonly number[] } {
  const [block] = findBlocks(before);
  if (block === undefined || findBlocks(after).length > 0)
    return { markdown: after, carried: false, lost: [] };
  const { text, lost } = moveLines(block.text, lineMap(withoutBlock(before, block), after));
  const eol = /\r\n|\r|\n/.exec(after)?.[0] ?? '\n';
  const lines = ['```stagewatch', ...text.replace(/\n$/, '').split('\n'), '```', ''].join(eol);
  const gap = /[\r\n]$/.test(after) || after === '' ? eol : eol + eol;
  return { markdown: `${after}${after === '' ? '' : gap}${lines}`, carried: true, lost };
}

/** The old text with blank lines where its block stood, so that every other line keeps its number. */
function withoutBlock(text: string, block: { readonly firstLine: number; readonly endLine: number }): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line, i) => (i + 1 >= block.firstLine - 1 && i + 1 <= block.endLine ? '' : line))
    .join('\n');
}

/** Where each line of the old text stands in the new one, as far as it is still there. Blank lines are nobody's words. */
function lineMap(before: string, after: string): ReadonlyMap<number, number> {
  const old = wordsOf(before);
  const now = wordsOf(after);
  const map = new Map<number, number>();
  let i = 0;
  let k = 0;
  const changes = diffArrays(
    old.map((one) => one.text),
    now.map((one) => one.text),
    { maxEditLength: 4_000 },
  );
  for (const { added, removed, count } of changes ?? []) {
    if (!added && !removed) {
      for (let n = 0; n < count; n++) map.set(old[i + n]?.line ?? 0, now[k + n]?.line ?? 0);
    }
    if (!added) i += count;
    if (!removed) k += count;
  }
  return map;
}

function wordsOf(text: string): readonly { readonly text: string; readonly line: number }[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((one, i) => ({ text: one.trimEnd(), line: i + 1 }))
    .filter((one) => one.text !== '');
}

/** Rewrites every `line` of the block. One whose text is gone is left out: it would point at somebody else's words. */
function moveLines(
  yaml: string,
  map: ReadonlyMap<number, number>,
): { readonly text: string; readonly lost: readonly number[] } {
  const document = parseDocument(yaml);
  if (document.errors.length > 0) return { text: yaml, lost: [] };
  const lost: number[] = [];
  const noteLost = (line: number): readonly number[] => {
    lost.push(line);
    return [];
  };
  // What was accepted about words that are gone is no longer accepted: without its line it would cover the whole plan.
  const accepted = document.get('accept');
  if (isSeq(accepted)) {
    accepted.items = accepted.items.filter((item) => {
      const line = isMap(item) ? item.get('line') : undefined;
      return typeof line !== 'number' || map.has(line) || noteLost(line).length > 0;
    });
  }
  visit(document, {
    Map: (_key, node) => {
      const line = node.get('line');
      const lines = (
        isSeq(line) ? line.items.map((item) => (isScalar(item) ? item.value : item)) : [line]
      ).filter((one) => typeof one === 'number');
      if (lines.length === 0) return;
      const kept = lines.flatMap((one) => map.get(one) ?? noteLost(one));
      if (kept.length === 0) node.delete('line');
      else node.set('line', isSeq(line) ? document.createNode(kept, { flow: true }) : kept[0]);
    },
  });
  return { text: document.toString({ lineWidth: 0, flowCollectionPadding: true }), lost };
}
