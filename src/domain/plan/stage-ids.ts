import { readRoman } from './prose/number-text.ts';
import type { ProseStage } from './prose/prose-plan.ts';
import { slugOf } from './slug.ts';

type Named = Pick<ProseStage, 'label' | 'phase'>;

const longest = 60;

/**
 * The id of each stage of the prose, in the plan's order: the shortest form of its own name that no other stage shares
 * ("stage-b", "stage-a-canary", "phase-3-stage-a"), never an index, so that a stage put in between renames none.
 */
export function stageIds(stages: readonly Named[]): readonly string[] {
  const forms = stages.map(stageForms);
  const counts = new Map<string, number>();
  for (const form of forms.flatMap((own) => [...new Set(own)])) counts.set(form, (counts.get(form) ?? 0) + 1);
  const taken = new Set<string>();
  return forms.map((own) => {
    const base = own.find((form) => counts.get(form) === 1) ?? own.at(-1) ?? 'stage';
    let id = base;
    for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
    taken.add(id);
    return id;
  });
}

/** The ways a block may name a stage of the prose: short name, whole name, and either with its phase; shortest first. */
export function stageForms({ label, phase }: Named): readonly string[] {
  const lead = slugOfName(label.split(/[:,(–—]| - /)[0] ?? '');
  const whole = slugOfName(label);
  const inPhase = phase === null ? [] : [`${slugOfName(phase.split(/[:,(–—]| - /)[0] ?? '')}-${lead}`];
  return [lead, whole, ...inPhase].filter((form) => /^[a-z0-9].*[a-z]|^[a-z]/.test(form));
}

/** Roman numbers become digits, as the block's ids have them; a lone letter stays one. */
export function slugOfName(text: string): string {
  const words = slugOf(
    text.replace(/\b(phase)\s+([ivx]{1,4})\b/gi, (all, word: string, number: string) => {
      const value = readRoman(number);
      return value === null ? all : `${word} ${value}`;
    }),
  ).split('-');
  let id = '';
  for (const word of words) {
    if (id.length + word.length >= longest) break;
    id = id === '' ? word : `${id}-${word}`;
  }
  return id;
}
