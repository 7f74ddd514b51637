import { isMap, isSeq, parseDocument, type Document, type YAMLSeq } from 'yaml';
import type { BlockCriterion, BlockSignal, BlockStage } from '../block-schema.ts';
import { findBlocks, type FencedBlock } from '../find-block.ts';

/** One change to a plan's block that a person asked for. */
export type BlockEdit =
  | {
      readonly kind: 'accept';
      readonly finding: string;
      readonly line: number | null;
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
 * outside the block keeps its bytes; inside it comments stay, and entries that are not changed keep their words.
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
  apply(document, edit);
  const edited = putBlock(markdown, fenced, printed(document));
  if (findBlocks(edited).length !== 1) {
    const message =
      'The block can’t be written at the end of this text: a code fence or comment above is never closed. Close it first.';
    return { ok: false, message };
  }
  return { ok: true, markdown: edited };
}

function apply(document: Document, edit: BlockEdit): void {
  switch (edit.kind) {
    case 'accept': {
      const { finding, line, reason } = edit;
      const at = line === null ? {} : { line };
      merge(document, 'accept', (entry) => entry['finding'] === finding && (entry['line'] ?? null) === line, {
        finding,
        ...at,
        reason,
      });
      return;
    }
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

function printed(document: Document): string {
  return document.contents === null ? '' : document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

/** Puts the block's text where it stood, or a new block at the end, with the line ends of the file. */
function putBlock(markdown: string, fenced: FencedBlock | undefined, yaml: string): string {
  const eol = /\r\n|\r|\n/.exec(markdown)?.[0] ?? '\n';
  const text = yaml.replace(/\n$/, '').replaceAll('\n', eol);
  return fenced === undefined
    ? withNewBlock(markdown, text, eol)
    : withBlockText(markdown, fenced, text, eol);
}

function withNewBlock(markdown: string, text: string, eol: string): string {
  const gap = markdown === '' || markdown.endsWith(eol + eol) ? '' : eol;
  const end = markdown === '' || /[\r\n]$/.test(markdown) ? '' : eol;
  return `${markdown}${end}${gap}\`\`\`stagewatch${eol}${text}${eol}\`\`\`${eol}`;
}

function withBlockText(markdown: string, fenced: FencedBlock, text: string, eol: string): string {
  const ends = Array.from(markdown.matchAll(/\r\n|\r|\n/g), (match) => match.index + match[0].length);
  const startOf = (line: number): number | undefined => (line === 1 ? 0 : ends[line - 2]);
  // A fence that is the last line has no line below it yet.
  const first = startOf(fenced.firstLine);
  const from = first ?? markdown.length;
  const to = startOf(fenced.endLine) ?? markdown.length;
  const indent = /^[ \t]*/.exec(markdown.slice(startOf(fenced.firstLine - 1) ?? 0))?.[0] ?? '';
  const indented = indent === '' ? text : text.replaceAll(/^(?=.)/gm, indent);
  return `${markdown.slice(0, from)}${first === undefined ? eol : ''}${indented}${eol}${markdown.slice(to)}`;
}
