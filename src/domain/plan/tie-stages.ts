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

/**
 * Ties the block's stages to the prose's: by the line an entry names, else by its id, else by its label. A stage both know
 * is one stage; one the block adds stands behind the entry before it; one the block says to skip is none.
 */
export function tieStages(
  ofProse: readonly ProseStage[],
  ofBlock: readonly BlockStage[],
): readonly TiedStage[] {
  const ids = stageIds(ofProse);
  const ties = new Map<ProseStage, { readonly entry: BlockStage; readonly index: number }>();
  const added = new Map<ProseStage | null, TiedStage[]>();
  let behind: ProseStage | null = null;
  for (const [index, entry] of ofBlock.entries()) {
    const prose = proseOf(entry, ofProse, ids, ties);
    if (prose === null) {
      const before: TiedStage[] = added.get(behind) ?? [];
      added.set(behind, [...before, { id: entry.id, prose: null, block: { entry, index } }]);
    } else {
      ties.set(prose, { entry, index });
      behind = prose;
    }
  }
  const all = [
    ...(added.get(null) ?? []),
    ...ofProse.flatMap((prose, i): readonly TiedStage[] => {
      const block = ties.get(prose) ?? null;
      return [{ id: block?.entry.id ?? ids[i] ?? 'stage', prose, block }, ...(added.get(prose) ?? [])];
    }),
  ];
  return inBlockOrder(all).filter((stage) => stage.block?.entry.skip !== true);
}

function proseOf(
  entry: BlockStage,
  stages: readonly ProseStage[],
  ids: readonly string[],
  tied: ReadonlyMap<ProseStage, unknown>,
): ProseStage | null {
  const free = stages.filter((stage) => !tied.has(stage));
  const { line } = entry;
  if (line !== undefined) {
    const at = free.find((stage) => stage.line === line);
    const around = free.filter((stage) => stage.line <= line && line <= stage.endLine);
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

/** A block that names every stage also says in which order they come. */
function inBlockOrder(stages: readonly TiedStage[]): readonly TiedStage[] {
  const isComplete = stages.every((stage) => stage.block !== null);
  return isComplete ? stages.toSorted((a, b) => (a.block?.index ?? 0) - (b.block?.index ?? 0)) : stages;
}
