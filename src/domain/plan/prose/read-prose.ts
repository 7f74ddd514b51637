import { readContacts } from './contacts.ts';
import { readCriteria } from './criteria.ts';
import { readDates } from './date-text.ts';
import type { Entry } from './entry.ts';
import type { Field } from './field.ts';
import { readLinks } from './links.ts';
import { readOverviewRows } from './overview-rows.ts';
import type { ProsePhase, ProsePlan, ProseStage, Said } from './prose-plan.ts';
import { readStages } from './prose-stages.ts';
import { readEntries } from './read-entries.ts';
import { readChecklist, readKpis, readQuestions } from './remainder.ts';
import { readRollback } from './rollback.ts';
import { readSections, type Section } from './section.ts';
import { fieldsOf } from './stage-candidates.ts';
import { readStageName } from './stage-name.ts';
import { readToggles } from './toggles.ts';

/**
 * Reads a release plan from its prose: what it says, each item with its line, and nothing it does not say.
 * Takes any Markdown; never throws.
 */
export function readProse(markdown: string): ProsePlan {
  const entries = readEntries(markdown);
  const sections = readSections(entries);
  const overview = readOverviewRows(sections);
  const stages = readStages(sections, overview, entries);
  const fields = fieldsOf(sections);
  return {
    title: readTitle(entries),
    toggles: readToggles(sections),
    phases: readPhases(sections, stages),
    stages,
    criteria: readCriteria(sections, stages),
    rollback: readRollback(sections),
    contacts: readContacts(sections),
    links: readLinks(entries),
    checklist: readChecklist(sections),
    kpis: readKpis(sections),
    questions: readQuestions(sections),
    rolloutDates: readRolloutDates(fields, stages),
    overview,
    entries,
    sections,
    fields,
  };
}

/** The first H1; a plan that opens with a lesser heading naming it has that one. */
function readTitle(entries: readonly Entry[]): Said | null {
  const headings = entries.filter((entry) => entry.kind === 'heading' && entry.text !== '');
  const top = headings.find((entry) => entry.depth === 1);
  const first = entries.find((entry) => entry.text !== '');
  const opens =
    first?.kind === 'heading' &&
    /\bplan\b|\broll-?out\b|\brelease\b/i.test(first.text) &&
    !/^\W*step\b/i.test(first.text);
  const title = top ?? (opens ? first : undefined);
  return title === undefined ? null : { text: title.text, line: title.line };
}

function readPhases(sections: readonly Section[], stages: readonly ProseStage[]): readonly ProsePhase[] {
  const own = new Set(stages.map((stage) => stage.line));
  return sections
    .filter(
      (section) => readStageName(section.heading.text)?.kind === 'phase' && !own.has(section.heading.line),
    )
    .map((section) => {
      const parts = sections.filter(
        (part) =>
          part === section ||
          (part.path.includes(section) &&
            !own.has(part.heading.line) &&
            part.path.every((outer) => !own.has(outer.heading.line))),
      );
      return {
        label: section.heading.text,
        line: section.heading.line,
        endLine: Math.max(
          section.heading.line,
          ...parts.flatMap((part) => part.entries.map((entry) => entry.endLine)),
        ),
        fields: fieldsOf(parts),
      };
    });
}

function readRolloutDates(
  fields: readonly Field[],
  stages: readonly ProseStage[],
): ProsePlan['rolloutDates'] {
  const inStage = new Set(stages.flatMap((stage) => stage.fields.map((field) => field.line)));
  return fields
    .filter(
      (field) =>
        (field.kind === 'date' || field.kind === 'date-or-length') &&
        !field.isResult &&
        !inStage.has(field.line),
    )
    .flatMap((field) =>
      readDates(field.value).map((range) => ({
        range,
        line: field.inline === '' ? (field.children[0]?.line ?? field.line) : field.line,
      })),
    );
}
