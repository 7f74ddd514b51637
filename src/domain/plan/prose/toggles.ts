import type { Entry } from './entry.ts';
import type { ProseToggle } from './prose-plan.ts';
import type { Section } from './section.ts';

const snake = /(?<![\w/.-])[a-z][a-z0-9]*(?:_[a-z0-9]+){1,}(?![\w/-]|\.\w)/gi;
const camel = /(?<![\w/.-])[a-z][a-z0-9]+(?:[A-Z][a-z0-9]*){1,}(?![\w/.-])/g;
const toggleColumn = /^(?:feature |flipper )?(?:toggle|flag|flipper)s?(?: name| key)?s?$|^(?:name|key)$/i;
const aboutToggle = /\btoggles?\b|\bflippers?\b|\b(?:feature )?flags?\b/i;
const others =
  /\brelated (?:feature )?(?:toggles?|flags?)\b|\balready in prod|\bother teams?\b|\bexisting (?:feature )?(?:toggles?|flags?)\b|\bnot part of\b/i;
/** Names that a sentence about toggles holds without being one. */
const notKeys =
  /^(?:enable|disable)_?|percentage_of|^(?:fill_in|pick_one|va_gov|user_id|icn|true|false)$|_controller$|\.rb$|^vets_(?:api|website)$/i;

/** The keys of the toggles a plan releases with, as written. A table of them is the list; else they are looked for in words about toggles. */
export function readToggles(sections: readonly Section[]): readonly ProseToggle[] {
  const entries = sections.flatMap((section) => section.entries);
  const tabled = entries.flatMap((entry, i) =>
    entry.kind === 'row' ? fromRow(entry, entries.slice(Math.max(0, i - 60), i)) : [],
  );
  const named = tabled.length > 0 ? tabled : [...fromLinks(entries), ...fromWords(sections)];
  const seen = new Set<string>();
  return named.filter(({ key }) => !seen.has(flat(key)) && seen.add(flat(key)) !== undefined);
}

function flat(key: string): string {
  return key.toLowerCase().replaceAll('_', '');
}

function fromRow(row: Entry, before: readonly Entry[]): readonly ProseToggle[] {
  const column = row.header.findIndex((cell) => toggleColumn.test(cell.trim()));
  const isAbout = row.header.some((cell) => aboutToggle.test(cell)) || column >= 0;
  if (column < 0 || !isAbout || row.header.some((cell) => /possible with/i.test(cell))) return [];
  const intro = before.findLast(
    (entry) => entry.kind !== 'row' && entry.text !== '' && entry.line < row.table,
  );
  const isNear = intro !== undefined && row.table - intro.endLine <= 3;
  if (isNear && others.test(intro.text)) return [];
  const cell = row.cells[column] ?? '';
  const isNameColumn = /^(?:name|key)$/i.test(row.header[column] ?? '');
  if (isNameColumn && !(isNear && aboutToggle.test(intro.text))) return [];
  return keysIn(cell).map((key) => ({ key, line: row.line }));
}

function fromLinks(entries: readonly Entry[]): readonly ProseToggle[] {
  return entries.flatMap((entry) =>
    entry.links.flatMap((link) => {
      const key = /\/flipper\/features\/([\w-]+)/.exec(link.url)?.[1];
      return key === undefined ? [] : [{ key, line: link.line }];
    }),
  );
}

function fromWords(sections: readonly Section[]): readonly ProseToggle[] {
  return sections.flatMap((section) => {
    const underHeading = aboutToggle.test(section.heading.text);
    let introduced = false;
    return section.entries.flatMap((entry) => {
      if (entry.kind === 'row' && !underHeading) return [];
      const isAbout = aboutToggle.test(entry.text);
      if (entry.indent < 0) introduced = isAbout && /:\W*$/.test(entry.text);
      if (!(isAbout || underHeading || introduced) || others.test(entry.text)) return [];
      return keysIn(entry.text).map((key) => ({ key, line: entry.line }));
    });
  });
}

function keysIn(text: string): readonly string[] {
  const words = text.slice(0, 1_000).replace(/https?:\S+|#\S+/g, ' ');
  const keys = [...words.matchAll(snake), ...words.matchAll(camel)].map((match) => match[0]);
  // One hump ("userId", "vetsApi") is a variable or a product; a toggle's key says more.
  return keys.filter(
    (key) =>
      !notKeys.test(key) &&
      (key.includes('_') || (key.replace(/[^A-Z]/g, '').length >= 2 && !/I[Dd]$/.test(key))),
  );
}
