import { parseLocalTime } from '../time/zone.ts';
import type { Block } from './block-schema.ts';
import { stageNamed } from './name-step.ts';
import type { LineOf } from './parse-block.ts';
import type { ChecklistItem, PlanProblem, Stage } from './plan.ts';
import type { CheckItem, ProsePlan } from './prose/prose-plan.ts';
import type { TiedStage } from './tie-stages.ts';

type Entry = NonNullable<Block['checklist']>[number];

interface ChecklistWords {
  readonly prose: Pick<ProsePlan, 'checklist'>;
  readonly tied: readonly TiedStage[];
  readonly stages: readonly Stage[];
  readonly zone: string;
}

/** A choice to tick among answers, as in the template's "[ ] yes [ ] no": no task. */
const answers = /^(?:\[?pick_one\]?:?\s*)?(?:yes|no|n\/a|not applicable)\b.{0,20}$/i;

/**
 * The boxes of the prose, with the owner and day the block gives those it names by a few of their words; then the boxes only
 * the block has. A box under a stage's heading is for that stage; any other is for the whole rollout.
 */
export function readChecklist(
  { prose, tied, stages, zone }: ChecklistWords,
  entries: readonly Entry[],
): readonly ChecklistItem[] {
  const tasks = prose.checklist.filter((one) => !answers.test(one.text));
  const boxes = tasks.map(({ text, line, checked, section }) => {
    const entry = entries.find((one) => says(text, one.text));
    return { text, ticked: checked, section, line, stage: stageAt(line, tied), ...givenBy(entry, zone) };
  });
  const added = entries
    .filter((entry) => tasks.every((one) => !says(one.text, entry.text)))
    .map((entry) => ({
      text: entry.text,
      ticked: false,
      section: null,
      line: null,
      stage: entry.stage === undefined ? null : stageNamed(entry.stage, stages),
      ...givenBy(entry, zone),
    }));
  return [...boxes, ...added];
}

/** What is wrong with the block's entries, each with its line. */
export function checklistProblems(
  entries: readonly Entry[],
  around: Around,
  lineOf: LineOf,
): readonly PlanProblem[] {
  return entries.flatMap((entry, i) => {
    const message = problemOf(entry, around);
    return message === undefined ? [] : [{ line: lineOf(['checklist', i]), column: null, message }];
  });
}

type Around = Pick<ChecklistWords, 'stages' | 'zone'>;

function problemOf({ due, stage }: Entry, { stages, zone }: Around): string | undefined {
  if (due !== undefined && parseLocalTime(due, zone) === undefined)
    return `"${due}" is not a day or a time. Write it as "2025-07-21" or "2025-07-21 09:00" (read in ${zone}).`;
  if (stage !== undefined && stageNamed(stage, stages) === null)
    return `a checklist entry is for the stage "${stage}", which the plan does not have.`;
  return undefined;
}

function says(box: CheckItem['text'], words: string): boolean {
  return box.toLowerCase().includes(words.trim().toLowerCase());
}

function givenBy(entry: Entry | undefined, zone: string): Pick<ChecklistItem, 'owner' | 'due'> {
  const due = entry?.due === undefined ? undefined : parseLocalTime(entry.due, zone);
  return { owner: entry?.owner ?? null, due: due ?? null };
}

/** The stage under whose heading a line stands; of stages within stages the one that begins last. */
function stageAt(line: number, tied: readonly TiedStage[]): string | null {
  const around = tied.filter(({ prose }) => prose !== null && prose.line <= line && line <= prose.endLine);
  return around.toSorted((a, b) => (a.prose?.line ?? 0) - (b.prose?.line ?? 0)).at(-1)?.id ?? null;
}
