import type { Finding } from '../plan.ts';
import { withoutPeople } from '../prose/contacts.ts';
import type { ProsePlan } from '../prose/prose-plan.ts';

/** A rule reads the plan and says what is wrong with it, in the words of whoever has to decide at two in the morning. */
export type Rule = (plan: ProsePlan) => readonly Finding[];

/** One fault: a code, its line (`null` for the whole plan) and words that name it, its consequence and the remedy. */
export function fault(
  severity: Finding['severity'],
  code: string,
  line: number | null,
  message: string,
): Finding {
  return { severity, code, line, message };
}

/** Two findings of the same code and line are one only where they say the same: a line may hold two criteria. */
export function findingKey({ code, line, message }: Finding): string {
  return `${code} ${line ?? ''} ${message}`;
}

/** Those of several possible faults that hold. */
export function only(...faults: readonly (Finding | false | null)[]): readonly Finding[] {
  return faults.filter((one) => one !== false && one !== null);
}

/** The plan's own words in quotation marks, cut short, with addresses and numbers of people taken out. */
export function quote(text: string, length = 70): string {
  const bare = withoutPeople(text.replace(/\s+/g, ' ').trim());
  return `"${bare.length > length ? `${bare.slice(0, length).trimEnd()}…` : bare}"`;
}

/** "1, 5 and 10" */
export function listed(items: readonly (string | number)[]): string {
  const [last, ...rest] = items.toReversed();
  return rest.length === 0 ? String(last ?? '') : `${rest.toReversed().join(', ')} and ${last}`;
}
