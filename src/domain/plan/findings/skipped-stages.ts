import type { ProseStage } from '../prose/prose-plan.ts';
import { fault, quote, type Rule } from './fault.ts';

/** Whether the plan says that it leaves a stage out. */
export function isSkipped(stage: ProseStage): boolean {
  return skipLine(stage) !== null;
}

const skipping =
  /^\W*skip(?:ped|ping)?\b|:\W*skipped\b|\bskip(?:ped|ping)? (?:this|the|a|to|over|stage|step|directly)\b|\b(?:is|was|will be|been) skipped\b|\bwill skip\b/i;

function skipLine(stage: ProseStage): number | null {
  const results = new Set(
    stage.fields.flatMap((field) => (field.isResult ? [field.entry, ...field.children] : [])),
  );
  const said = stage.entries.find(
    (entry) => entry.kind !== 'code' && !results.has(entry) && skipping.test(entry.text),
  );
  if (said !== undefined) return said.line;
  const [only] = stage.entries;
  const starts =
    stage.fields.length === 0 &&
    stage.entries.length <= 2 &&
    only !== undefined &&
    /\b(?:begin|start|go straight|move directly)\b.*\d+\s?%/i.test(only.text);
  return starts ? only.line : null;
}

/** Skipped stages stay in the plan, on record. */
export const skippedStages: Rule = (plan) =>
  plan.stages.flatMap((stage) => {
    const line = skipLine(stage);
    const isTicked = plan.checklist.some((item) => item.checked && named(item.text, stage));
    return line === null
      ? []
      : [
          fault(
            'look',
            'stage-skipped',
            line,
            `${quote(stage.label)} is skipped${isTicked ? ' although its box in the overview is ticked' : ''}: the next stage then starts without what this one was to show. Take it out, or keep it as skipped on record.`,
          ),
        ];
  });

function named(text: string, stage: ProseStage): boolean {
  return stage.id !== null && text.toLowerCase().startsWith(stage.id.replace(':', ' '));
}
