import type { Plan } from '../plan/plan.ts';
import type { ProsePlan, ProseStage } from '../plan/prose/prose-plan.ts';
import { isApart } from '../plan/prose/stage-name.ts';
import type { TiedStage } from '../plan/tie-stages.ts';
import type { CheckIn } from './check-ins.ts';

/** A plan with its own words, as `readPlan` gives it. */
export interface PlanText {
  readonly plan: Plan;
  readonly prose: ProsePlan;
  readonly tied: readonly TiedStage[];
}

/** The stage as the prose has it; `null` where only the block knows it. */
export function proseStageOf({ tied }: PlanText, stage: string): ProseStage | null {
  return tied.find((one) => one.id === stage)?.prose ?? null;
}

function only<T>(items: readonly T[]): T | null {
  return items.length === 1 ? (items[0] ?? null) : null;
}

const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six'];

/** Line of the heading below which a check-in's results stand: "1-week results". */
export function checkInLine(prose: ProsePlan, checkIn: CheckIn): number | null {
  const [, digits = '', unit = ''] = /^(\d+)[- ]([a-z]+?)s?$/.exec(checkIn.id) ?? [];
  if (digits === '') return null;
  const word = numbers[Number(digits)] ?? digits;
  const pattern = new RegExp(`\\b(?:${digits}|${word})[- ]?${unit}s?\\b`, 'i');
  const found = prose.sections.filter(
    ({ heading }) => heading.line > 0 && isApart(heading.text) && pattern.test(heading.text),
  );
  return only(found)?.heading.line ?? null;
}
