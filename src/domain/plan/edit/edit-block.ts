import { isMap, isSeq, parseDocument, type Document, type YAMLSeq } from 'yaml';
import { anchorWords } from '../anchor-words.ts';
import type { BlockCriterion, BlockSignal, BlockStage } from '../block-schema.ts';
import { findBlocks, linesOutside } from '../find-block.ts';
import { readWithoutPeople } from '../prose/without-people.ts';
import { nameEntries, settleBlock } from './settle-block.ts';

/** One change to a plan's block that a person asked for. */
export type BlockEdit =
  | {
      readonly kind: 'accept';
      readonly finding: string;
      readonly line: number | null;
      /** Id of the block's entry the finding is about; then its line is not needed. */
      readonly of?: string | undefined;
      readonly reason: string;
    }
  | { readonly kind: 'stage'; readonly stage: BlockStage }
  | { readonly kind: 'criterion'; readonly criterion: BlockCriterion }
  | { readonly kind: 'signals'; readonly signals: Readonly<Record<string, BlockSignal>> }
  | { readonly kind: 'toggles'; readonly keys: readonly string[] };

export type EditedPlan =
  | { readonly ok: true; readonly markdown: string }
  | { readonly ok: false; readonly message: string };

/**
 * Makes one change to the plan's `stagewatch` block, and writes a block at the end of a plan that has none. Everything
 * outside the block keeps its bytes; inside it comments stay, and entries that are not changed keep their words. Lines
 * the block names follow when it grows.
 */
export function editBlock(markdown: string, edit: BlockEdit): EditedPlan {
  const [fenced, second] = findBlocks(markdown);
  if (second !== undefined)
    return { ok: false, message: 'The plan has two stagewatch blocks. Merge them first, by hand.' };
  const document = parseDocument(fenced?.text ?? '');
  if (document.errors.length > 0) {
    const reason = document.errors[0]?.message ?? 'unknown reason';
    return { ok: false, message: `The stagewatch block is not valid YAML: ${reason}. Correct it first.` };
  }
  if (document.contents !== null && !isMap(document.contents))
    return { ok: false, message: 'The stagewatch block is not a list of keys and values. Correct it first.' };
  apply(document, edit, () => linesOutside(readWithoutPeople(markdown).markdown, fenced));
  nameEntries(markdown, fenced, document);
  const edited = settleBlock(markdown, fenced, document);
  if (findBlocks(edited).length !== 1) {
    const message =
      'The block can’t be written at the end of this text: a code fence or comment above is never closed. Close it first.';
    return { ok: false, message };
  }
  return { ok: true, markdown: edited };
}

function apply(document: Document, edit: BlockEdit, lines: () => readonly string[]): void {
  switch (edit.kind) {
    case 'accept':
      accept(document, edit, lines);
      return;
    case 'stage':
      merge(document, 'stages', (entry) => entry['id'] === edit.stage.id, edit.stage);
      return;
    case 'criterion':
      merge(document, 'criteria', (entry) => entry['id'] === edit.criterion.id, edit.criterion);
      return;
    case 'signals':
      for (const [id, signal] of Object.entries(edit.signals))
        document.setIn(['signals', id], document.createNode(signal, { flow: true }));
      return;
    case 'toggles':
      for (const key of edit.keys) merge(document, 'toggles', (entry) => entry['key'] === key, { key });
  }
}

/** By the entry it is about, else by its line and the words on it, else of the whole plan. */
function accept(
  document: Document,
  { finding, line, of, reason }: Extract<BlockEdit, { readonly kind: 'accept' }>,
  lines: () => readonly string[],
): void {
  const isMeant = (entry: Readonly<Record<string, unknown>>): boolean =>
    entry['finding'] === finding &&
    entry['of'] === of &&
    (of !== undefined || (entry['line'] ?? null) === line);
  const words = line === null || of !== undefined ? null : anchorWords(lines()[line - 1] ?? '');
  merge(document, 'accept', isMeant, {
    finding,
    ...(of === undefined ? {} : { of }),
    ...(of !== undefined || line === null ? {} : { line }),
    ...(words === null ? {} : { words }),
    reason,
  });
}

/** Sets the keys given on the entry that is meant, and leaves its others; without one, adds the entry. */
function merge(
  document: Document,
  list: string,
  isMeant: (entry: Readonly<Record<string, unknown>>) => boolean,
  values: object,
): void {
  const entries = listOf(document, list);
  const entry = entries.items.find((item) => isMap(item) && isMeant(item.toJSON()));
  if (entry === undefined || !isMap(entry)) {
    entries.add(document.createNode(values, { flow: true }));
    return;
  }
  for (const [key, value] of Object.entries(values))
    entry.set(key, document.createNode(value, { flow: true }));
}

function listOf(document: Document, name: string): YAMLSeq {
  const found = document.getIn([name], true);
  if (isSeq(found)) {
    // "accept: []" on one line would make a long line of all that follows.
    if (found.items.length === 0) found.flow = false;
    return found;
  }
  const made = document.createNode([]);
  document.setIn([name], made);
  return made;
}
