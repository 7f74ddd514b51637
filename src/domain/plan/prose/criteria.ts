import { blankKind, isBlank, isTemplateWords } from './blank.ts';
import { readCriterionLimit } from './criterion-text.ts';
import { clauses, type SaidCriterion } from './criterion-clauses.ts';
import type { Entry } from './entry.ts';
import { childrenOf, fieldKind, splitLabel } from './field.ts';
import type { ProseCriterion, ProseStage } from './prose-plan.ts';
import { rollbackEntries } from './rollback.ts';
import type { Section } from './section.ts';
import { isApart } from './stage-name.ts';

const criteriaHeading =
  /\bsuccess\b.{0,24}\b(?:criteri\w+|metrics?|measures?|indicators)\b|\b(?:entry|exit|advance\w*|promotion|acceptance|go[ /-]*no[ -]?go) criteri|metrics?-based criteria|\bcriteria\b.{0,30}\b(?:advance|proceed|next stage|moving|progress)|^\W*(?:success )?criteria\W*$|\bguardrail|\bthresholds?\b/i;
const endLabel = new Set([
  'dashboard',
  'monitor',
  'access',
  'date',
  'percent',
  'length',
  'users',
  'recruit',
  'conduct',
  'go-no-go',
]);

/** Reads the success criteria and the rollback conditions; one repeated for each stage counts once. */
export function readCriteria(
  sections: readonly Section[],
  stages: readonly ProseStage[],
): readonly ProseCriterion[] {
  const found = [
    ...successEntries(sections).flatMap((said) => criterionOf(said, 'success')),
    ...rollbackEntries(sections).flatMap((said) => criterionOf(said, 'rollback')),
    ...stageChecks(stages).flatMap((said) => criterionOf(said, 'success')),
  ];
  const seen = new Set<string>();
  return found
    .toSorted((a, b) => a.line - b.line)
    .filter((criterion) => {
      const key = criterion.text.toLowerCase().replace(/\W+/g, ' ').trim();
      return !seen.has(key) && seen.add(key) !== undefined;
    });
}

function criterionOf(said: SaidCriterion, from: ProseCriterion['from']): readonly ProseCriterion[] {
  const text = said.text.replace(/^\W*\[[xX ]?\]\s*/, '').trim();
  const kind = blankKind(text);
  if (text.length < 3 || (kind !== null && kind !== 'not-applicable') || /^\W*n\/?a\b/i.test(text)) return [];
  if (isTemplateWords(text) || /^\W*etc\W*$|\?$|^\W*we will not\b/i.test(text) || !/\p{L}{2}/u.test(text))
    return [];
  return [
    {
      ...readCriterionLimit(said.limitWords ?? text),
      text,
      line: said.line,
      from,
      stageLabel: said.stageLabel,
    },
  ];
}

function successEntries(sections: readonly Section[]): readonly SaidCriterion[] {
  return sections.flatMap((section, index) => {
    const isLater = [section, ...section.path].some((outer) => isApart(outer.heading.text));
    if (isLater || /\bresults?\b/i.test(section.heading.text)) return [];
    if (criteriaHeading.test(section.heading.text)) return wholeSection(sections, index);
    const at = section.entries.findIndex(
      (entry) => fieldKind(labelOf(entry)) === 'criteria' && labelOf(entry) !== '',
    );
    return at < 0 ? [] : fromField(sections, index, at);
  });
}

function labelOf(entry: Entry): string {
  return (
    splitLabel(entry.text)?.label ??
    (/[?:]\W*$/.test(entry.text) && entry.text.length < 200 ? entry.text : '')
  );
}

function wholeSection(sections: readonly Section[], index: number): readonly SaidCriterion[] {
  const section = sections[index];
  if (section === undefined) return [];
  const below = sections.filter((other) => other.path.includes(section) && !isOtherTopic(other.heading.text));
  const inline = splitLabel(section.heading.text)?.value ?? '';
  const parts = inline === '' ? [] : clauses(inline, section.heading.line);
  return [...parts, ...[section, ...below].flatMap((part) => leaves(part.entries, ''))];
}

function fromField(sections: readonly Section[], index: number, at: number): readonly SaidCriterion[] {
  const section = sections[index];
  const entry = section?.entries[at];
  if (section === undefined || entry === undefined) return [];
  const children = childrenOf(section.entries, at);
  const inline = entry.kind === 'row' ? (entry.cells[1] ?? '') : (splitLabel(entry.text)?.value ?? '');
  const own = isBlank(inline) ? [] : clauses(inline, entry.line);
  if (children.length > 0) return [...own, ...leaves(children, '')];
  const after = section.entries.slice(at + 1);
  const rest =
    own.length > 0 || entry.kind === 'item'
      ? after.filter((other) => other.kind === 'row')
      : untilNextTopic(after);
  const isLast = untilNextTopic(after).length === after.length;
  const below = own.length > 0 || !isLast ? [] : followingParts(sections, index);
  return [...own, ...leaves(rest, ''), ...below.flatMap((part) => leaves(untilNextTopic(part.entries), ''))];
}

function untilNextTopic(entries: readonly Entry[]): readonly Entry[] {
  const end = entries.findIndex((entry) => {
    const kind = fieldKind(labelOf(entry) === '' ? entry.text : labelOf(entry));
    return endLabel.has(kind);
  });
  return end < 0 ? entries : entries.slice(0, end);
}

