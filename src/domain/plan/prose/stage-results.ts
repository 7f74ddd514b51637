import type { Field } from './field.ts';

/** What a stage's Results say, by the plan's own labels. Labels that stand twice keep the first value that says something. */
export function stageResults(fields: readonly Field[]): Readonly<Record<string, string>> {
  const results = new Map<string, string>();
  const nested = new Set(fields.flatMap((field) => field.children));
  for (const field of fields) {
    if (!field.isResult || (nested.has(field.entry) && field.kind === 'other')) continue;
    const label = field.label.replace(/[\s?:]+$/, '').slice(0, 200);
    const value = [field.inline, ...field.children.map((child) => child.text)]
      .filter((text) => text !== '')
      .join('\n');
    if ((results.get(label) ?? '') === '') results.set(label, value);
  }
  return Object.fromEntries(results);
}
