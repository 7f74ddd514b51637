import { isBlank } from './blank.ts';
import { readCriterionLimit } from './criterion-text.ts';
import type { Entry } from './entry.ts';
import { childrenOf } from './field.ts';
import type { Said } from './prose-plan.ts';
import type { Section } from './section.ts';

/** The rollback section: its heading, or a line that stands for one. */
export function readRollback(sections: readonly Section[]): Said | null {
  const section = sections.find((one) => isRollback(one.heading.text));
  if (section !== undefined) return { text: section.heading.text, line: section.heading.line };
  const line = sections
    .flatMap((one) => one.entries)
    .find((entry) =>
      /^\W*roll-?\s?back\b.{0,40}:|\broll-?\s?back (?:plan|process|criteria|will be|if|by)\b/i.test(
        entry.text,
      ),
    );
  return line === undefined ? null : { text: line.text, line: line.line };
}

function isRollback(heading: string): boolean {
  return (
    /\broll(?:ing)?[- ]?back\b|\bback-?out\b|\bkill switch\b|\brevert plan\b|\b(?:halt|abort) (?:rules?|criteria|conditions?|triggers?)\b/i.test(
      heading,
    ) && !/\bresults?\b/i.test(heading)
  );
}

/** The listed conditions that call for a roll back. The general "on a spike, disable the toggle" is none. */
export function rollbackEntries(
  sections: readonly Section[],
): readonly { readonly text: string; readonly line: number; readonly stageLabel: null }[] {
  return sections.flatMap((section) => {
    const isOwn =
      isRollback(section.heading.text) || section.path.some((outer) => isRollback(outer.heading.text));
    const isList =
      isOwn && /\bcriteri|\btrigger|\bcondition|\bthreshold|\brules?\b/i.test(section.heading.text);
    return section.entries.flatMap((entry, i) => {
      if (isList && isCondition(section.entries, i)) return [said(entry)];
      if (introducesConditions(entry)) return conditions(section.entries, i);
      const isSaid = /\broll(?:ed)?-?\s?back\b.{0,20}\b(?:if|when)\b/i.test(entry.text);
      const isBullet = (isOwn || isSaid) && (entry.kind === 'item' || isSaid);
      const hasLimit =
        isBullet &&
        readCriterionLimit(entry.text).limit !== null &&
        /[<>≤≥]|\bexceed|\babove\b|\bmore than\b|\bover \d|\bgreater\b|\bdrops? below/i.test(entry.text);
      return hasLimit ? [said(entry)] : tableCondition(entry, isOwn);
    });
  });
}

function introducesConditions(entry: Entry): boolean {
  return (
    /\broll-?\s?back\b.{0,60}\b(?:if|when|criteria|triggers?|conditions?)\b/i.test(entry.text) &&
    /:\W*$|\bfollowing\b|criteria\W*$|triggers?\W*$/i.test(entry.text) &&
    !/\bpaste\b/i.test(entry.text)
  );
}

function conditions(entries: readonly Entry[], index: number) {
  const children = childrenOf(entries, index);
  const outermost = Math.min(...children.map((child) => child.indent));
  return children
    .filter((child) => child.indent === outermost && child.kind === 'item' && !isBlank(child.text))
    .map(said);
}

function isCondition(entries: readonly Entry[], index: number): boolean {
  const entry = entries[index];
  if (entry?.kind !== 'item' || introducesConditions(entry) || isBlank(entry.text)) return false;
  const parent = entries
    .slice(Math.max(0, index - 400), index)
    .findLast((before) => before.indent < entry.indent);
  return (parent === undefined || parent.kind === 'line') && childrenOf(entries, index).length === 0;
}

function tableCondition(entry: Entry, isOwn: boolean) {
  if (!isOwn || entry.kind !== 'row') return [];
  const column = (pattern: RegExp): number => entry.header.findIndex((cell) => pattern.test(cell));
  const limit = column(/threshold|limit|value/i);
  const at = limit >= 0 ? limit : column(/trigger|criteri|condition/i);
  const [name = ''] = entry.cells;
  const value = at < 0 ? '' : (entry.cells[at] ?? '');
  if (at < 0 || isBlank(value)) return [];
  return [{ text: at === 0 ? value : `${name} ${value}`, line: entry.line, stageLabel: null }];
}

function said(entry: Entry) {
  return {
    text: entry.text.replace(/^(?:\W*roll-?\s?back )?(?:if|when) (?:the )?/i, ''),
    line: entry.line,
    stageLabel: null,
  };
}
