import type { CheckItem, Said } from './prose-plan.ts';
import type { Section } from './section.ts';
import { splitLabel } from './field.ts';

/** Every check box, with the heading it stands under. */
export function readChecklist(sections: readonly Section[]): readonly CheckItem[] {
  return sections.flatMap((section) =>
    section.entries.flatMap((entry) =>
      entry.checked === null || entry.text === ''
        ? []
        : [{ text: entry.text, line: entry.line, checked: entry.checked, section: section.heading.text }],
    ),
  );
}

/** The measures to be looked at after launch: labelled KPIs and rows of KPI tables. */
export function readKpis(sections: readonly Section[]): readonly Said[] {
  return sections.flatMap((section) =>
    section.entries.flatMap((entry) => {
      if (entry.kind === 'row')
        return entry.header.some((cell) => /\bkpi\b/i.test(cell))
          ? [{ text: entry.cells[0] ?? '', line: entry.line }]
          : [];
      const label = splitLabel(entry.text)?.label ?? '';
      return /\bkpi\b/i.test(label) ? [{ text: entry.text, line: entry.line }] : [];
    }),
  );
}

/** The questions to be answered after launch. */
export function readQuestions(sections: readonly Section[]): readonly Said[] {
  return sections
    .filter((section) => /\bpost[- ]?launch questions\b|\bretrospective\b/i.test(section.heading.text))
    .flatMap((section) => section.entries)
    .filter((entry) => entry.kind === 'item' && entry.text.includes('?'))
    .map((entry) => ({ text: entry.text, line: entry.line }));
}
