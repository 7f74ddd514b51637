import { isMap, isSeq, type Document, type YAMLSeq } from 'yaml';
import type { BlockStage } from '../block-schema.ts';
import type { ProseStage } from '../prose/prose-plan.ts';
import { stageForms } from '../stage-ids.ts';
import { tieStages, type TiedStage } from '../tie-stages.ts';

/** Ties of a stage's id to prose, as they were and as they must stay. */
export interface KeptTie {
  readonly id: string;
  readonly prose: ProseStage;
}

/**
 * Makes sure that every stage found again in a new text has the id it had, by writing its line into the block where its
 * name alone no longer says so: a stage of a new phase may share it, and a run that is open speaks of the old one.
 */
export function keepStageIds(
  document: Document,
  stages: readonly ProseStage[],
  ties: readonly KeptTie[],
): void {
  for (const tie of ties) {
    const tied = tiedIn(document, stages);
    const isKept = tied.some((one) => one.prose === tie.prose && one.id === tie.id);
    const isAlone = tied.filter((one) => one.id === tie.id).length === 1;
    if (!isKept) writeTie(document, stages, tie);
    else if (!isAlone) renameOthers(document, tied, tie);
  }
  for (const tie of ties) renameOthers(document, tiedIn(document, stages), tie);
}

/** What ties the stages of a text to the entries of a block, before anything is left out. */
export function tiedIn(document: Document, stages: readonly ProseStage[]): readonly TiedStage[] {
  return tieStages(stages, entriesIn(document));
}

/** The stages of the block as far as a tie needs them: a block that was read before holds nothing else. */
function entriesIn(document: Document): readonly BlockStage[] {
  return seqOf(document).items.flatMap((item) => {
    if (!isMap(item)) return [];
    const [id, line, label] = [item.get('id'), item.get('line'), item.get('label')];
    if (typeof id !== 'string') return [];
    return [
      {
        id,
        ...(typeof line === 'number' ? { line } : {}),
        ...(typeof label === 'string' ? { label } : {}),
      },
    ];
  });
}

function writeTie(document: Document, stages: readonly ProseStage[], { id, prose }: KeptTie): void {
  const list = seqOf(document);
  const own = list.items.find((item) => isMap(item) && item.get('id') === id);
  if (isMap(own)) {
    own.set('line', prose.line);
    return;
  }
  const entry = document.createNode({ id, line: prose.line }, { flow: true });
  list.items.splice(placeFor(document, stages, prose), 0, entry);
}

/** Before the first entry of a later stage, so that stages only the block knows stay behind the one they follow. */
function placeFor(document: Document, stages: readonly ProseStage[], prose: ProseStage): number {
  const later = new Set(
    tiedIn(document, stages).flatMap((one) =>
      one.block !== null && one.prose !== null && one.prose.line > prose.line ? [one.id] : [],
    ),
  );
  const { items } = seqOf(document);
  const at = items.findIndex((item) => isMap(item) && later.has(String(item.get('id'))));
  return at < 0 ? items.length : at;
}

/** Another stage whose name would give it the same id gets a longer one. */
function renameOthers(document: Document, tied: readonly TiedStage[], { id, prose }: KeptTie): void {
  const taken = new Set(tied.map((one) => one.id));
  for (const other of tied) {
    if (other.id !== id || other.prose === prose || other.prose === null || other.block !== null) continue;
    const forms = stageForms(other.prose);
    const base = forms.findLast((form) => !taken.has(form)) ?? `${id}-2`;
    let free = base;
    for (let n = 2; taken.has(free); n++) free = `${base}-${n}`;
    taken.add(free);
    seqOf(document).items.push(document.createNode({ id: free, line: other.prose.line }, { flow: true }));
  }
}

function seqOf(document: Document): YAMLSeq {
  const found = document.getIn(['stages'], true);
  if (isSeq(found)) {
    if (found.items.length === 0) found.flow = false;
    return found;
  }
  const made = document.createNode([]);
  document.setIn(['stages'], made);
  return made;
}
