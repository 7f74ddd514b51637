import type { Plan, Stage } from '../plan/plan.ts';
import type { ProsePlan, ProseStage } from '../plan/prose/prose-plan.ts';
import { readPercents } from '../plan/prose/percent-text.ts';
import { isApart } from '../plan/prose/stage-name.ts';
import { stagePercent } from '../plan/read-stages.ts';
import { squashLabel } from './report-evidence.ts';
import type { CheckIn } from './check-ins.ts';

/** The prose stage a stage of the block stands for: by its line, its label, or as the only one of its percent. */
export function proseStageOf(plan: Plan, stage: Stage, prose: ProsePlan): ProseStage | null {
  const byLine = prose.stages.filter((one) => one.line <= stage.line && stage.line <= one.endLine);
  if (byLine.length === 1 && byLine[0] !== undefined) return byLine[0];
  const label = squashLabel(stage.label);
  const named = only(prose.stages.filter((one) => squashLabel(one.label) === label));
  if (named !== null) return named;
  const begun = prose.stages.filter((one) => squashLabel(one.label).startsWith(`${label} `));
  if (only(begun) !== null) return only(begun);
  return byPercent(plan, stage, prose);
}

/** Several stages may give the same percent: then nothing is guessed. */
function byPercent(plan: Plan, stage: Stage, prose: ProsePlan): ProseStage | null {
  const percent = stagePercent(stage);
  if (percent === null || stage.off) return null;
  const own = plan.stages.filter((one) => !one.off && stagePercent(one) === percent);
  const there = prose.stages.filter((one) => percentOf(one) === percent);
  return own.length === 1 ? only(there) : null;
}

function percentOf(stage: ProseStage): number | null {
  return stage.percent ?? only(readPercents(stage.label).all);
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
