import { splitLabel, type Field } from '../prose/field.ts';
import type { ProsePlan } from '../prose/prose-plan.ts';
import { isApart } from '../prose/stage-name.ts';

/** The fields of each check-in after launch. */
export function checkIns(plan: ProsePlan): readonly (readonly Field[])[] {
  return plan.sections
    .filter((section) => isApart(section.heading.text) && /week|month/i.test(section.heading.text))
    .map((section) => plan.fields.filter((field) => section.entries.includes(field.entry)));
}

/** The words behind a label. */
export function valueOf(text: string): string {
  return splitLabel(text)?.value ?? text;
}

/** Letters, numbers and limits, so that two wordings can be compared. */
export function squash(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}<>%]+/gu, ' ')
    .trim();
}
