import { isMap, isScalar, isSeq, type Document, type YAMLMap } from 'yaml';
import { anchorWords } from '../anchor-words.ts';

/** The lists of the block whose entries name lines of the plan. */
type AnchorList = 'accept' | 'stages' | 'criteria';

/** A line an entry of the block named, and that is no longer there. */
export interface LostAnchor {
  /** Its number in the text before. */
  readonly line: number;
  /** The first words that stood on it; empty where it had none. */
  readonly words: string;
  /** What named it: "accept dates-missing", "stage first", "criterion error-rate". */
  readonly entry: string;
}

/** Where a line an entry names is now; `null` where it is gone. */
export type Mover = (line: number, list: AnchorList, id: string) => number | null;

/**
 * Rewrites every `line` of the block. One whose text is gone is left out: it would point at somebody else's words. And what
 * was accepted about words that are gone is no longer accepted: without its line it would cover the whole plan.
 * @param before the lines the numbers spoke of, with nobody named, to say what is lost; asked for only then
 */
export function moveAnchors(
  document: Document,
  before: () => readonly string[],
  move: Mover,
): { readonly changed: boolean; readonly lost: readonly LostAnchor[] } {
  const lost: LostAnchor[] = [];
  let changed = false;
  for (const { list, entry, id, lines } of anchorsOf(document)) {
    const kept = lines.flatMap((line) => {
      const to = move(line, list, id);
      if (to !== null) return [to];
      lost.push({ line, words: anchorWords(before()[line - 1] ?? '') ?? '', entry: `${said[list]} ${id}` });
      return [];
    });
    if (kept.length === lines.length && kept.every((line, i) => line === lines[i])) continue;
    changed = true;
    const [first] = kept;
    if (first === undefined && list === 'accept') drop(document, entry);
    else if (first === undefined) entry.delete('line');
    else entry.set('line', isSeq(entry.get('line')) ? document.createNode(kept, { flow: true }) : first);
  }
  return { changed, lost };
}

const said = { accept: 'accept', stages: 'stage', criteria: 'criterion' } as const;

interface Anchor {
  readonly list: AnchorList;
  readonly entry: YAMLMap;
  readonly id: string;
  readonly lines: readonly number[];
}

/** Every entry of the block that names lines. */
export function anchorsOf(document: Document): readonly Anchor[] {
  return (['stages', 'criteria', 'accept'] as const).flatMap((list) =>
    entriesOf(document, list).flatMap((entry) => {
      const id = entry.get(list === 'accept' ? 'finding' : 'id');
      const lines = linesIn(entry);
      // What an entry of the block is about by its id needs no line.
      const isHeld = list === 'accept' && entry.has('of');
      return lines.length === 0 || isHeld ? [] : [{ list, entry, id: String(id), lines }];
    }),
  );
}

/** The entries of one of the block's lists. */
export function entriesOf(document: Document, list: string): readonly YAMLMap[] {
  const found = document.getIn([list], true);
  return isSeq(found) ? found.items.filter((item) => isMap(item)) : [];
}

function linesIn(entry: YAMLMap): readonly number[] {
  const line = entry.get('line');
  const all = isSeq(line) ? line.items.map((item) => (isScalar(item) ? item.value : item)) : [line];
  return all.filter((one) => typeof one === 'number');
}

function drop(document: Document, entry: YAMLMap): void {
  const list = document.getIn(['accept'], true);
  if (isSeq(list)) list.items = list.items.filter((item) => item !== entry);
}
