import type { Stage } from './plan.ts';
import { slugOfName, stageForms } from './stage-ids.ts';

type Named = Pick<Stage, 'id' | 'label' | 'phase'>;

/** The id of the stage a name stands for: its id, or a form of its name no other stage shares; `null` for none. */
export function stageNamed(name: string, stages: readonly Named[]): string | null {
  if (stages.some((stage) => stage.id === name)) return name;
  const slug = slugOfName(name);
  const found = stages.filter((stage) => stage.id === slug || stageForms(stage).includes(slug));
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}

/**
 * The stage or phase a name stands for: a stage's id, else a phase as its first stage has it ("phase-2" for
 * "Phase II: everybody"); `null` for neither.
 */
export function stepNamed(name: string, stages: readonly Named[]): string | null {
  const slug = slugOfName(name);
  const phase = stages.find((stage) => stage.phase !== null && phaseForms(stage.phase).includes(slug))?.phase;
  const stage = stageNamed(name, stages);
  return stage === name ? stage : (phase ?? stage);
}

/** The names a step of the plan can be called by, for a reader who mistyped one. */
export function stepNames(stages: readonly Named[]): readonly string[] {
  const phases = stages.flatMap(({ phase }) => (phase === null ? [] : phaseForms(phase).slice(0, 1)));
  return [...new Set([...stages.map((stage) => stage.id), ...phases])];
}

function phaseForms(phase: string): readonly string[] {
  const lead = slugOfName(phase.split(/[:,(–—]| - /)[0] ?? '');
  return [lead, slugOfName(phase)].filter((form) => form !== '');
}
