import type { ProsePlan } from '../plan/prose/prose-plan.ts';
import { resultFields } from '../plan/fill-results.ts';
import { splitLabel } from '../plan/prose/field.ts';

/** A question of the plan, with the answers it allows. */
export interface Question {
  readonly label: string;
  readonly line: number;
  /** `pick`: yes, no or N/A, as the template's [PICK_ONE]. */
  readonly kind: 'pick' | 'text';
  /** What stands in the plan; empty where it is left open. */
  readonly said: string;
}

/** What the template asks people at a check-in: trouble on VA's side, changes needed, and what they are. */
export function checkInQuestions(prose: ProsePlan, line: number): readonly Question[] {
  return resultFields(prose, line)
    .filter((field) => field.kind === 'changes' || field.label.endsWith('?'))
    .map((field) => ({
      label: field.label,
      line: field.line,
      kind: askedAs(field.label),
      said: field.value,
    }));
}

/** "Was any …?" is answered with yes, no or N/A; everything else in words. */
export function askedAs(label: string): Question['kind'] {
  return /^(?:any|was|were|is|are|did|has)\b.*\?$/i.test(label.trim()) ? 'pick' : 'text';
}

/** The questions after launch, whose answers belong to the PM. */
export function launchQuestions(prose: ProsePlan): readonly Question[] {
  return prose.questions.map(({ text, line }) => ({
    label: splitLabel(text)?.label ?? text,
    line,
    kind: 'text',
    said: splitLabel(text)?.value ?? '',
  }));
}

/** Line of the heading the questions after launch stand under. */
export function questionsLine(prose: ProsePlan): number | null {
  const first = prose.questions[0]?.line;
  if (first === undefined) return null;
  const section = prose.sections.find((one) => one.entries.some((entry) => entry.line === first));
  return section?.heading.line ?? null;
}

/** A first sentence for "How do the KPIs compare ...?": what the page says, for a person to edit. No other is begun. */
export function suggestion(question: string, summary: string): string | null {
  return /\bkpis?\b.*\bcompare\b/i.test(question) ? summary : null;
}