/** An empty criteria field is filled by the headings below it, up to one on another subject. */
function followingParts(sections: readonly Section[], index: number): readonly Section[] {
  const parts: Section[] = [];
  for (const section of sections.slice(index + 1)) {
    if (isOtherTopic(section.heading.text) || isApart(section.heading.text)) break;
    parts.push(section);
    if (untilNextTopic(section.entries).length < section.entries.length) break;
  }
  return parts;
}

function isOtherTopic(heading: string): boolean {
  return /^\W*(?:stage|phase|results?|planning|go[- ]?live|roll-?back|roll-?out|post|canary|step|who|links?|contacts?|monitoring)\b|^\W*\d+%|\d+% of (?:users|veterans|traffic)\b/i.test(
    heading,
  );
}

/** The bullets, rows and lines that say something themselves; one that only introduces others lends them its words. */
function leaves(entries: readonly Entry[], lead: string): readonly SaidCriterion[] {
  return entries.flatMap((entry, i): readonly SaidCriterion[] => {
    if (hasParent(entries, i) || entry.kind === 'heading' || entry.kind === 'code') return [];
    if (entry.kind === 'row') return rowCriterion(entry);
    if (isCommentary(entry)) return [];
    const children = childrenOf(entries, i).filter((child) => child.kind === 'item' || child.kind === 'line');
    const text = lead === '' ? entry.text : `${lead} ${entry.text}`;
    const isIntro =
      children.length > 0 && readCriterionLimit(entry.text).limit === null && isIntroduction(entry, children);
    if (isIntro) return introduced(entry, children, text);
    return entry.kind === 'line' && entry.indent < 0 ? proseCriteria(entry) : clauses(text, entry.line);
  });
}

/** What a bullet introduces; the bullet itself where nothing below it says anything. */
function introduced(entry: Entry, children: readonly Entry[], lead: string): readonly SaidCriterion[] {
  const below = leaves(children, entry.text.endsWith(':') && entry.text.length < 50 ? lead : '');
  const hasWords = below.some((said) => !isBlank(lastPart(said.text)));
  return hasWords ? below : [{ text: entry.text, line: entry.line, stageLabel: null }];
}

function lastPart(text: string): string {
  return text.slice(text.lastIndexOf(':') + 1);
}

function hasParent(entries: readonly Entry[], index: number): boolean {
  const entry = entries[index];
  if (entry === undefined || entry.kind === 'row') return false;
  for (let i = index - 1; i >= 0 && index - i < 400; i--) {
    const before = entries[i];
    if (before === undefined || before.kind === 'row' || before.kind === 'heading') return false;
    if (before.indent < entry.indent)
      return before.kind === 'item' || before.text.endsWith(':') || before.indent >= 0;
  }
  return false;
}

function isIntroduction(entry: Entry, children: readonly Entry[]): boolean {
  if (/\bthreshold\W*$/i.test(entry.text) && children.length === 1) return false;
  if (/:\W*$/.test(entry.text) || /\b(?:any|one|all) of the following\b/i.test(entry.text)) return true;
  return (
    children.some(
      (child) =>
        child.kind === 'item' && (child.checked !== null || readCriterionLimit(child.text).limit !== null),
    ) || children.length > 1
  );
}

function isCommentary(entry: Entry): boolean {
  return (
    /^\W*(?:data source|source|note|paste|see|link|dashboard|domo|google analytics dashboard|objective|where|how|owner)\b/i.test(
      entry.text,
    ) ||
    (entry.text !== '' &&
      entry.links.length > 0 &&
      entry.links.some((link) => link.label === entry.text || link.url === entry.text))
  );
}

/** A line of plain words is a criterion only where it states a limit. */
function proseCriteria(entry: Entry): readonly SaidCriterion[] {
  const field = splitLabel(entry.text);
  const isShort = field !== null && field.label.length < 80 && !isBlank(field.value);
  return clauses(entry.text, entry.line).filter(
    (said) => isShort || readCriterionLimit(said.text).comparator !== null,
  );
}

/** Rows of a table with a target or limit column. */
function rowCriterion(entry: Entry): readonly SaidCriterion[] {
  const target = entry.header.findIndex(
    (cell) =>
      /target|threshold|limit|goal|criteri|acceptable|trigger/i.test(cell) && !/^(?:metric|kpi)/i.test(cell),
  );
  const [name = ''] = entry.cells;
  const value = target <= 0 ? '' : (entry.cells[target] ?? '');
  if (name === '' || value === '' || isBlank(value) || /^\W*n\/?a\b/i.test(value)) return [];
  return [{ text: `${name} ${value}`, line: entry.line, stageLabel: null, limitWords: `${name}: ${value}` }];
}

/** Boxes ticked off as a stage's metrics state criteria too, where they state more than what was seen. */
function stageChecks(stages: readonly ProseStage[]): readonly SaidCriterion[] {
  return stages.flatMap((stage) =>
    stage.fields
      .filter((field) => field.kind === 'metrics')
      .flatMap((field) => field.children)
      .filter(
        (entry) =>
          entry.checked !== null &&
          !/^\W*\d/.test(entry.text) &&
          /[<>≤≥]|\bno (?:increase|change)|\bremain|\bbelow\b|\bunder\b/i.test(entry.text),
      )
      .map((entry) => ({
        text: entry.text.replace(/\s*\([^)]*(?:observed|%)[^)]*\)\s*$/i, ''),
        line: entry.line,
        stageLabel: stage.label,
      })),
  );
}
