import { blankKind, hasHole, isBlank } from '../prose/blank.ts';
import type { Field } from '../prose/field.ts';
import { isApart } from '../prose/stage-name.ts';
import type { ProsePlan, ProseStage } from '../prose/prose-plan.ts';
import type { Section } from '../prose/section.ts';

/** The stages that change an allotment: everything but moderated testing. */
export function rampOf(plan: ProsePlan): readonly ProseStage[] {
  return plan.stages.filter((stage) => stage.kind !== 'testing');
}

/** Whether a stage has run: something in its Results is filled in, or its start is recorded. */
export function hasRun(stage: ProseStage): boolean {
  return stage.isActual || stage.fields.some((field) => isFilledResult(field));
}

function isFilledResult(field: Field): boolean {
  if (!field.isResult || field.kind === 'other' || field.kind === 'date') return false;
  if (hasHole(field.inline) && /_{2,}/.test(field.inline)) return false;
  const kind = blankKind(field.value);
  if (kind === 'not-applicable' || /^\W*(?:\[pick_one\]\W*)?no(?:ne)?\W*$/i.test(field.value)) return false;
  const isNoted = field.children.some((child) => child.checked === null && blankKind(child.text) === null);
  if (field.inline === '') return isNoted && ['errors', 'changes', 'bugs'].includes(field.kind);
  // Boxes set up in advance say what will be looked at, not what was seen.
  return kind === null && !field.children.some((child) => child.checked === false);
}

/** Sections of the plan that are neither a check-in after launch nor results. */
export function planningSections(plan: ProsePlan): readonly Section[] {
  return plan.sections.filter(
    (section) =>
      ![section, ...section.path].some(
        (outer) => isApart(outer.heading.text) && !/roll-?back/i.test(outer.heading.text),
      ) && !isResults(section),
  );
}

function isResults(section: Section): boolean {
  return [section, ...section.path].some((outer) =>
    /^\W*(?:actual )?(?:results?|outcomes?)\b/i.test(outer.heading.text),
  );
}

/** Planning fields of the whole plan, by kind. */
export function planningFields(plan: ProsePlan, ...kinds: readonly Field['kind'][]): readonly Field[] {
  const lines = new Set(
    planningSections(plan).flatMap((section) => section.entries.map((entry) => entry.line)),
  );
  return plan.fields.filter(
    (field) => lines.has(field.line) && !field.isResult && (kinds.length === 0 || kinds.includes(field.kind)),
  );
}

/** Whether a field is left blank, inline and below. */
export function isEmpty(field: Field): boolean {
  return isBlank(field.value) && field.entry.links.length === 0;
}
