import type { BlockStage } from './block-schema.ts';
import type { Stage } from './plan.ts';
import type { ProseStage } from './prose/prose-plan.ts';
import { stagePercent } from './stage-percent.ts';
import { stageForms, stageIds } from './stage-ids.ts';

/** A stage as prose and block give it together; either may be silent about it. */
export interface TiedStage {
  /** Its id: the block's, else one made of the prose's name. */
  readonly id: string;
  readonly prose: ProseStage | null;
  /** The block's entry, with its place in the block's list. */
  readonly block: { readonly entry: BlockStage; readonly index: number } | null;
}

/** The percent a stage plans, also where no toggle is named that would give it; `null` where it plans none. */
export function plannedPercent(stage: Stage, tied: TiedStage | undefined): number | null {
  const percent = tied?.block?.entry.percent;
  const ofBlock = typeof percent === 'number' ? percent : null;
  const actors = tied?.block?.entry.actors;
  return stagePercent(stage) ?? ofBlock ?? (actors === undefined ? (tied?.prose?.percent ?? null) : null);
}

/** An entry of the block with its place in the block's list. */
type Entry = NonNullable<TiedStage['block']>;

/** Each entry of the block with the stage of the prose it is about; `null` where the prose has none such. */
export function tieEntries(
  ofProse: readonly ProseStage[],
  ofBlock: readonly BlockStage[],
): readonly { readonly block: Entry; readonly prose: ProseStage | null }[] {
  const ids = stageIds(ofProse);
  const taken = new Set<ProseStage>();
  return ofBlock.map((entry, index) => {
    const prose = proseOf(entry, ofProse, ids, taken);
    if (prose !== null) taken.add(prose);
    return { block: { entry, index }, prose };
  });
}

/**
 * Ties the block's stages to the prose's: by the line an entry names, else by its id, else by its label. A stage both know
 * is one stage; one the block says to skip is none. The prose gives the order: a stage the block adds stands behind the
 * entry before it, and without one, where its percent belongs. Only a block that restates the whole ramp has its own order.
 */
export function tieStages(
  ofProse: readonly ProseStage[],
  ofBlock: readonly BlockStage[],
): readonly TiedStage[] {
  const ids = stageIds(ofProse);
  const entries = tieEntries(ofProse, ofBlock);
  const all: TiedStage[] = ofProse.map((prose, i) => {
    const block = entries.find((one) => one.prose === prose)?.block ?? null;
    return { id: block?.entry.id ?? ids[i] ?? 'stage', prose, block };
  });
  for (const [i, { block, prose }] of entries.entries()) {
    if (prose !== null) continue;
    const place = placeOf(all, entries, i);
    all.splice(place, 0, { id: block.entry.id, prose: null, block });
  }
  return inBlockOrder(all).filter((stage) => stage.block?.entry.skip !== true);
}

/** Where a stage that only the block has stands among those placed so far. */
function placeOf(
  placed: readonly TiedStage[],
  entries: ReturnType<typeof tieEntries>,
  index: number,
): number {
  const isTiedBefore = entries.slice(0, index).some((one) => one.prose !== null);
  const own = entries[index]?.block.entry;
  const percent = own === undefined ? null : percentOf(own);
  // Without stages in the text the block's own ramp keeps its order.
  const isAlone = placed.every((one) => one.prose === null);
  if (!isTiedBefore && !isAlone && percent !== null) {
    const higher = placed.findIndex((one) => (plannedBy(one) ?? -1) > percent);
    return higher < 0 ? placed.length : higher;
  }
  const before = placed.findIndex((one) => one.block !== null && one.block.index === index - 1);
  if (before >= 0) return before + 1;
  // Named people come before any percentage.
  return own?.actors === undefined ? placed.length : 0;
}

function plannedBy({ prose, block }: TiedStage): number | null {
  return (block === null ? null : percentOf(block.entry)) ?? prose?.percent ?? null;
}

function percentOf({ percent }: BlockStage): number | null {
  if (percent === undefined) return null;
  return typeof percent === 'number' ? percent : Math.max(0, ...Object.values(percent));
}

/** Whether a line of the plan belongs to a stage. */
function isAround(stage: ProseStage, line: number): boolean {
  return stage.line <= line && line <= stage.endLine;
}

function proseOf(
  entry: BlockStage,
  stages: readonly ProseStage[],
  ids: readonly string[],
  tied: ReadonlySet<ProseStage>,
): ProseStage | null {
  const free = stages.filter((stage) => !tied.has(stage));
  const { line } = entry;
  if (line !== undefined) {
    const at = free.find((stage) => stage.line === line);
    const around = free.filter((stage) => isAround(stage, line));
    const found = at ?? around.at(-1);
    if (found !== undefined) return found;
  }
  const byId = free.find((stage) => ids[stages.indexOf(stage)] === entry.id);
  if (byId !== undefined) return byId;
  const byForm = free.filter((stage) => stageForms(stage).includes(entry.id));
  if (byForm.length === 1) return byForm[0] ?? null;
  const label = entry.label?.trim().toLowerCase();
  const byLabel = free.filter((stage) => stage.label.trim().toLowerCase() === label);
  return byLabel.length === 1 ? (byLabel[0] ?? null) : null;
}

/** A block that says of every stage what it is called and who gets it has restated the ramp, order and all. */
function inBlockOrder(stages: readonly TiedStage[]): readonly TiedStage[] {
  const isRestated = stages.every(({ block }) => block !== null && restates(block.entry));
  return isRestated ? stages.toSorted((a, b) => (a.block?.index ?? 0) - (b.block?.index ?? 0)) : stages;
}

function restates({ label, percent, actors, off, skip }: BlockStage): boolean {
  return (
    skip === true ||
    (label !== undefined && (percent !== undefined || actors !== undefined || off !== undefined))
  );
}
